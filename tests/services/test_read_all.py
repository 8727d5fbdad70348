"""All items of a list at once, for a page."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from recruspace_dashboard.services.errors import NotFound, ServerError
from recruspace_dashboard.services.pagination import Page
from recruspace_dashboard.services.records import Tag
from recruspace_dashboard.services.walk import Walk, read_all
from tests.services.conftest import reads_lists


@dataclass
class Pages:
    """Pages to read, which counts the calls."""

    pages: list[list[Tag]]
    at_the_end: list[Tag] | None = None
    calls: int = 0

    def __call__(self, number: int) -> Page[Tag]:
        self.calls += 1
        if number > len(self.pages) and self.at_the_end is None:
            raise NotFound("GET /tags/", status=404)
        items = (self.pages + [self.at_the_end] * number)[number - 1]
        return Page(tuple(items), number, 2, None, len(items) == 2)


def tags(*ids: int | None) -> list[Tag]:
    return [Tag(number, f"tag {number}") for number in ids]


def all_of(pages: Callable[[int], Page[Tag]]) -> list[Tag]:
    return read_all(Walk(pages, call="GET /tags/"))


def test_all_pages_are_read(caplog):
    pages = Pages([tags(1, 2), tags(3, 4), tags(5)])
    assert all_of(pages) == tags(1, 2, 3, 4, 5)
    assert pages.calls == 3
    assert caplog.messages == []


@pytest.mark.parametrize("at_the_end", [None, []])
def test_a_last_page_that_is_full(at_the_end):
    pages = Pages([tags(1, 2), tags(3, 4)], at_the_end)
    assert all_of(pages) == tags(1, 2, 3, 4)
    assert pages.calls == 3


def test_a_list_that_does_not_exist_is_not_found():
    with pytest.raises(NotFound):
        all_of(Pages([]))


def test_an_item_that_moves_to_the_next_page_counts_once_and_is_logged(caplog):
    pages = Pages([tags(1, 2), tags(2, 3), tags(4)])
    with caplog.at_level(logging.WARNING):
        assert all_of(pages) == tags(1, 2, 3, 4)
    assert caplog.messages == ["GET /tags/: rows came twice"]


def test_items_without_an_id_are_told_apart_by_all_their_fields():
    nameless = [Tag(None, "a"), Tag(None, "b")]
    assert all_of(Pages([nameless, tags(1)])) == [*nameless, *tags(1)]


def test_a_server_that_always_gives_the_same_page(caplog):
    pages = Pages([], tags(1, 2))
    assert all_of(pages) == tags(1, 2)
    assert pages.calls == 2
    assert caplog.messages == ["GET /tags/: a page had no new rows"]


def test_a_list_that_does_not_end_is_not_cut_short_in_silence():
    with pytest.raises(ServerError, match="without end"):
        all_of(lambda number: Page(tuple(tags(number)), number, 1, None, True))


@reads_lists
def test_a_hundred_pools_and_a_404_after_them(recruspace, sandbox):
    body = [{"id": number} for number in range(100)]
    sandbox.reply("GET", "/talent-pools/", body=body, times=1)
    sandbox.reply("GET", "/talent-pools/", status=404)
    assert len(recruspace.talent_pools.all()) == 100
