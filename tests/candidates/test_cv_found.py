"""What a candidate's page says of the words of their CV."""

import pytest

from tests.http import text
from tests.library.conftest import keep_no_text, keep_text


@pytest.fixture
def candidate(company, pool, sync, user):
    sync()
    one = next(each for each in company.in_pool(pool) if each.cv)
    keep_text({one.id: "Zymurgy\fnothing\fzymurgy and ZYMURGY"})
    return one


def test_it_says_how_often_and_leads_to_the_pages(browse, candidate):
    page = text(browse.get(f"/candidates/{candidate.id}/?q=zymurgy"))
    assert "is in this CV 3 times." in page
    for number in (1, 3):
        address = f"/candidates/{candidate.id}/cv/view/#cv-{candidate.id}-{number}"
        assert f'<a href="{address}">Page {number}</a>' in page
    assert f"#cv-{candidate.id}-2" not in page


def test_a_file_without_pages_is_told_without_them(browse, candidate):
    keep_text({candidate.id: "Zymurgy"})
    page = text(browse.get(f"/candidates/{candidate.id}/?q=cv:zymurgy"))
    assert "is in this CV once." in page
    assert "cv/view/#" not in page


@pytest.mark.parametrize("query", ["", "?q=", "?q=fermentation", "?q=-zymurgy"])
def test_nothing_is_said_where_nothing_is_found(browse, candidate, query):
    page = text(browse.get(f"/candidates/{candidate.id}/{query}"))
    assert "cv-found" not in page


def test_why_there_is_no_text_is_said(browse, candidate):
    keep_no_text({candidate.id: "encrypted"})
    page = text(browse.get(f"/candidates/{candidate.id}/"))
    assert "The search does not know the words of this file." in page
    assert "It is protected with a password." in page


def test_turned_off_nothing_is_said(browse, candidate, settings):
    settings.CV_TEXT = False
    page = text(browse.get(f"/candidates/{candidate.id}/?q=zymurgy"))
    assert "cv-found" not in page
