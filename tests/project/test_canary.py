"""What must not be found anywhere: a key and an e-mail, looked for wherever the
dashboard has written or said something."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from recruspace_dashboard.sandbox.options import Options
from recruspace_dashboard.sandbox.server import Sandbox
from tests.project.served import Served, served
from tests.sample_files import PDF

pytestmark = pytest.mark.slow

AYSE = ("ayse", "correct horse battery")
BORA = ("bora", "battery horse correct")
EMAIL = "canary-bird@example.com"
NOTE = "canary-song, to be heard by nobody else"
# In what the API says when it refuses.
SAID = "canary-said@example.com"
WRONG_KEY = "rs_live_canary_of_a_wrong_key"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Options(candidates=40, rate=0)) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def keys(sandbox: Sandbox) -> list[str]:
    return sandbox.keys


@pytest.fixture(scope="module")
def pages(sandbox: Sandbox, tmp_path_factory) -> Iterator[dict[str, object]]:
    """The dashboard after a day's work: where it keeps its data, and what two users
    of different companies were shown."""
    users = [(*AYSE, sandbox.keys[0]), (*BORA, sandbox.keys[2])]
    data = tmp_path_factory.mktemp("data")
    settings = {"RECRUSPACE_API_URL": sandbox.url, "RECRUSPACE_CACHE_SECONDS": "0"}
    with served(data, *users, **settings) as dashboard:
        yield {
            "dashboard": dashboard,
            "ayse": _work(dashboard, sandbox),
            "faults": _fail(dashboard, sandbox),
            "bora": _look_for_others(dashboard, sandbox),
        }


def _work(dashboard: Served, sandbox: Sandbox) -> list[str]:
    """Somebody with a canary for an address is added, noted, opened and found."""
    ayse = dashboard.sign_in(*AYSE)
    company = sandbox.company(sandbox.keys[0])
    pool = next(iter(company.pools.values()))
    form = {
        "first_name": "Canary",
        "last_name": "Bird",
        "email": EMAIL,
        "talent_pool_id": pool.id,
    }
    files = {"cv_file": ("cv.pdf", PDF, "application/pdf")}
    shown = [dashboard.post(ayse, "/candidates/new/", form, files=files)]
    candidate = next(one for one in company.candidates.values() if one.email == EMAIL)
    address = f"/candidates/{candidate.id}/"
    shown += [dashboard.get(ayse, address), dashboard.get(ayse, f"{address}cv/")]
    note = {"text": NOTE}
    shown.append(dashboard.post(ayse, f"{address}notes/", note, page=address))
    shown.append(dashboard.get(ayse, f"/candidates/?email={EMAIL}"))
    shown.append(dashboard.get(ayse, f"/pools/{pool.id}/?page_size=100"))
    shown.append(dashboard.post(ayse, "/account/key/", {"api_key": WRONG_KEY}))
    return [response.text for response in shown]


def _fail(dashboard: Served, sandbox: Sandbox) -> list[str]:
    """The same with an API that fails in several ways, and with odd addresses."""
    ayse = dashboard.sign_in(*AYSE)
    shown = [dashboard.get(ayse, f"/nowhere/{EMAIL}/?email={EMAIL}")]
    for status in (500, 503, 404, 403, 400, 429):
        sandbox.reply("*", "/", status=status, body={"detail": SAID}, times=1)
        shown.append(dashboard.get(ayse, f"/candidates/?email={EMAIL}x"))
    return [response.text for response in shown]


def _look_for_others(dashboard: Served, sandbox: Sandbox) -> list[str]:
    """What somebody of another company finds of it."""
    bora = dashboard.sign_in(*BORA)
    company = sandbox.company(sandbox.keys[0])
    addresses = ["/", "/pools/", "/candidates/?email=canary", "/company/", "/jobs/"]
    addresses += [f"/candidates/{number}/" for number in list(company.candidates)[-3:]]
    addresses += [f"/pools/{number}/" for number in company.pools]
    return [dashboard.get(bora, address).text for address in addresses]


def test_the_canaries_were_there_to_be_found(pages, sandbox):
    assert sum(EMAIL in page for page in pages["ayse"]) >= 3
    company = sandbox.company(sandbox.keys[0])
    assert any(one.email == EMAIL for one in company.candidates.values())
    assert any(
        path.stat().st_size for path in _files(pages) if path.suffix == ".djcache"
    )


def _files(pages) -> list[Path]:
    return [path for path in pages["dashboard"].data.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    "canary", ["key", "other key", "wrong key", "e-mail", "said", "note"]
)
def test_no_file_and_no_log_holds_it(pages, keys, canary):
    text = {
        "key": keys[0],
        "other key": keys[2],
        "wrong key": WRONG_KEY,
        "e-mail": EMAIL,
        "said": SAID,
        "note": NOTE,
    }[canary]
    # The copy of the pools is there to hold what is known of candidates.
    held = "library.sqlite3" if canary == "e-mail" else "nothing"
    files = [one for one in _files(pages) if not one.name.startswith(held)]
    assert {"log", "dashboard.sqlite3", "calls.sqlite3"} <= {one.name for one in files}
    assert [one.name for one in files if text.encode() in one.read_bytes()] == []


def test_no_page_shows_a_key(pages, keys):
    for page in [*pages["ayse"], *pages["faults"], *pages["bora"]]:
        assert not any(key in page for key in keys)


def test_no_error_page_shows_it(pages):
    assert [page for page in pages["faults"] if SAID in page] == []


def test_another_company_finds_nothing_of_it(pages):
    assert [page for page in pages["bora"] if "canary-" in page.lower()] == []
