"""How to search, said beside the field."""

from tests.http import HTMX, text

ADDRESS = "/lists/help/"


def test_it_is_a_page_or_a_part_of_one(browse):
    assert "<h1>How to search</h1>" in text(browse.get(ADDRESS))
    part = text(browse.get(ADDRESS, headers=HTMX))
    assert "<html" not in part
    # Ten of the query, and that for verdicts.
    assert part.count("<dt>") == 11
    assert "<dt>verdict:yes by:me</dt>" in part


def test_a_stranger_signs_in_first(client, db):
    assert client.get(ADDRESS)["Location"].startswith("/login/")
