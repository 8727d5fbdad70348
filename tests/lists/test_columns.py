"""The columns that a user chooses, and which of them fit."""

from urllib.parse import quote

import pytest

from recruspace_dashboard.lists.columns import COLUMNS, DEFAULT, Columns
from recruspace_dashboard.lists.models import ListSettings
from tests.http import HTMX, text

ADDRESS = "/lists/columns/"


def test_a_user_without_a_choice_has_the_default(user):
    assert Columns.of(user).names == list(DEFAULT)


@pytest.mark.parametrize("names", [[], ["name"], ["no-such", "name", "name"]])
def test_the_name_is_always_there_and_nothing_unknown(names):
    assert Columns.named(names).names == ["name"]


def test_they_are_chosen_and_one_is_led_back(browse, user, pool):
    back = f"/pools/{pool.id}/?page=2&page_size=10"
    sent = {"columns": ["email", "score", "<b>"], "next": back}
    assert browse.post(ADDRESS, sent)["Location"] == back
    assert Columns.of(user).names == ["name", "score", "email"]
    page = text(browse.get(f"/pools/{pool.id}/"))
    heads = page.split("<thead>")[1].split("</thead>")[0]
    assert "E-mail" in heads
    assert "Suitability" not in heads
    assert page.count('<td class="email">') == 25


def test_each_page_of_a_list_leads_back_to_itself(browse, pool):
    for query in ("?page_size=10", "?page=2&page_size=10", "?page=3&page_size=10"):
        address = f"/pools/{pool.id}/{query}"
        asked = quote(address, safe="/")
        assert f'<a href="/lists/columns/?next={asked}">' in text(browse.get(address))


def test_the_default_needs_no_row_and_none_at_all_is_a_choice(browse, user):
    browse.post(ADDRESS, {"columns": []})
    assert ListSettings.objects.get(user=user).columns == ["name"]
    browse.post(ADDRESS, {"columns": list(DEFAULT)})
    assert not ListSettings.objects.exists()


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "", "x:y"])
def test_nobody_is_led_elsewhere(browse, back):
    response = browse.post(ADDRESS, {"columns": ["score"], "next": back})
    assert response["Location"] == "/"


def test_each_user_has_their_own(browse, keyless):
    browse.post(ADDRESS, {"columns": ["score"]})
    assert Columns.of(keyless).names == list(DEFAULT)


def test_a_stranger_signs_in_first(client, db):
    for response in (client.get(ADDRESS), client.post(ADDRESS, {"columns": ["cv"]})):
        assert response["Location"].startswith("/login/")
    assert not ListSettings.objects.exists()


def test_the_form_shows_what_is_chosen(browse):
    browse.post(ADDRESS, {"columns": ["city"]})
    page = text(browse.get(f"{ADDRESS}?next=/pools/"))
    assert page.count('type="checkbox"') == len(COLUMNS) - 1
    assert 'value="city" checked' in page
    assert 'value="score">' in page
    assert 'name="next" value="/pools/"' in page


def test_htmx_gets_the_form_alone_which_leads_back_to_its_page(browse):
    headers = HTMX | {"HX-Current-URL": "http://testserver/pools/3/?page=2"}
    part = text(browse.get(ADDRESS, headers=headers))
    assert "<html" not in part
    assert 'name="next" value="/pools/3/?page=2"' in part


def test_what_does_not_fit_goes_by_rank():
    classes = Columns.named(DEFAULT).classes
    assert classes["source"] == "source from-64 from-74"
    assert classes["city"] == "city from-64"
    assert classes["added"] == "added from-64"
    kept = ("name", "suitability", "score", "stage", "tags", "cv")
    assert all(classes[name] == name for name in kept)


def test_few_columns_all_fit():
    classes = Columns.named(["city", "source", "added"]).classes
    assert {one for one in classes.values() if one} == {
        "name",
        "city",
        "source",
        "added",
    }
