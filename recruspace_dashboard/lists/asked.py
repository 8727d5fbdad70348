"""What an address asks of a list, and the addresses of other answers."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from django.http import QueryDict

from recruspace_dashboard.pages.pagination import DEFAULT_PAGE_SIZE, PageRequest

# Longer than anything that is typed, and than a hundred pasted e-mail addresses.
MAX_QUERY = 5000
# Each may also stand with a minus, for the falling order.
SORTS = frozenset(
    ["name", "email", "stage", "suitability", "score", "city", "source", "added"]
)
# What an address need not say.
DEFAULTS = {"q": "", "sort": "", "page": 1, "page_size": DEFAULT_PAGE_SIZE}


@dataclass(frozen=True)
class Asked:
    """The query, the order and the page that are asked of the list at `address`."""

    address: str
    page_request: PageRequest
    q: str = ""
    sort: str = ""

    @classmethod
    def of(cls, address: str, query: QueryDict) -> "Asked":
        """What `query` asks; what makes no sense in it is put right."""
        sort = query.get("sort", "")
        return cls(
            address,
            PageRequest.from_query(query),
            query.get("q", "").strip()[:MAX_QUERY],
            sort if sort.removeprefix("-") in SORTS else "",
        )

    def __bool__(self) -> bool:
        """Whether the list is to be narrowed or sorted."""
        return bool(self.q or self.sort)

    def link(self, **changes: Any) -> str:
        """The address of this list with other values. Without a `page` among them it
        leads to the first one, unless nothing is changed."""
        asked = {
            "q": self.q,
            "sort": self.sort,
            "page": 1 if changes else self.page_request.number,
            "page_size": self.page_request.size,
            **changes,
        }
        said = {
            name: text for name, text in asked.items() if text != DEFAULTS.get(name)
        }
        return self.address + query_string(said)

    def narrow(self, field: str, value: str) -> str:
        """The address of this list with a word added to the query.

        It knows nothing of the query: who answers it may know better.
        """
        return self.link(q=f"{self.q} {query_word(field, value)}".strip())


def query_word(field: str, value: str) -> str:
    """A word of a query: a field and its value."""
    value = value.replace('"', " ")
    return f"{field}:{value}" if value.isalnum() else f'{field}:"{value}"'


def query_string(said: dict[str, Any]) -> str:
    """The values as the query of an address, where they stay as legible as they can."""
    return f"?{urlencode(said, quote_via=quote, safe=':<>,/')}" if said else ""
