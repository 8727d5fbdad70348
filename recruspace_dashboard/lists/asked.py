"""What an address asks of a list, and the addresses of other answers."""

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import quote

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
# What stands unquoted in an address.
LEGIBLE = ":<>,/"
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
        return self.narrowed(rewrite.token(Field(field), value, ()))

    def narrowed(self, token: str) -> str:
        """The address of this list with one more word of the query: that of `link`, but
        quick, as a page has a hundred of them."""
        q = rewrite.add(self.q, token)
        if not q or q == self.q:
            return self.link(q=q)
        return f"{self.address}?q={_quoted(q)}{self._after_query}"

    @cached_property
    def _after_query(self) -> str:
        # Another query is not the view's, and begins with its first page.
        other = replace(self, q="", view=None)
        return other.link(page=1).removeprefix(self.address).replace("?", "&", 1)


def query_string(said: dict[str, Any]) -> str:
    """The values as the query of an address, where they stay as legible as they can."""
    pairs = [f"{name}={_quoted(str(value))}" for name, value in said.items()]
    return f"?{'&'.join(pairs)}" if pairs else ""


# The links of a page say the same again and again.
@lru_cache(maxsize=2_000)
def _quoted(text: str) -> str:
    return quote(text, safe=LEGIBLE)
