"""Files that a script announces and then sends one by one: what is cut off comes again,
and what has come stays as it is."""

import json
import threading
from unittest.mock import patch

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connections
from django.test import Client
from django.utils import timezone

from recruspace_dashboard.accounts.models import ApiKey
from recruspace_dashboard.files import waiting
from recruspace_dashboard.files.models import WaitingFile
from recruspace_dashboard.intake import rows
from recruspace_dashboard.intake.models import LEASE, Intake, IntakeFile
from tests.each_case import each_case
from tests.intake.bringing import START, mail, outcomes, pdf, posted, zipped

MEGABYTE = 1024 * 1024


def announce(browse: Client, *files: tuple[str, object], to: str = START, **data: str):
    listed = [{"name": name, "size": size} for name, size in files]
    return browse.post(to, {"manifest": json.dumps(listed), **data})


def send(browse: Client, address: str, number: int, name: str, content: bytes):
    data = {"file": SimpleUploadedFile(name, content)}
    return browse.post(f"{address}files/{number}/", data)


@pytest.fixture
def address(browse) -> str:
    """An intake of which three files are announced."""
    files = [(f"{name}.pdf", len(pdf())) for name in "abc"]
    return announce(browse, *files).json()["address"]


def test_what_is_announced_is_told_at_once(browse, pool):
    files = [("a.pdf", 10), (".DS_Store", 1), ("Zoë.docx", 20)]
    answer = announce(browse, *files, talent_pool_id=str(pool.id), tags="Go")
    intake = Intake.objects.get()
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/intake/{intake.pk}/"
    told = answer.json()
    assert told["address"] == f"/intake/{intake.pk}/"
    names = [(one["number"], one["name"], one["state"]) for one in told["files"]]
    assert names == [(1, "a.pdf", "expected"), (2, "Zoë.docx", "expected")]
    assert intake.for_all["talent_pool_id"] == pool.id


TEN = 10 * MEGABYTE
MISFITS = [
    (("a.pdf", TEN), "expected"),
    (("a.pdf", TEN + 1), "too_large"),
    (("a", TEN + 1), "too_large"),
    (("a.pdf", 0), "empty"),
    (("a.pdf", -1), "empty"),
    (("a.pdf", "much"), "empty"),
    (("a.pdf", 10**30), "empty"),
    (("a.ZIP", 11 * MEGABYTE), "expected"),
    (("a.zip", 257 * MEGABYTE), "archive"),
    (("a.eml", 25 * MEGABYTE), "expected"),
    (("a.eml", 26 * MEGABYTE), "archive"),
]


@each_case(("file", "told"), MISFITS)
def test_what_will_not_fit_is_said_before_it_is_sent_up(browse, file, told):
    [said] = announce(browse, file).json()["files"]
    assert (said["problem"] or said["state"]) == told
    assert said["words"]


def test_what_the_room_is_not_enough_for_is_said(browse, settings):
    settings.INTAKE_MB = 5
    files = [(f"{one}.pdf", 2 * MEGABYTE) for one in range(3)] + [("small.pdf", 100)]
    told = announce(browse, *files).json()["files"]
    assert [one["problem"] for one in told] == ["", "", "no_room", ""]


def test_the_501st_is_said_to_be_too_many(browse):
    files = [(f"{one}.pdf", 100) for one in range(501)]
    told = announce(browse, *files).json()["files"]
    assert [one["problem"] for one in told] == [""] * 500 + ["too_many"]


@each_case(
    "text",
    [
        *("", "nonsense", "{}", "[1]", "[]", "null", "[[" * 9999),
        '[{"name": ".DS_Store"}]',
        json.dumps([{"name": "a", "size": 1}] * 1001),
    ],
)
def test_a_list_that_makes_no_sense_begins_nothing(browse, text):
    answer = browse.post(START, {"manifest": text})
    assert answer.status_code == 422
    assert answer.json()["error"]
    assert not Intake.objects.exists()


def test_names_of_any_type_are_taken_as_text(browse):
    listed = [{"name": None, "size": 5}, {"size": 5}, {"name": "\ud800\0", "size": 5}]
    listed += [{"name": {"a": 1}, "size": 5}, {"name": "../../cv.pdf", "size": 5}]
    told = browse.post(START, {"manifest": json.dumps(listed)}).json()["files"]
    assert [one["name"] for one in told] == ["file", "file", "��", "file", "cv.pdf"]


def test_a_wrong_target_is_said_to_the_script(browse):
    answer = announce(browse, ("a.pdf", 5), talent_pool_id="999999")
    assert answer.status_code == 422
    assert "does not exist any more" in answer.json()["error"]


def test_files_come_one_by_one(browse, address):
    answer = send(browse, address, 2, "b.pdf", pdf(2))
    assert answer.status_code == 201
    assert answer.json()["already"] is False
    [told] = answer.json()["files"]
    assert (told["number"], told["state"], told["size"]) == (2, "arrived", len(pdf(2)))
    seen = browse.get(f"{address}files/").json()["files"]
    assert [one["state"] for one in seen] == ["expected", "arrived", "expected"]
    assert [name for name, _ in outcomes()] == ["a.pdf", "b.pdf", "c.pdf"]


def test_what_has_come_is_not_taken_again(browse, address):
    send(browse, address, 1, "a.pdf", pdf(1))
    before = IntakeFile.objects.get(number=1)
    again = send(browse, address, 1, "other.pdf", pdf(9))
    assert (again.status_code, again.json()["already"]) == (200, True)
    assert again.json()["files"][0]["name"] == "a.pdf"
    after = IntakeFile.objects.get(number=1)
    assert (after.file_id, after.sealed_name) == (before.file_id, before.sealed_name)
    assert WaitingFile.objects.count() == 1


def test_also_what_was_refused_is_not_taken_again(browse, address):
    assert (
        send(browse, address, 1, "a.pdf", b"MZ").json()["files"][0]["problem"] == "kind"
    )
    again = send(browse, address, 1, "a.pdf", pdf(1)).json()
    assert (again["already"], again["files"][0]["problem"]) == (True, "kind")


def test_what_found_no_room_may_come_again(browse, settings, address):
    settings.INTAKE_MB = 0
    assert (
        send(browse, address, 1, "a.pdf", pdf()).json()["files"][0]["problem"]
        == "no_room"
    )
    settings.INTAKE_MB = 5
    told = send(browse, address, 1, "a.pdf", pdf()).json()
    assert (told["already"], told["files"][0]["state"]) == (False, "arrived")


def test_an_archive_becomes_its_members(browse, address):
    members = {"x.pdf": pdf(5), "y.pdf": pdf(6), "z.txt": b"x"}
    told = send(browse, address, 2, "b.zip", zipped(members)).json()["files"]
    assert [(one["number"], one["name"], one["inside"]) for one in told] == [
        (2, "x.pdf", "b.zip"),
        (4, "y.pdf", "b.zip"),
        (5, "z.txt", "b.zip"),
    ]
    again = send(browse, address, 2, "b.zip", zipped(members)).json()
    assert again["already"] is True
    assert len(outcomes()) == 5
    told = send(browse, address, 3, "c.eml", mail({"cv.pdf": pdf(7)})).json()["files"]
    assert [(one["number"], one["name"], one["inside"]) for one in told] == [
        (3, "cv.pdf", "c.eml")
    ]


def test_the_same_content_under_another_number_is_said(browse, address):
    send(browse, address, 1, "a.pdf", pdf(1))
    told = send(browse, address, 2, "b.pdf", pdf(1)).json()
    assert told["files"][0]["problem"] == "twice"
    assert WaitingFile.objects.count() == 1


@each_case("data", [{}, {"file": ""}, {"file": "text"}, {"files": "a"}])
def test_without_a_file_nothing_changes(browse, address, data):
    answer = browse.post(f"{address}files/1/", data)
    assert answer.status_code == 422
    assert answer.json()["error"] == "No file has arrived."
    assert outcomes()[0] == ("a.pdf", "expected")


def test_a_body_that_is_cut_off_leaves_the_file_to_come(browse, address):
    head = b'Content-Disposition: form-data; name="file"; filename="a.pdf"'
    body = b"--b\r\n" + head + b"\r\n\r\n%PDF-"
    answer = browse.post(
        f"{address}files/1/", body, content_type="multipart/form-data; boundary=b"
    )
    assert answer.status_code == 422
    assert send(browse, address, 1, "a.pdf", pdf(1)).status_code == 201


def test_a_number_that_is_not_announced_is_not_there(browse, address):
    assert send(browse, address, 4, "d.pdf", pdf()).status_code == 404
    assert send(browse, "/intake/999/", 1, "a.pdf", pdf()).status_code == 404


def test_another_user_gets_what_one_gets_who_asks_for_none(browse, address, sandbox):
    other = User.objects.create_user("mert")
    ApiKey.store(other, sandbox.keys[0])
    client = Client()
    client.force_login(other)
    theirs = send(client, address, 1, "a.pdf", pdf())
    none = send(client, "/intake/999/", 1, "a.pdf", pdf())
    assert theirs.status_code == none.status_code == 404
    assert outcomes()[0] == ("a.pdf", "expected")
    assert not WaitingFile.objects.exists()


def test_further_files_can_be_announced(browse, address):
    answer = announce(browse, ("d.pdf", 10), to=f"{address}files/")
    assert answer.status_code == 201
    assert [one["number"] for one in answer.json()["files"]] == [4]
    assert announce(browse, to=f"{address}files/").status_code == 422
    assert browse.post(f"{address}files/").status_code == 422
    assert len(outcomes()) == 4


def test_while_one_takes_it_in_another_is_told_so(browse, address):
    IntakeFile.objects.update(claimed_until=timezone.now() + LEASE)
    answer = send(browse, address, 1, "a.pdf", pdf())
    assert (answer.status_code, answer.json()["error"]) == (
        409,
        "This file is being taken in already.",
    )
    # Where that one died, it is not for ever.
    IntakeFile.objects.update(claimed_until=timezone.now() - LEASE)
    assert send(browse, address, 1, "a.pdf", pdf()).status_code == 201


def test_who_was_late_leaves_what_came_first(browse, address):
    """A request that took longer than its lease."""
    put = waiting.put

    def slow(owner, *arguments):
        file = put(owner, *arguments)
        other = put(owner, [pdf(8)], 1000)
        row = IntakeFile.objects.filter(number=1)
        row.update(state=IntakeFile.State.ARRIVED, file=other)
        return file

    with patch.object(waiting, "put", slow):
        answer = send(browse, address, 1, "a.pdf", pdf(1)).json()
    assert answer["already"] is True
    assert waiting.read(IntakeFile.objects.get(number=1).file) == pdf(8)
    assert WaitingFile.objects.count() == 1


def test_after_a_fault_it_can_come_again_at_once(browse, address):
    browse.raise_request_exception = False
    with patch.object(waiting, "put", side_effect=OperationalError("locked")):
        assert send(browse, address, 1, "a.pdf", pdf()).status_code == 503
    assert send(browse, address, 1, "a.pdf", pdf()).status_code == 201


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one(user):
    """As after a broken connection, of which the server does not know yet."""
    intake = Intake.objects.create(owner=user)
    [row] = rows.expect(intake, [rows.Announced("a.zip", 100)])
    content = zipped({"a.pdf": pdf(1), "b.pdf": pdf(2)})
    begun, results = threading.Barrier(2), []

    def arrive() -> None:
        begun.wait()
        try:
            with posted("a.zip", content) as file:
                results.append(len(rows.arrive(intake, row, user, file)))
        except rows.Elsewhere:
            results.append("elsewhere")
        finally:
            connections.close_all()

    both = [threading.Thread(target=arrive) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(map(str, results)) in (["2", "elsewhere"], ["0", "2"])
    assert outcomes(intake) == [("a.pdf", "arrived"), ("b.pdf", "arrived")]
    assert WaitingFile.objects.count() == 2
