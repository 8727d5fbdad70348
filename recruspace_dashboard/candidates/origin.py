"""Where a candidate was opened from, as their address says it."""

from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from recruspace_dashboard.pages.pagination import PageRequest
from recruspace_dashboard.services import parse

# More than the hash of a job post, or an e-mail address, ever has.
MAX_LENGTH = 254


@dataclass(frozen=True)
class PoolPage:
    """A page of a pool, as named in the address of a candidate."""

    pool_id: int
    page_request: PageRequest

    @classmethod
    def from_query(cls, query: QueryDict) -> Self | None:
        """The pool page that a query names; None if there is none or it is invalid."""
        pool_id = parse.integer(query.get("pool"))
        if pool_id is None or pool_id < 1:
            return None
        return cls(pool_id, PageRequest.from_query(query))

    @property
    def query(self) -> str:
        """The query that names this pool page in the address of a candidate."""
        page, size = self.page_request.number, self.page_request.size
        return f"?pool={self.pool_id}&page={page}&page_size={size}"

    def shifted(self, pages: int) -> Self:
        number = self.page_request.number + pages
        return replace(self, page_request=replace(self.page_request, number=number))


@dataclass(frozen=True)
class Origin:
    """A page of a pool, a job post, or a search by e-mail: one of them, or none."""

    pool_page: PoolPage | None = None
    job: str = ""
    email: str = ""

    @classmethod
    def from_query(cls, query: QueryDict) -> Self:
        if pool_page := PoolPage.from_query(query):
            return cls(pool_page)
        if job := query.get("job", "")[:MAX_LENGTH]:
            return cls(job=job)
        return cls(email=query.get("email", "")[:MAX_LENGTH])

    @property
    def query(self) -> str:
        """The query that names this place in the address of a candidate."""
        if self.pool_page:
            return self.pool_page.query
        named = {"job": self.job, "email": self.email}
        known = {name: value for name, value in named.items() if value}
        return f"?{urlencode(known)}" if known else ""

    def added_to(self, address: str) -> str:
        """The address, with the query of this place."""
        return address + self.query.replace("?", "&" if "?" in address else "?")


def candidate_address(candidate_id: int, origin: Origin) -> str:
    """The address of a candidate, with the place they were opened from."""
    return origin.added_to(reverse("candidates:detail", args=[candidate_id]))
