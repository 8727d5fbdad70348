from django.http import QueryDict

from recruspace_dashboard.pages.pagination import PageRequest, Pagination
from recruspace_dashboard.services.pagination import Page
from tests.each_case import each_case


def page(number, *, items=10, size=10, total=None, has_next=False):
    return Page(tuple(range(items)), number, size, total, has_next)


def links(pagination):
    return pagination.previous, pagination.next, pagination.last


@each_case(
    ("query", "number", "size"),
    [
        ("", 1, 25),
        ("page=3&page_size=50", 3, 50),
        ("page=abc&page_size=abc", 1, 25),
        ("page=-1&page_size=-1", 1, 10),
        ("page=0", 1, 25),
        ("page_size=5000", 1, 100),
        ("page=1000000000000", 10**6, 25),
        ("page=\N{FULLWIDTH DIGIT ONE}\N{FULLWIDTH DIGIT TWO}", 12, 25),
        ("page=" + "9" * 5000, 1, 25),
    ],
)
def test_what_an_address_asks_for_is_put_right(query, number, size) -> None:
    assert PageRequest.from_query(QueryDict(query)) == PageRequest(number, size)


def test_a_total_told_by_the_page_gives_numbers_and_a_last_page() -> None:
    pagination = Pagination(page(2, total=95, has_next=True))
    assert links(pagination) == (1, 3, 10)
    assert (pagination.start, pagination.end, pagination.total) == (11, 20, 95)
    assert [str(number) for number in pagination.numbers()] == [
        "1",
        "2",
        "3",
        "…",
        "10",
    ]


def test_a_count_from_elsewhere_serves_where_the_page_tells_none() -> None:
    pagination = Pagination(page(1, has_next=True), count=23)
    assert links(pagination) == (None, 2, 3)


def test_a_full_last_page_has_no_next_where_the_count_says_so() -> None:
    assert links(Pagination(page(2, has_next=True), count=20)) == (1, None, 2)


def test_a_count_that_is_too_small_is_not_believed() -> None:
    pagination = Pagination(page(3, has_next=True), count=5)
    assert pagination.total is None
    assert links(pagination) == (2, 4, None)
    assert list(pagination.numbers()) == []


def test_without_any_total_there_is_only_forward_and_back() -> None:
    assert links(Pagination(page(2, has_next=True))) == (1, 3, None)
    assert links(Pagination(page(3, items=4))) == (2, None, None)


def test_a_next_page_the_api_names_is_there_whatever_the_total_says() -> None:
    assert links(Pagination(page(2, total=20, has_next=True))) == (1, 3, 3)


def test_ten_rows_need_no_pager() -> None:
    assert not Pagination(page(1, total=10)).needed
    assert Pagination(page(1, items=11, size=25, total=11)).needed
