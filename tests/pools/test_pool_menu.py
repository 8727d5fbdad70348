"""The pools at hand in the navigation, which a page asks for when they are opened."""

import pytest

ADDRESS = "/pools/menu/"
HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/jobs/"}


def opened(browse, **more):
    response = browse.get(ADDRESS, headers=HTMX, **more)
    return response, response.content.decode()


@pytest.mark.parametrize(
    ("status", "ours", "words"),
    [
        (403, 403, "not allowed to do this"),
        (429, 429, "Try again in"),
        (500, 502, "Recruspace has a problem"),
        (200, 502, "Recruspace has a problem"),
    ],
)
def test_a_fault_is_said_in_the_menu_and_leaves_the_page(
    browse, sandbox, status, ours, words
):
    sandbox.reply("GET", "/talent-pools/", status=status, body={"detail": "Boom"})
    response, part = opened(browse)
    assert response.status_code == ours
    assert response["HX-Retarget"] == "#pool-menu-list"
    assert words in part
    assert "Boom" not in part
    assert f'hx-get="{ADDRESS}"' in part
    assert "<html" not in part


def test_an_api_that_cannot_be_reached_is_said_there_too(browse, settings):
    settings.RECRUSPACE_API_URL = "http://127.0.0.1:9"
    response, part = opened(browse)
    assert response.status_code == 503
    assert "Recruspace cannot be reached" in part


def test_a_refused_key_leads_the_whole_page_to_enter_another(browse, sandbox):
    sandbox.reply("GET", "/talent-pools/", status=401)
    response, _ = opened(browse)
    assert response["HX-Redirect"] == "/account/key/?next=%2Fjobs%2F"


def test_without_a_key_it_leads_to_the_page_for_it(client, keyless, sandbox):
    client.force_login(keyless)
    response = client.get(ADDRESS, headers=HTMX)
    assert response["HX-Redirect"] == "/account/key/?next=%2Fjobs%2F"
    assert sandbox.requests == []


def test_opened_by_itself_it_leads_to_all_pools(browse, sandbox):
    assert browse.get(ADDRESS)["Location"] == "/pools/"
    assert sandbox.requests == []


@pytest.mark.usefixtures("every_reading")
def test_it_makes_one_call_with_the_candidates_own_key(browse, sandbox):
    opened(browse)
    [call] = sandbox.requests
    assert (call.method, call.path) == ("GET", "/api/v1/client/talent-pools/")
    assert call.query == {"page": ["1"], "page_size": ["100"]}
    assert call.headers["Authorization"] == f"Bearer {sandbox.keys[0]}"


def test_a_page_where_it_is_not_opened_asks_for_nothing(browse, sandbox):
    page = browse.get("/account/").content.decode()
    assert f'hx-get="{ADDRESS}"' in page
    assert sandbox.requests == []


def test_it_has_the_ten_largest_by_name_with_their_counts(browse, sandbox):
    letters = "MLKJIHGFEDCB"
    pools = [
        {"id": number, "name": f"Pool {letter}", "candidate_count": number}
        for number, letter in enumerate(letters, start=1)
    ]
    sandbox.reply("GET", "/talent-pools/", status=200, body=pools)
    _, part = opened(browse)
    places = [part.index(f">Pool {letter}<") for letter in "BCDEFGHIJK"]
    assert places == sorted(places)
    assert not [letter for letter in "LM" if f"Pool {letter}" in part]
    assert part.index(">Pool B<") < part.index(">12<") < part.index(">Pool C<")


@pytest.mark.usefixtures("every_reading")
def test_in_turkish_they_stand_in_the_order_of_its_alphabet(browse, company):
    names = ["Zeytin", "Çınar", "İzmir", "Isparta", "Cam", "Şile", "Sarı", "Ürün"]
    for pool, name in zip(company.pools.values(), names, strict=False):
        pool.name = name
    browse.cookies["django_language"] = "tr"
    _, part = opened(browse)
    shown = sorted(names[: len(company.pools)], key=lambda name: part.index(name))
    assert shown == ["Cam", "Çınar", "Isparta", "İzmir", "Şile", "Zeytin"]


@pytest.mark.usefixtures("every_reading")
def test_without_pools_it_says_so(browse, company):
    company.pools.clear()
    response, part = opened(browse)
    assert response.status_code == 200
    assert "No pools yet" in part


def test_a_name_is_shown_as_text_and_what_has_no_address_is_left_out(browse, sandbox):
    pools = [{"name": "Odd"}, {"id": 7, "name": "<b>Bold</b>"}, None, {"id": 8}]
    sandbox.reply("GET", "/talent-pools/", status=200, body=pools)
    _, part = opened(browse)
    assert "Odd" not in part
    assert "&lt;b&gt;Bold" in part
    assert "Unnamed" in part
    assert "menu-count" not in part
