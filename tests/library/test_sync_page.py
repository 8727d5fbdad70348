"""The page that says how far the copy is."""

import re

from django.contrib.auth.models import User
from django.test import Client

from recruspace_dashboard.accounts.models import ApiKey
from recruspace_dashboard.library.models import CopiedPool, KeyPools
from recruspace_dashboard.library.state import state_of
from recruspace_dashboard.pages.templatetags.faults import clock
from tests.conftest import PASSWORD
from tests.library.conftest import ids_in, keep_no_text, keep_text

HTMX = {"HX-Request": "true"}


def test_before_the_first_sync_it_says_what_is_missing(browse: Client, company):
    page = browse.get("/sync/").content.decode()
    assert f"0 of {len(company.pools)} copied" in page
    assert "Not complete yet" in page
    assert "less than a minute" in page
    # It looks again by itself.
    assert 'hx-trigger="every 3s"' in page


def test_when_all_is_copied_it_says_of_when_that_is(browse, company, sync):
    sync()
    page = browse.get("/sync/").content.decode()
    pools = len(company.pools)
    assert f"{pools} of {pools} copied" in page
    assert f"<dd>{len(ids_in(company))}</dd>" in page
    assert re.search(r'<time datetime="20[^"]+\+00:00" data-clock>', page)
    assert "every 3s" not in page


def test_the_button_makes_all_due(browse, company, sync, sandbox):
    sync()
    answer = browse.post("/sync/")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sync/")
    assert f"0 of {len(company.pools)} copied" in browse.get("/sync/").content.decode()
    assert len(sync()) == len(company.pools)


def test_nobody_makes_pools_of_others_due(browse, sandbox, sync):
    other = User.objects.create_user("cem", password=PASSWORD)
    ApiKey.store(other, sandbox.keys[2])
    sync()
    browse.post("/sync/")
    theirs = sandbox.company(sandbox.keys[2]).pools
    assert not CopiedPool.objects.filter(id__in=theirs, due=True).exists()
    page = browse.get("/sync/").content.decode()
    assert not any(pool.name in page for pool in theirs.values())


def test_a_pool_that_fails_is_told_with_the_time_of_the_next_try(
    browse, sandbox, company, pool, sync
):
    pool.name = "<b>Pool</b>"
    sandbox.reply("GET", f"/talent-pools/{pool.id}/candidates/", status=500)
    sync()
    page = browse.get("/sync/").content.decode()
    assert "&lt;b&gt;Pool&lt;/b&gt;" in page
    assert "Recruspace reported an error of its own." in page
    row = CopiedPool.objects.get(pk=pool.id)
    assert f'Next try at <time datetime="{row.next_try:%Y-%m-%dT%H:%M:%S}' in page
    assert f" data-clock>{clock(row.next_try)} UTC</time>." in page
    assert "every 3s" not in page


def test_htmx_gets_the_fragment(browse, company):
    answer = browse.get("/sync/", headers=HTMX)
    text = answer.content.decode()
    assert '<section id="sync-state"' in text
    assert "<html" not in text
    assert "HX-Request" in answer.headers["Vary"]


def test_a_refused_key_is_told_and_sees_nothing(browse, sandbox, sync):
    sync()
    sandbox.reply("GET", "/talent-pools/", status=401)
    KeyPools.objects.update(list_at=None)
    answer = browse.get("/sync/")
    assert answer.status_code == 302
    assert KeyPools.objects.get().asked_at is None


def test_where_the_api_fails_it_says_that_it_knows_an_old_answer(browse, sandbox, sync):
    sync()
    sandbox.reply("GET", "/talent-pools/", status=500)
    KeyPools.objects.update(list_at=None)
    assert "Its last answer counts on" in browse.get("/sync/").content.decode()


def test_turned_off_it_says_so(browse, sandbox, settings):
    settings.LIBRARY = False
    page = browse.get("/sync/").content.decode()
    assert "LIBRARY" in page
    assert browse.post("/sync/").status_code == 303
    assert sandbox.requests == []


def test_what_is_large_of_a_pool_is_not_read(db):
    CopiedPool.objects.create(id=1, name="a", payload="{}", problem="refused")
    [pool] = state_of(frozenset({1})).troubled
    assert pool.get_deferred_fields() == {"seen", "payload"}


def test_the_time_that_is_left_is_that_of_the_calls(db, settings):
    settings.RECRUSPACE_CALLS_PER_MINUTE = 95
    CopiedPool.objects.create(id=1, name="a", payload="{}", count=85_000)
    state = state_of(frozenset({1}))
    # 850 calls, of which 85 go at once and 85 more in each 61 seconds.
    assert (state.minutes, state.under_way, state.done) == (10, True, 0)
    CopiedPool.objects.update(page=426)
    assert state_of(frozenset({1})).minutes == 5


def test_it_says_how_many_cvs_are_read_and_why_others_have_no_text(
    browse, company, sync, settings
):
    sync()
    ids = [one.id for one in company.candidates.values() if one.pool and one.cv]
    keep_text(dict.fromkeys(ids[:3], "Hello"))
    keep_no_text({ids[3]: "pictures", ids[4]: "damaged", ids[5]: "damaged"})
    page = browse.get("/sync/").content.decode()
    assert f"3 of {len(ids)}" in page
    assert f"{len(ids) - 6} to read" in page
    assert "1: It has only pictures, and no text." in page
    assert "2: It is damaged." in page
    settings.CV_TEXT = False
    assert "CVs read" not in browse.get("/sync/").content.decode()
