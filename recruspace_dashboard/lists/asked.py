"""What an address asks of a list, and the addresses of other answers."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from django.http import QueryDict

from recruspace_dashboard.library.entry import Field
from recruspace_dashboard.library.query import rewrite
from recruspace_dashboard.pages.pagination import DEFAULT_PAGE_SIZE, PageRequest
from recruspace_dashboard.services import parse

# Longer than anything that is typed, and than a hundred pasted e-mail addresses.
MAX_QUERY = 5000
# Each may also stand with a minus, for the falling order.
SORTS = frozenset(
    ["name", "email", "stage", "suitability", "score", "city", "source", "added"]
)
# What an address need not say.
DEFAULTS = {
    **{"q": "", "sort": "", "view": None},
    **{"page": 1, "page_size": DEFAULT_PAGE_SIZE},
}


@dataclass(frozen=True)
class Asked:
    """The query, the order and the page that are asked of the list at `address`.

    `view` is the id of the saved view that asks so.
    """

    address: str
    page_request: PageRequest
    q: str = ""
    sort: str = ""
    view: int | None = None

    @classmethod
    def of(cls, address: str, query: QueryDict) -> "Asked":
        """What `query` asks; what makes no sense in it is put right."""
        sort = query.get("sort", "")
        # PostgreSQL can neither look for a NUL nor store one.
        q = query.get("q", "").replace("\0", "").strip()
        return cls(
            address,
            PageRequest.from_query(query),
            q[:MAX_QUERY],
            sort if sort.removeprefix("-") in SORTS else "",
            parse.identity(query.get("view")),
        )

    def __bool__(self) -> bool:
        """Whether the list is to be narrowed or sorted."""
        return bool(self.q or self.sort)

    def link(self, **changes: Any) -> str:
        """The address of this list with other values. Without a `page` among them it
        leads to the first one, unless nothing is changed; another query is not the
        view's any more."""
        is_same = changes.get("q", self.q) == self.q
        asked = {
            "q": self.q,
            "sort": self.sort,
            "view": self.view if is_same else None,
            "page": 1 if changes else self.page_request.number,
            "page_size": self.page_request.size,
            **changes,
        }
        said = {
            name: text for name, text in asked.items() if text != DEFAULTS.get(name)
        }
        return self.address + query_string(said)

    def narrow(self, field: str, value: str) -> str:
        """The address of this list, narrowed to a value of a field, where it is unknown
        which other values there are."""
        token = rewrite.token(Field(field), value, ())
        return self.link(q=rewrite.add(self.q, token))


def query_string(said: dict[str, Any]) -> str:
    """The values as the query of an address, where they stay as legible as they can."""
    return f"?{urlencode(said, quote_via=quote, safe=':<>,/')}" if said else ""
