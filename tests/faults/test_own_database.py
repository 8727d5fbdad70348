"""The database of the copy fails: damaged, locked, full, read-only, gone.

Pages that need no copy work live, the others say that the database does not answer;
nothing waits long. The worker runs on, and makes a damaged copy anew.
"""

import tempfile
from collections.abc import Iterable, Iterator
from threading import Timer

import pytest
from django.core.management import call_command
from django.db import OperationalError, connections

from recruspace_dashboard.library import schema, values
from recruspace_dashboard.library.cv_text.worker import CvWorker
from recruspace_dashboard.library.models import CopiedPool, CopyState, KeyPools
from recruspace_dashboard.library.router import ALIAS
from recruspace_dashboard.library.sync.worker import SyncWorker
from recruspace_dashboard.work import loop
from recruspace_dashboard.writes.worker import OutboxWorker
from tests.faults.broken_copies import FAILING, LOST, Copy, garbage, locked
from tests.library.conftest import copied, ids_in

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connections['library'].vendor != 'sqlite'"),
]

BUSY = "The dashboard is busy"
LIVE = [
    "/",
    "/pools/",
    "/pools/{pool}/",
    "/candidates/{candidate}/",
    "/candidates/{candidate}/?pool={pool}&q=a",
    "/account/key/",
]
FROM_THE_COPY = [
    "/candidates/",
    "/candidates/?q=a",
    "/candidates/?filters=1",
    "/candidates/export.csv",
    "/candidates/export.xlsx",
    "/pools/{pool}/?q=a",
    "/pools/{pool}/?sort=-name",
    "/sync/",
    "/views/",
    "/views/?q=a",
]
SECONDS = 8.0


@pytest.fixture
def copy(server, user, tmp_path, sync) -> Iterator[Copy]:
    """A copy that is whole, in a file of its own."""
    connection = connections[ALIAS]
    options, name = connection.settings_dict, connection.settings_dict["NAME"]
    copy = Copy(tmp_path / "library" / "library.sqlite3")
    copy.path.parent.mkdir()
    copy.close()
    options["NAME"] = str(copy.path)
    schema.ensure()
    sync()
    yield copy
    copy.close()
    options["NAME"] = name


@pytest.fixture
def pages(ask, browse, place):
    """Asks for all pages; returns the status of each that the copy answers."""
    browse.raise_request_exception = False

    def look() -> dict[str, int]:
        for address in LIVE:
            response = ask(place.fill(address))
            assert response.status_code == 200, address
            assert response.took < SECONDS, address
        found = {}
        for address in FROM_THE_COPY:
            values.forget()
            response = ask(place.fill(address))
            found[address] = response.status_code
            assert response.took < SECONDS, address
            # A file of nothing is not given: it leads to the list.
            usual = 302 if "/export." in address else 200
            assert response.status_code in {200, usual, 503}, address
            assert (BUSY in response.page) is (response.status_code == 503), address
        return found

    return look


@pytest.fixture(autouse=True)
def _no_rest(monkeypatch, settings) -> None:
    monkeypatch.setattr(loop, "FIRST_REST", 0.0)
    monkeypatch.setattr(loop, "IDLE_SECONDS", 0.0)
    settings.RECRUSPACE_CALLS_PER_MINUTE = 10**6
    # Reading them all would take the time of the rest.
    settings.CV_TEXT = False
    connections[ALIAS].settings_dict["OPTIONS"]["timeout"] = 1


def work(rounds: int = 60) -> None:
    """So many rounds of the worker, as `manage.py work` makes them."""
    sync, cvs = SyncWorker(), CvWorker()
    loop._survived(loop._begin)
    for _ in range(rounds):
        if not loop._survived(lambda: loop._round(OutboxWorker(), sync, cvs)):
            loop._rest_after(0)
    loop._survived(sync.stop)


def some(ways: Iterable[str], quick: set[str]) -> list[object]:
    """Those that are not `quick` are left to the whole matrix."""
    marks = pytest.mark.faults
    return [one if one in quick else pytest.param(one, marks=marks) for one in ways]


@pytest.mark.parametrize("way", some(LOST, {"garbage", "no-words"}))
def test_a_copy_that_is_lost_is_made_anew(way, copy, pages, company):
    LOST[way](copy)
    pages()
    work()
    assert set(copied()) == ids_in(company)
    assert set(pages().values()) == {200}


@pytest.mark.parametrize("way", some(FAILING, {"full"}))
def test_while_it_fails_pages_go_on_and_nothing_is_lost(
    way, copy, pages, company, sandbox
):
    before = copied()
    with FAILING[way](copy):
        pages()
        work(6)
    # What was opened live is written where there is room still.
    assert copied().keys() == before.keys()
    new = next(iter(company.candidates.values()))
    new.first_name += "x"
    CopiedPool.objects.update(due=True)
    work()
    assert copied()[new.id]["first_name"] == new.first_name
    assert set(pages().values()) == {200}


def test_a_copy_that_cannot_be_read_just_now_is_not_made_anew(copy, monkeypatch):
    before, made = copied(), CopyState.objects.get().made

    def locked(*args, **kwargs):
        raise OperationalError("database is locked")

    with monkeypatch.context() as patch:
        patch.setattr(schema, "row_of", locked)
        with pytest.raises(OperationalError):
            schema.ensure()
    assert CopyState.objects.get().made == made
    assert copied() == before


def test_a_refused_key_is_noted_also_while_the_copy_is_written(
    copy, ask, place, sandbox
):
    """Else the copy could be seen for a quarter of an hour more."""
    assert ask("/candidates/").status_code == 200
    sandbox.reply("GET", f"/candidates/{place.candidate.id}/", status=401, times=1)
    connections[ALIAS].close()
    connections[ALIAS].settings_dict["OPTIONS"]["timeout"] = 5
    with locked(copy) as other:
        timer = Timer(0.6, lambda: other.execute("COMMIT"))
        timer.start()
        ask(place.fill("/candidates/{candidate}/"))
        timer.join()
    assert KeyPools.objects.get().asked_at is None


def test_a_sync_by_hand_makes_a_damaged_copy_anew(copy, company, capsys):
    garbage(copy)
    call_command("sync")
    assert "made anew" in capsys.readouterr().err
    assert set(copied()) == ids_in(company)


def test_an_export_that_fails_is_an_error_page_and_leaves_no_file(
    copy, ask, browse, tmp_path, monkeypatch
):
    browse.raise_request_exception = False
    copy.run("ALTER TABLE library_copiedcandidate RENAME COLUMN payload TO other")
    left = tmp_path / "left"
    left.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(left))
    for kind in ("csv", "xlsx"):
        response = ask(f"/candidates/export.{kind}")
        assert response.status_code == 503
        assert BUSY in response.page
    assert list(left.iterdir()) == []
