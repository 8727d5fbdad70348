"""A list that is read through, as an address asks for it, and the addresses in it."""

from dataclasses import dataclass, replace
from typing import Self

from django.http import QueryDict
from django.urls import reverse

from recruspace_dashboard.lists.asked import Asked
from recruspace_dashboard.services import parse


@dataclass(frozen=True)
class Through:
    """`within` is the one pool that the list is of, if it is not all of them; `at` is
    the candidate who is read."""

    asked: Asked
    within: int | None = None
    at: int | None = None

    @classmethod
    def of(cls, query: QueryDict) -> Self:
        return cls(
            Asked.of(reverse("review"), query),
            parse.identity(query.get("pool")),
            parse.identity(query.get("at")),
        )

    def address(self, candidate_id: int, number: int) -> str:
        """Of a candidate who stands at a number of the list, from 0 on."""
        page = number // self.asked.page_request.size + 1
        return self.asked.link(pool=self.within, page=page, at=candidate_id)

    @property
    def beginning(self) -> str:
        """Of the first candidate of the page."""
        page = self.asked.page_request.number
        return self.asked.link(pool=self.within, page=page)

    @property
    def list_path(self) -> str:
        """The address of the list, with nothing asked for."""
        if self.within is None:
            return reverse("candidates:find")
        return reverse("pools:detail", args=[self.within])

    def back(self, number: int | None = None) -> str:
        """The list itself, at the page of somebody, or at the page asked for."""
        page = self.asked.page_request.number
        if number is not None:
            page = number // self.asked.page_request.size + 1
        return replace(self.asked, address=self.list_path).link(page=page)
