"""Where a candidate was opened from, as their address says it."""

from dataclasses import dataclass, replace
from typing import Any, Self
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import NoReverseMatch, reverse

from recruspace_dashboard.lists.asked import Asked, query_string
from recruspace_dashboard.services import parse

# More than the hash of a job post, or an e-mail address, ever has.
MAX_LENGTH = 254


@dataclass(frozen=True)
class ListPage:
    """A page of a list of candidates: of a pool as it is live, or with `copied` of a
    list of the copy, which may be within a pool. `review` is whether it is read through
    one after the other, so that a candidate's address is there."""

    asked: Asked
    pool_id: int | None
    copied: bool
    review: bool = False

    @classmethod
    def from_query(cls, query: QueryDict) -> Self | None:
        """The page that a query names; None if there is none or it is invalid. That of
        the copy always has `q`, which may be empty."""
        pool_id = parse.integer(query.get("pool"))
        if pool_id is not None and pool_id < 1:
            pool_id = None
        if pool_id is None and "q" not in query:
            return None
        view = "candidates:find" if pool_id is None else "pools:detail"
        address = reverse(view, args=[] if pool_id is None else [pool_id])
        asked = Asked.of(address, query)
        if "q" in query:
            return cls(asked, pool_id, copied=True, review="review" in query)
        return cls(Asked(address, asked.page_request), pool_id, copied=False)

    @property
    def query(self) -> str:
        """The query that names this page in the address of a candidate."""
        said: dict[str, Any] = {}
        if self.pool_id is not None:
            said["pool"] = self.pool_id
        if self.copied:
            said["q"] = self.asked.q
        if self.asked.sort:
            said["sort"] = self.asked.sort
        said["page"] = self.asked.page_request.number
        said["page_size"] = self.asked.page_request.size
        if self.review:
            said["review"] = 1
        return query_string(said)

    def at(self, number: int) -> Self:
        """Another page of the same list."""
        page_request = replace(self.asked.page_request, number=number)
        return replace(self, asked=replace(self.asked, page_request=page_request))


@dataclass(frozen=True)
class Origin:
    """A page of a list, a job post, or a search by e-mail: one of them, or none."""

    list_page: ListPage | None = None
    job: str = ""
    email: str = ""

    @classmethod
    def from_query(cls, query: QueryDict) -> Self:
        if list_page := ListPage.from_query(query):
            return cls(list_page)
        if job := query.get("job", "")[:MAX_LENGTH]:
            return cls(job=job)
        return cls(email=query.get("email", "")[:MAX_LENGTH])

    @property
    def pool_id(self) -> int | None:
        return self.list_page.pool_id if self.list_page else None

    @property
    def query(self) -> str:
        """The query that names this place in the address of a candidate."""
        if self.list_page:
            return self.list_page.query
        named = {"job": self.job, "email": self.email}
        known = {name: value for name, value in named.items() if value}
        return f"?{urlencode(known)}" if known else ""

    def added_to(self, address: str) -> str:
        """The address, with the query of this place."""
        query = self.query
        return f"{address}&{query[1:]}" if query and "?" in address else address + query

    def back(self, candidate_id: int) -> str:
        """The address of this place, a list at the row of the candidate; empty for
        none."""
        if self.list_page:
            return f"{self.list_page.asked.link()}#c{candidate_id}"
        if self.email:
            return reverse("candidates:find_by_email", query={"email": self.email})
        # The hash of a job post may not fit into our addresses.
        try:
            return reverse("jobs:detail", args=[self.job]) if self.job else ""
        except NoReverseMatch:
            return ""


def candidate_address(candidate_id: int, origin: Origin) -> str:
    """The address of a candidate, with the place they were opened from."""
    if origin.list_page and origin.list_page.review:
        return f"{reverse('review')}{origin.query}&at={candidate_id}"
    return origin.added_to(reverse("candidates:detail", args=[candidate_id]))
