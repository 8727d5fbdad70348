"""The duplicate guard: who of the copy is likely the same as somebody new."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connections
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from recruspace_dashboard.accounts.models import ApiKey
from recruspace_dashboard.connection.client import Purpose, client_for
from recruspace_dashboard.files.digests import file_digest
from recruspace_dashboard.library.models import (
    CopiedCandidate,
    CopiedPool,
    CvText,
    KeyPools,
)
from recruspace_dashboard.library.router import ALIAS
from recruspace_dashboard.library.writing import write_candidates
from recruspace_dashboard.lists import guard
from recruspace_dashboard.lists.guard import Known, Looked, Newcomer, Why
from recruspace_dashboard.sandbox.server import Sandbox
from recruspace_dashboard.sealing.fingerprints import fingerprint
from tests.each_case import each_case

SEEN, ALSO_SEEN, UNSEEN = 901, 902, 903
ISIL = {
    "id": 71,
    "first_name": "Işıl Nur",
    "last_name": "Gündoğdu",
    "email": "Isil.Gundogdu@Example.com",
    "phone_number": "+90 532 123 45 67",
    "city": "İstanbul",
    "created_at": "2026-03-12T09:00:00Z",
}

Ask = Callable[..., list[Known]]


@pytest.fixture(autouse=True)
def copied(user: User, sandbox: Sandbox) -> None:
    """Two pools that the user's key lists and one that it does not, all copied."""
    now = timezone.now()
    for pool_id, name in ((SEEN, "Backend"), (ALSO_SEEN, "Ärzte"), (UNSEEN, "Theirs")):
        CopiedPool.objects.create(pk=pool_id, name=name, as_of=now, due=False)
    may_see(user, SEEN, ALSO_SEEN)
    write_candidates(SEEN, [ISIL])


def may_see(user: User, *pool_ids: int, asked: timedelta = timedelta()) -> None:
    row = {"pool_ids": str(list(pool_ids)), "asked_at": timezone.now() - asked}
    KeyPools.objects.update_or_create(
        pk=fingerprint(user.api_key.reveal()),
        defaults=row | {"list_at": timezone.now() + timedelta(hours=1)},
    )


def request_of(user: User) -> Any:
    request: Any = RequestFactory().get("/")
    request.user = user
    request.recruspace = client_for(user.api_key.reveal(), Purpose.PAGE)
    return request


@pytest.fixture
def ask(user: User) -> Ask:
    def run(**newcomer: str) -> list[Known]:
        answer = guard.known(request_of(user), [Newcomer(**newcomer)])
        assert answer.looked == Looked.EVERYWHERE
        return answer.get(0, [])

    return run


def reasons(known: list[Known]) -> list[tuple[int, list[str]]]:
    return [(one.id, list(one.reasons)) for one in known]


@each_case(
    ("newcomer", "why"),
    [
        ({"email": "isil.gundogdu@example.com"}, ["email"]),
        ({"email": " ISIL.GUNDOGDU@EXAMPLE.COM "}, ["email"]),
        ({"email": "\u0130s\u0131l.gundogdu@example.com"}, ["email"]),
        ({"email": "gundogdu@example.com"}, []),
        ({"email": "isil.gundogdu@example.com.tr"}, []),
        ({"email": "isil.gundogdu@example.com\x00"}, []),
        ({"email": "\ud800"}, []),
        ({"phone_number": "+905321234567"}, ["phone"]),
        ({"phone_number": "0090 532 123-45-67"}, ["phone"]),
        ({"phone_number": "+90 (0)532 123 45 67"}, ["phone"]),
        ({"phone_number": "\u202a(+90) 532\u00a01234567"}, ["phone"]),
        ({"phone_number": "0532 123 45 67"}, ["phone"]),
        ({"phone_number": "(0532) 1234567"}, ["phone"]),
        ({"phone_number": "532/123.45.67"}, ["phone"]),
        ({"phone_number": "90 532 123 45 67"}, ["phone"]),
        ({"phone_number": "+49 532 123 45 67"}, []),
        ({"phone_number": "123 45 67"}, []),
        ({"phone_number": "4567"}, []),
        ({"phone_number": "+" + "9" * 400}, []),
        ({"first_name": "Işıl Nur", "last_name": "Gündoğdu"}, ["name"]),
        ({"first_name": "IŞIL", "last_name": "GÜNDOĞDU"}, ["name"]),
        ({"first_name": "isil", "last_name": "gundogdu"}, ["name"]),
        ({"first_name": "İSİL", "last_name": "Gu\u0308ndog\u0306du"}, ["name"]),
        ({"first_name": "Nur", "last_name": "Gündoğdu"}, ["name"]),
        ({"first_name": "Gündoğdu", "last_name": "Işıl"}, ["name"]),
        ({"first_name": "Işıl", "last_name": "Gündoğdu Kaya"}, []),
        ({"first_name": "Işıl Nur", "last_name": "Gündoğdu Kaya"}, ["name"]),
        ({"first_name": "Işıl Su", "last_name": "Gündoğdu"}, []),
        ({"first_name": "Işıl", "last_name": "Nur"}, []),
        ({"first_name": "Işıl", "last_name": ""}, []),
        ({"first_name": "Işı", "last_name": "Gündoğdu"}, []),
        ({"first_name": "'\" OR", "last_name": '*") OR ("'}, []),
        ({"digest": "no digest"}, []),
        ({}, []),
    ],
)
def test_each_way_of_writing_finds_who_is_there(ask, newcomer, why):
    assert reasons(ask(**newcomer)) == ([(71, why)] if why else [])


@each_case(
    ("stored", "typed", "same"),
    [
        ("+49 170 1234567", "0049 (0)170 / 123 45 67", True),
        ("0049 170 1234567", "+491701234567", True),
        ("0049 170 1234567", "0170 1234567", True),
        ("0170 1234567", "+49 170 1234567", True),
        ("0170 1234567", "170 1234567", True),
        ("491701234567", "+49 170 1234567", True),
        ("+49 (0)170 1234567", "+49 170 1234567", True),
        ("+39 06 1234567", "+39 06 1234567", True),
        ("+49 170 1234567", "+43 170 1234567", False),
        ("+49 170 1234567", "0171 1234567", False),
        ("1234567", "+49 170 1234567", False),
        ("110", "110", False),
    ],
)
def test_a_phone_number_is_the_same_with_and_without_its_country(
    ask, stored, typed, same
):
    write_candidates(SEEN, [{"id": 72, "phone_number": stored}])
    assert reasons(ask(phone_number=typed)) == ([(72, [Why.PHONE])] if same else [])


@each_case(
    ("city", "found"),
    [("ISTANBUL", True), (" istanbul ", True), ("", True), ("Ankara", False)],
)
def test_where_both_have_a_city_a_name_counts_only_in_the_same(ask, city, found):
    name = {"first_name": "Işıl", "last_name": "Gündoğdu"}
    # Of somebody else no city is known.
    write_candidates(ALSO_SEEN, [name | {"id": 73}])
    known = [one.id for one in ask(**name, city=city)]
    assert known == ([73, 71] if found else [73])
    # An e-mail address does not move with its owner.
    assert ask(email=ISIL["email"], city=city)[0].reasons == (Why.EMAIL,)


def test_the_same_file_is_known_by_a_digest_that_only_this_dashboard_can_make(
    ask, settings
):
    id = CopiedCandidate.objects.get(candidate_id=71).id
    digest = file_digest(b"%PDF a CV")
    CvText.objects.create(id=id, file="[]", digest=digest)
    assert reasons(ask(digest=file_digest(b"%PDF a CV"))) == [(71, [Why.FILE])]
    assert ask(digest=file_digest(b"%PDF another")) == []
    settings.ENCRYPTION_KEYS = ["MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI="]
    assert file_digest(b"%PDF a CV") == digest
    settings.SECRET_KEY = "another-secret-of-another-dashboard-that-is-long-enough"
    assert file_digest(b"%PDF a CV") != digest


def test_what_is_told_of_who_is_known_and_the_likeliest_come_first(ask):
    write_candidates(ALSO_SEEN, [ISIL])
    write_candidates(
        SEEN,
        [
            {"id": 74, "first_name": "IŞIL", "last_name": "GÜNDOĞDU"},
            {"id": 75, "phone_number": "0532 123 45 67"},
        ],
    )
    found = ask(
        first_name="Işıl",
        last_name="Gündoğdu",
        email="isil.gundogdu@example.com",
        phone_number="05321234567",
    )
    assert reasons(found) == [
        (71, ["email", "phone", "name"]),
        (75, ["phone"]),
        (74, ["name"]),
    ]
    assert [one.is_sure for one in found] == [True, True, False]
    isil = found[0]
    assert (isil.name, isil.email) == ("Işıl Nur Gündoğdu", ISIL["email"])
    assert (isil.phone_number, isil.city) == ("+90 532 123 45 67", "İstanbul")
    assert isil.pools == ("Ärzte", "Backend")
    assert str(isil.added).startswith("2026-03-12")


def test_who_is_only_in_pools_of_another_key_is_never_shown(ask, user):
    write_candidates(UNSEEN, [ISIL | {"id": 76}])
    newcomer = {
        name: ISIL[name]
        for name in ("email", "phone_number", "first_name", "last_name")
    }
    id = CopiedCandidate.objects.get(candidate_id=76).id
    CvText.objects.create(id=id, file="[]", digest="d")
    assert [one.id for one in ask(**newcomer, digest="d")] == [71]
    write_candidates(UNSEEN, [ISIL])
    assert ask(**newcomer)[0].pools == ("Backend",)
    may_see(user, ALSO_SEEN)
    assert ask(**newcomer, digest="d") == []
    # Another key of the same user sees nothing before it was asked what it lists.
    ApiKey.store(user, "rs_another_key_that_was_stored_now")
    answer = guard.known(request_of(User.objects.get(pk=user.pk)), [Newcomer("a@b.de")])
    assert (answer, answer.looked) == ({}, Looked.NOT_YET)


@each_case(
    ("asked", "looked"),
    [
        (timedelta(hours=23), Looked.EVERYWHERE),
        (timedelta(hours=25), Looked.NOT_YET),
    ],
)
def test_no_call_is_made_whenever_the_key_was_asked_for_its_pools(
    user, sandbox, asked, looked
):
    may_see(user, SEEN, asked=asked)
    answer = guard.known(request_of(user), [Newcomer(ISIL["email"])] * 20)
    assert (answer.looked, len(answer)) == (looked, 20 * (looked == "everywhere"))
    assert sandbox.requests == []


def test_nobody_known_is_another_answer_than_nobody_looked_for(user, settings):
    def asked() -> tuple[Looked, dict[int, list[Known]]]:
        answer = guard.known(request_of(user), [Newcomer("nobody@example.com")])
        return answer.looked, answer

    assert asked() == (Looked.EVERYWHERE, {})
    CopiedPool.objects.filter(pk=SEEN).update(as_of=None)
    assert asked() == (Looked.PARTLY, {})
    CopiedPool.objects.update(as_of=None, page=0)
    assert asked() == (Looked.NOT_YET, {})
    settings.LIBRARY = False
    assert asked() == (Looked.OFF, {})


def test_a_copy_that_cannot_be_read_is_said(user, monkeypatch):
    from django.db import OperationalError

    def fail(*_: Any, **__: Any) -> None:
        raise OperationalError("disk I/O error")

    monkeypatch.setattr(guard.Copy, "of", fail)
    answer = guard.known(request_of(user), [Newcomer(ISIL["email"])])
    assert (answer.looked, answer) == (Looked.UNREADABLE, {})


def test_hundreds_are_looked_for_with_as_many_statements_as_one(user, sandbox):
    everybody = [
        {
            "id": 1000 + n,
            "first_name": f"First{n}",
            "last_name": f"Last{n}",
            "email": f"mail{n}@example.com",
            "phone_number": f"+90 555 {n:07d}",
        }
        for n in range(500)
    ]
    write_candidates(SEEN, everybody)
    newcomers = [
        Newcomer(
            email=f"mail{n}@example.com" if n % 4 == 0 else "",
            phone_number=f"0555 {n:07d}" if n % 4 == 1 else "",
            first_name=f"first{n}" if n % 4 == 2 else "",
            last_name=f"last{n}" if n % 4 == 2 else "",
            city="Ankara",
            digest=f"{n}",
        )
        for n in range(500)
    ]
    request = request_of(user)
    counts = []
    # The first reads the indexed values, which the process then remembers.
    for asked in (newcomers[:4], newcomers[:4], newcomers):
        with CaptureQueriesContext(connections[ALIAS]) as statements:
            answer = guard.known(request, asked)
        counts.append(len(statements))
        assert {n: [one.id for one in known] for n, known in answer.items()} == {
            n: [1000 + n] for n in range(len(asked)) if n % 4 != 3
        }
    assert counts[2] <= counts[1] <= 10
    assert sandbox.requests == []


def test_of_many_namesakes_the_newest_are_told(ask):
    name = {"first_name": "Ayşe", "last_name": "Yılmaz"}
    write_candidates(SEEN, [name | {"id": n} for n in range(2000, 2060)])
    write_candidates(SEEN, [name | {"id": 1999, "email": "ayse@example.com"}])
    found = ask(**name, email="ayse@example.com")
    assert [one.id for one in found] == [1999, 2059, 2058, 2057, 2056]
