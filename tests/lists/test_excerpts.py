"""The column with a line of the CV, and that it shows nothing of others' CVs."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from recruspace_dashboard.accounts.models import ApiKey
from tests.conftest import PASSWORD
from tests.http import text
from tests.library.conftest import keep_no_text, keep_text

WORDS = 'Knows <b>"Zymurgy"</b> & more'


@pytest.fixture
def candidate(company, pool, sync, user):
    sync()
    one = next(each for each in company.in_pool(pool) if each.cv)
    keep_text({one.id: WORDS})
    return one


@pytest.fixture
def chosen(browse, candidate):
    browse.post("/lists/columns/", {"columns": ["cv", "excerpt"]})
    return candidate


def test_the_words_are_marked_and_all_else_is_escaped(browse, chosen):
    page = text(browse.get("/candidates/?q=cv:zymurgy"))
    assert f'id="c{chosen.id}"' in page
    assert "Found in the CV" in page
    assert (
        '<span title="Knows &lt;b&gt;&quot;Zymurgy&quot;&lt;/b&gt; &amp; more">Knows '
        "&lt;b&gt;&quot;<mark>Zymurgy</mark>&quot;&lt;/b&gt; &amp; more</span>"
    ) in page


def test_words_are_found_without_the_field_and_within_a_pool(browse, chosen, pool):
    for address in ("/candidates/?q=zymurgy", f"/pools/{pool.id}/?q=zymurgy"):
        assert "<mark>Zymurgy</mark>" in text(browse.get(address)), address


def test_where_nothing_is_asked_in_cvs_there_is_no_column(browse, chosen, pool):
    for address in ("/candidates/?q=", "/candidates/?q=has:cv", f"/pools/{pool.id}/"):
        assert "Found in the CV" not in text(browse.get(address)), address


def test_who_did_not_choose_it_has_no_column(browse, candidate):
    page = text(browse.get("/candidates/?q=zymurgy"))
    assert f'id="c{candidate.id}"' in page
    assert "<mark>" not in page


def test_another_company_finds_nothing_of_it(chosen, sandbox, sync):
    other = User.objects.create_user("cem", password=PASSWORD)
    ApiKey.store(other, sandbox.keys[2])
    sync()
    client = Client()
    client.force_login(other)
    client.post("/lists/columns/", {"columns": ["excerpt"]})
    for query in ("zymurgy", "cv:zymurgy", f"id:{chosen.id}", "has:cvtext"):
        page = text(client.get("/candidates/", {"q": query}))
        assert 'data-total="0"' in page, query
        assert "Zymurgy" not in page


def test_it_is_in_the_file_as_plain_text(browse, chosen):
    answer = browse.get("/candidates/export.csv?q=zymurgy")
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert "Found in the CV" in lines[0]
    assert 'Knows <b>""Zymurgy""</b> & more' in lines[1]


def test_the_filters_offer_cvs_without_text(browse, candidate):
    assert "CV without text" not in text(browse.get("/candidates/?q=&filters=1"))
    keep_no_text({candidate.id: "pictures"})
    page = text(browse.get("/candidates/?q=&filters=1"))
    assert "CV without text, such as a scan" in page
    assert "q=no:cvtext" in page
