"""The text of CVs: how the worker comes to it, and what it leaves alone."""

import json
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from django.db import connections
from django.utils import timezone

from recruspace_dashboard.files.digests import file_digest
from recruspace_dashboard.library import retention, words
from recruspace_dashboard.library.cv_rows import State, unpack
from recruspace_dashboard.library.cv_text import claims, reading
from recruspace_dashboard.library.cv_text.fetching import Fetcher
from recruspace_dashboard.library.cv_text.worker import CvWorker
from recruspace_dashboard.library.indexing import bitmaps
from recruspace_dashboard.library.models import (
    CopiedCandidate,
    CopiedPool,
    CopyState,
    CvText,
    IndexedValue,
)
from recruspace_dashboard.library.router import ALIAS
from recruspace_dashboard.library.writing import delete_pools, write_candidates
from recruspace_dashboard.sandbox.cv_doc import doc
from recruspace_dashboard.sandbox.cv_docx import docx
from recruspace_dashboard.sandbox.cv_words import Line, lines_of
from recruspace_dashboard.sandbox.options import Options
from recruspace_dashboard.sandbox.state import Candidate, Company, StoredFile
from tests.documents import hostile_papers, hostile_pdfs
from tests.library.conftest import keep_text, make_pools

pytestmark = pytest.mark.django_db

NOBODY_LISTENS = "http://127.0.0.1:1"
TURKISH = "Işıl Şükrü Gündoğdu, İğneci; ÇÖĞÜŞİ çöğüşı"


def paper(*texts: str) -> bytes:
    return docx([Line("text", text) for text in texts])


def row_of(candidate: Candidate) -> CvText:
    id = CopiedCandidate.objects.get(candidate_id=candidate.id).id
    return CvText.objects.get(id=id)


def text_of(candidate: Candidate) -> str:
    return unpack(bytes(row_of(candidate).text))


def state_of(candidate: Candidate) -> str:
    return row_of(candidate).state


def indexed(state: str) -> int:
    key = f"cvtext:{state}"
    return len(bitmaps([key]).get(key, []))


def read_all(worker: CvWorker | None = None) -> CvWorker:
    worker = worker or CvWorker()
    worker._look_at = 0
    for _ in range(1000):
        if not worker.step():
            return worker
    raise AssertionError("a worker without end")


def waited() -> None:
    """As if all waiting were over."""
    CvText.objects.update(not_before=timezone.now() - timedelta(seconds=1))


def asked(sandbox) -> list[str]:
    """The calls for a fresh link, of one candidate each."""
    paths = [one.path for one in sandbox.requests if one.method == "GET"]
    return [one for one in paths if one.startswith("/api/v1/client/candidates/")]


def fetched(sandbox) -> int:
    return sum(one.path.startswith("/files/") for one in sandbox.requests)


@pytest.fixture
def few(company: Company, pool, user, storage) -> list[Candidate]:
    """The only three candidates that have a CV, all in one pool."""
    some = [one for one in company.in_pool(pool) if one.cv and one.last_name][:3]
    for one in company.candidates.values():
        if one not in some:
            one.cv = None
    for number, one in enumerate(some):
        give(one, paper(f"Number {number}", TURKISH))
    return some


def give(candidate: Candidate, content: bytes, name: str = "cv.pdf") -> None:
    """A CV whose name and type say nothing of what is in it."""
    candidate.cv = StoredFile(
        900_000 + candidate.id,
        name,
        "application/pdf",
        "cv",
        len(content),
        lambda: content,
    )


@pytest.fixture
def storage(company: Company, monkeypatch):
    """The file behind a link is the one that the candidate has now."""

    def file(world, file_id):
        found = [one.cv for one in company.candidates.values() if one.cv]
        return next((one for one in found if one.id == file_id), None)

    monkeypatch.setattr("recruspace_dashboard.sandbox.state.World.file", file)


@pytest.fixture(autouse=True)
def _in_one_turn(monkeypatch) -> None:
    monkeypatch.setattr("recruspace_dashboard.library.cv_text.worker.LOOK_SECONDS", 0)


def test_all_kinds_of_files_are_read_as_they_were_written(few, sandbox, sync):
    first, second, third = few
    give(second, doc(f"{TURKISH}\r\r"))
    third.cv.make = lambda: hostile_pdfs.page_of(hostile_pdfs.words("Hello there"))
    sync()
    read_all()
    assert text_of(first) == f"Number 0\n{TURKISH}"
    assert text_of(second) == TURKISH
    assert text_of(third) == "Hello there"
    assert indexed("read") == 3
    assert fetched(sandbox) == 3
    assert not asked(sandbox)


def test_a_file_is_known_again_by_its_content_also_one_without_text(few, sync):
    without_text = hostile_pdfs.encrypted()
    for one in few[1:]:
        give(one, without_text)
    sync()
    read_all()
    assert [state_of(one) for one in few] == ["read", "encrypted", "encrypted"]
    digests = [file_digest(one.cv.make()) for one in few]
    assert [row_of(one).digest for one in few] == digests
    assert digests[0] != digests[1] == digests[2]
    # What takes the place of a file has its own.
    give(few[1], paper("Another"), name="other.pdf")
    few[1].city = "Kars"
    sync_again(sync)
    read_all()
    assert row_of(few[1]).digest == file_digest(paper("Another"))


@pytest.mark.slow
def test_of_the_sandbox_all_that_has_text_is_read_rightly(user, sandbox, sync):
    sandbox.reset(Options(candidates=160, rate=0))
    company = sandbox.company(sandbox.keys[0])
    sync()
    read_all()
    pools = [one for one in company.candidates.values() if one.pool and one.cv]
    said = {one.id: state_of(one) for one in pools}
    assert CvText.objects.count() == len(pools)
    assert {State.READ, State.PICTURES, State.DAMAGED} >= set(said.values())
    for one in pools:
        if said[one.id] != State.READ:
            continue
        there = " ".join(text_of(one).split())
        names = f"{one.first_name} {one.last_name or ''}".split()
        assert all(name in there for name in names), one.cv.name
        # A very long one is written on two lines.
        assert one.email in there.replace(" ", ""), one.cv.name
        if one.cv.name.endswith((".docx", ".doc")):
            lines = lines_of(*one.cv.make.args)
            missing = [
                line.text for line in lines if " ".join(line.text.split()) not in there
            ]
            assert not missing, one.cv.name
    assert {one.cv.name.rpartition(".")[2] for one in pools} == {"pdf", "docx", "doc"}
    assert {State.PICTURES, State.READ} <= set(said.values())


def test_nothing_is_fetched_twice(few, sandbox, sync):
    sync()
    read_all()
    before = fetched(sandbox)
    relink("nothing", "changed")
    read_all()
    assert fetched(sandbox) == before == 3
    assert indexed("read") == 3


def payload(row: CopiedCandidate | None = None) -> str:
    return (
        row or CopiedCandidate.objects.filter(payload__contains='"cv":{')[0]
    ).payload


def test_a_size_that_was_told_wrongly_is_no_other_file(few, sandbox, sync):
    for one in few:
        one.cv.file_size = 30_000
    sync()
    read_all()
    assert {one.cv.file_size for one in few} != {30_000}
    sync_again(sync)
    read_all()
    assert fetched(sandbox) == 3
    few[0].cv.file_size = 77
    sync_again(sync)
    assert indexed("read") == 2


def test_an_expired_link_costs_one_call(few, sandbox, sync):
    sync()
    relink("expires=", "expires=1&later=")
    read_all()
    assert indexed("read") == 3
    assert sorted(asked(sandbox)) == sorted(
        f"/api/v1/client/candidates/{one.id}/" for one in few
    )
    assert all(
        "Authorization" not in one.headers
        for one in sandbox.requests
        if one.path.startswith("/files/")
    )


def test_a_link_that_stays_refused_is_asked_for_once(few, sandbox, sync):
    sync()
    sandbox.reply("GET", "/files/", status=403)
    worker = read_all()
    waited()
    read_all(worker)
    assert indexed("link") == 3
    assert len(asked(sandbox)) == 3
    assert fetched(sandbox) == 6


def relink(old: str, new: str) -> None:
    """Changes the links of the copied rows."""
    for row in CopiedCandidate.objects.filter(payload__contains='"cv":{'):
        told = json.loads(row.payload)
        link = told["cv"]["presigned_url"]
        told["cv"]["presigned_url"] = link.replace(old, new)
        # A link alone is no change.
        write_candidates(None, [told | {"address": new}])


def test_at_a_host_that_is_away_all_wait_and_no_link_is_asked_for(few, sandbox, sync):
    sync()
    relink(sandbox.url, NOBODY_LISTENS)
    worker = read_all()
    assert (indexed("later"), indexed("read")) == (1, 0)
    assert not asked(sandbox)
    # Nor is it tried for each of them, nor at once again.
    with patch.object(reading, "_extracted") as extracted:
        waited()
        assert not worker.step()
    assert not extracted.called
    assert not CvText.objects.exclude(lease_owner="").exists()
    # It is there again.
    relink(NOBODY_LISTENS, sandbox.url)
    waited()
    read_all()
    assert indexed("read") == 3
    assert not asked(sandbox)


def test_a_host_that_fails_is_tried_again_later(few, sandbox, sync):
    sync()
    sandbox.reply("GET", "/files/", status=503)
    worker = read_all()
    assert fetched(sandbox) == 1
    assert not asked(sandbox)
    row = CvText.objects.get(state=State.LATER, failures=1)
    assert row.not_before > timezone.now() + timedelta(seconds=20)
    assert not worker.step()


def test_while_the_api_is_away_no_more_links_are_asked_for(few, sandbox, sync):
    sync()
    sandbox.reply("GET", "/files/", status=403)
    sandbox.reply("GET", "/candidates/", status=500)
    worker = read_all()
    # A read is repeated once.
    assert len(asked(sandbox)) <= 2
    assert indexed("later") == 3
    assert not worker.step()
    assert set(CvText.objects.values_list("stale", flat=True)) == {True}


def test_a_limit_is_kept_and_the_rest_goes_on_afterwards(few, sandbox, sync):
    sync()
    sandbox.reply("GET", "/files/", status=403, times=3)
    headers = {"Retry-After": "30"}
    sandbox.reply("GET", "/candidates/", status=429, headers=headers, times=1)
    worker = read_all()
    assert len(asked(sandbox)) == 1
    assert indexed("later") == 3
    worker._fetcher._ask_at = 0
    with patch.object(type(worker._fetcher), "may_ask", True):
        assert claims.take("x", [], may_ask=True)
        assert not claims.take("y", [], may_ask=True)


def test_a_file_that_took_the_place_of_another_is_read(few, sandbox, sync):
    sync()
    read_all()
    give(few[0], paper("Completely other words"), name="new.docx")
    few[0].city = "Kars"
    sync_again(sync)
    assert indexed("read") == 2
    assert CopyState.objects.get().erase_cvs
    read_all()
    assert text_of(few[0]) == "Completely other words"
    assert fetched(sandbox) == 4
    assert indexed("read") == 3
    assert not CopyState.objects.get().erase_cvs


def sync_again(sync) -> None:
    CopiedPool.objects.update(due=True)
    sync()


def test_who_has_no_cv_any_more_has_no_text(few, sync):
    sync()
    read_all()
    few[0].cv = None
    sync_again(sync)
    assert CvText.objects.count() == indexed("read") == 2


def test_what_is_read_of_a_file_that_was_replaced_meanwhile_is_dropped(few, sync):
    sync()
    told = json.loads(CopiedCandidate.objects.get(candidate_id=few[0].id).payload)
    told["cv"] |= {"id": 7, "name": "other.pdf"}

    def replaced(claim, fetcher):
        if claim.candidate_id == few[0].id:
            write_candidates(None, [told])
        return reading.read(claim, fetcher)

    worker = CvWorker()
    worker.step()
    with patch("recruspace_dashboard.library.cv_text.worker.read", replaced):
        while worker._claims:
            worker.step()
    assert indexed("read") == 2
    assert CvText.objects.count() == 2


HOSTILE = {
    "a password": (hostile_pdfs.encrypted(), State.ENCRYPTED),
    "a password of Word": (hostile_papers.with_password(), State.ENCRYPTED),
    "a bomb": (
        hostile_papers.docx("", more={"a.xml": bytes(10**8 // 3)}),
        State.TOO_LARGE,
    ),
    "cut off": (paper("Hello")[:-40], State.DAMAGED),
    "nothing": (b"", State.UNKNOWN),
    "a site": (b"<html>", State.UNKNOWN),
    "no words": (hostile_pdfs.page_of(b""), State.PICTURES),
    "arrays in arrays": (hostile_pdfs.pdf("[" * 200_000), State.DAMAGED),
}


def test_a_hostile_file_costs_its_own_row_which_says_why(few, company, pool, sync):
    others = [one for one in company.in_pool(pool) if one not in few]
    hostile = dict(zip(HOSTILE, others, strict=False))
    for name, one in hostile.items():
        give(one, HOSTILE[name][0])
    sync()
    read_all()
    said = {name: state_of(one) for name, one in hostile.items()}
    assert said == {name: state for name, (_content, state) in HOSTILE.items()}
    assert not CvText.objects.exclude(state=State.READ).exclude(words="").exists()
    assert indexed("read") == 3
    assert indexed("damaged") == 2


def test_a_bug_in_the_reader_ends_neither_the_worker_nor_goes_on_for_ever(few, sync):
    sync()
    with patch.object(reading.render, "text", side_effect=ZeroDivisionError):
        worker = read_all()
        assert indexed("later") == 3
        for _ in range(reading.MOST_FAILURES):
            waited()
            read_all(worker)
    assert indexed("damaged") == 3


def test_an_odd_link_ends_no_worker(few, sync):
    sync()
    with patch.object(Fetcher, "_open", side_effect=UnicodeError):
        read_all()
    assert indexed("later") == 3
    for link in ("", "file:///etc/passwd", "https://[", "http://10.0.0.1/x", "%%"):
        relink(json.loads(first_cv())["presigned_url"] or "nothing", link)
        waited()
        read_all()


def first_cv() -> str:
    rows = CopiedCandidate.objects.filter(payload__contains='"cv":{')
    return json.dumps(json.loads(rows[0].payload)["cv"])


def test_off_reads_nothing_and_deletes_what_is_there(few, sandbox, sync, settings):
    sync()
    read_all()
    settings.CV_TEXT = False
    assert retention.delete_cv_texts() == 3
    assert not CvText.objects.exists()
    assert not IndexedValue.objects.filter(key__startswith="cvtext:").exists()
    before = fetched(sandbox)
    assert not CvWorker().step()
    assert fetched(sandbox) == before
    assert dict(retention.purge(everything=False))["CV texts"] == 0
    # And on again.
    settings.CV_TEXT = True
    read_all()
    assert indexed("read") == 3


def test_deleted_with_the_pool(few, sync, pool):
    sync()
    read_all()
    assert indexed("read") == 3
    delete_pools([*{one.pool.id for one in few}])
    left = CopiedCandidate.objects.filter(candidate_id__in=[one.id for one in few])
    assert CvText.objects.count() == left.count() == indexed("read") == 0


def test_two_workers_read_each_cv_once(few, sandbox, sync, monkeypatch):
    monkeypatch.setattr(claims, "AT_ONCE", 1)
    sync()
    one, other = CvWorker(), CvWorker()
    for _ in range(12):
        one.step()
        other.step()
    assert indexed("read") == 3
    assert fetched(sandbox) == 3


def test_what_a_worker_that_was_killed_had_taken_is_read_after_its_lease(few, sync):
    sync()
    killed = CvWorker()
    killed._look()
    assert CvText.objects.filter(lease_owner=killed.owner).count() == 3
    assert not read_all()._claims
    assert indexed("read") == 0
    CvText.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    read_all()
    assert indexed("read") == 3


def test_a_worker_that_ends_gives_back_what_it_had_taken(few, sync):
    sync()
    ending = CvWorker()
    ending._look()
    ending.stop()
    read_all()
    assert indexed("read") == 3


def test_a_text_is_kept_within_limits(few, sync):
    give(few[0], paper(*["Ünlü 😀 kelimeler " * 2_000] * 9))
    sync()
    read_all()
    assert len(text_of(few[0])) == 100_000
    row = CvText.objects.get(words__contains="kelimeler")
    assert len(row.words.split()) <= 15_000


@pytest.mark.skipif(connections[ALIAS].vendor != "sqlite", reason="reads its files")
@pytest.mark.django_db(transaction=True)
def test_nothing_of_a_deleted_text_is_left_in_the_files() -> None:
    name = str(connections[ALIAS].settings_dict["NAME"])
    make_pools(1, 2)
    cv = {"id": 1, "name": "cv.pdf"}
    for pool, first in ((1, 0), (2, 1000)):
        write_candidates(pool, [{"id": first + n, "cv": cv} for n in range(1, 200)])
        for start in range(1, 200, 50):
            numbers = range(first + start, first + min(start + 50, 200))
            keep_text({n: f"Zyxwv{n}q and others {n} " * 30 for n in numbers})
    assert b"zyxwv17q" in bytes_of(name)
    delete_pools([1])
    assert CopyState.objects.get().erase_cvs
    assert traces(name)
    read_all()
    assert not CopyState.objects.get().erase_cvs
    assert not traces(name)
    assert b"zyxwv1017q" in bytes_of(name)
    words.check(connections[ALIAS])
    find = {"prefix": False, "index": words.CVS}
    connection = connections[ALIAS]
    assert len(words.find(connection, words.CvColumn, ["zyxwv1017q"], **find)) == 1
    assert len(words.find(connection, words.CvColumn, ["zyxwv17q"], **find)) == 0


def traces(name: str) -> list[int]:
    """Of whom a word is left. In an index, words are written without the beginning
    that they share."""
    left = bytes_of(name)
    return [n for n in range(1, 200) if f"v{n}q".encode() in left]


def bytes_of(name: str) -> bytes:
    file = Path(name)
    return b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))


def test_what_keep_text_writes_is_what_the_worker_does(few, sync):
    sync()
    keep_text({few[0].id: TURKISH})
    assert text_of(few[0]) == TURKISH
    assert state_of(few[0]) == State.READ
