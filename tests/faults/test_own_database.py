"""The database of the copy fails: damaged, locked, full, read-only, gone.

Pages that need no copy work live, the others say that the database does not answer;
nothing waits long. The worker runs on, and makes a damaged copy anew.
"""

import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Timer

import pytest
from django.core.management import call_command
from django.db import OperationalError, connections

from recruspace_dashboard.library import schema, values
from recruspace_dashboard.library.models import CopiedPool, CopyState, KeyPools
from recruspace_dashboard.library.router import ALIAS
from recruspace_dashboard.library.sync.worker import SyncWorker
from recruspace_dashboard.work import loop
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


@dataclass
class Copy:
    """The file of the copy, with nothing in a test's transaction."""

    path: Path

    @property
    def files(self) -> list[Path]:
        return sorted(self.path.parent.glob(f"{self.path.name}*"))

    def close(self) -> None:
        connections[ALIAS].close()
        values.forget()

    def run(self, sql: str) -> None:
        with connections[ALIAS].cursor() as cursor:
            cursor.execute(sql)


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


def garbage(copy: Copy) -> None:
    copy.close()
    for file in copy.files:
        file.unlink()
    copy.path.write_bytes(b"garbage " * 9000)


def half(copy: Copy) -> None:
    copy.close()
    whole = copy.path.read_bytes()
    copy.path.write_bytes(whole[: len(whole) // 2])


def overwritten(copy: Copy) -> None:
    """All pages but the first, which says what it is."""
    copy.close()
    size = copy.path.stat().st_size
    with copy.path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (size - 4096))


def empty(copy: Copy) -> None:
    copy.close()
    copy.path.write_bytes(b"")


def gone(copy: Copy) -> None:
    copy.close()
    for file in copy.files:
        file.unlink()


def gone_without_its_log(copy: Copy) -> None:
    """Somebody deletes the file, and not those beside it."""
    with closing(sqlite3.connect(copy.path)) as other:
        other.execute("SELECT * FROM library_copystate").fetchall()
        copy.run("UPDATE library_copystate SET version = version + 1")
        kept = {file: file.read_bytes() for file in copy.files}
    gone(copy)
    for file, data in kept.items():
        if file != copy.path:
            file.write_bytes(data)


def words_damaged(copy: Copy) -> None:
    copy.run("UPDATE library_words_data SET block = x'ffffffffffff' WHERE id > 1")
    copy.close()


def dropped(table: str) -> Callable[[Copy], None]:
    def drop(copy: Copy) -> None:
        copy.run("PRAGMA foreign_keys = OFF")
        copy.run(f"DROP TABLE {table}")
        copy.close()

    return drop


TABLES = ["copystate", "copiedcandidate", "indexedvalue", "copiedpool", "keypools"]
LOST = {
    "garbage": garbage,
    "half": half,
    "overwritten": overwritten,
    "empty": empty,
    "gone": gone,
    "gone-without-its-log": gone_without_its_log,
    "words-damaged": words_damaged,
    "no-words": dropped("library_words"),
    **{f"no-{table}": dropped(f"library_{table}") for table in TABLES},
}


@contextmanager
def locked(copy: Copy) -> Iterator[sqlite3.Connection]:
    """Another program writes without end."""
    with closing(
        sqlite3.connect(copy.path, isolation_level=None, check_same_thread=False)
    ) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other


@contextmanager
def full(copy: Copy) -> Iterator[None]:
    """No page of the file can be added, nor one of the log be written."""
    connection = connections[ALIAS]
    options = connection.settings_dict["OPTIONS"]
    before = options["init_command"]
    options["init_command"] = before + " PRAGMA max_page_count = 1;"
    copy.close()
    yield
    options["init_command"] = before
    copy.close()


@contextmanager
def read_only(copy: Copy) -> Iterator[None]:
    connection = connections[ALIAS]
    options = connection.settings_dict["OPTIONS"]
    before = options["init_command"]
    options["init_command"] = before + " PRAGMA query_only = ON;"
    copy.close()
    yield
    options["init_command"] = before
    copy.close()


@contextmanager
def no_folder(copy: Copy) -> Iterator[None]:
    copy.close()
    aside = copy.path.parent.with_name("aside")
    shutil.move(copy.path.parent, aside)
    yield
    copy.close()
    shutil.move(aside, copy.path.parent)


FAILING = {
    "locked": locked,
    "full": full,
    "read-only": read_only,
    "no-folder": no_folder,
}


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
            assert response.status_code in {200, 503}, address
            assert (BUSY in response.page) is (response.status_code == 503), address
        return found

    return look


@pytest.fixture(autouse=True)
def _no_rest(monkeypatch, settings) -> None:
    monkeypatch.setattr(loop, "FIRST_REST", 0.0)
    monkeypatch.setattr(loop, "IDLE_SECONDS", 0.0)
    settings.RECRUSPACE_CALLS_PER_MINUTE = 10**6
    connections[ALIAS].settings_dict["OPTIONS"]["timeout"] = 1


def work(rounds: int = 60) -> None:
    """So many rounds of the worker, as `manage.py work` makes them."""
    sync = SyncWorker()
    loop._survived(loop._begin)
    for _ in range(rounds):
        loop._survived(lambda: loop._round(sync)) or loop._rest_after(0)
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
        patch.setattr(type(CopyState.objects), "get", locked)
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
