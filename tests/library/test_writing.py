"""What is written into the copy, and that only what has changed is."""

import json

import pytest
from django.db import connections
from pyroaring import BitMap

from recruspace_dashboard.library import schema, words
from recruspace_dashboard.library.indexing import bitmaps
from recruspace_dashboard.library.models import (
    CopiedCandidate,
    CopiedPool,
    CopyState,
    IndexedValue,
)
from recruspace_dashboard.library.router import ALIAS
from recruspace_dashboard.library.words import Column
from recruspace_dashboard.library.writing import (
    delete_everything,
    delete_pools,
    keep_only,
    write_candidates,
)
from tests.library.conftest import make_pools

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _pools() -> None:
    make_pools(1, 2)


ISIL = {"id": 7, "first_name": "Işıl", "last_name": "Öz", "email": "isil@example.com"}


def candidate(number: int, **more: object) -> dict[str, object]:
    return {**ISIL, "id": number, "email": f"c{number}@example.com", **more}


def found(word: str) -> BitMap:
    return words.find(connections[ALIAS], list(Column), [word], prefix=True)


def values(key: str) -> set[int]:
    """The candidates of a value, by their ids in Recruspace."""
    ids = list(bitmaps([key]).get(key, BitMap()))
    rows = CopiedCandidate.objects.filter(id__in=ids)
    return set(rows.values_list("candidate_id", flat=True))


def version() -> int:
    return CopyState.objects.get().version


def test_what_has_no_id_is_left_out() -> None:
    written = write_candidates(1, [{"first_name": "Nobody"}, ISIL, {"id": None}])
    assert (len(written.ids), written.changed) == (1, 1)
    assert CopiedCandidate.objects.count() == 1


def test_a_candidate_is_written_as_it_came() -> None:
    payload = {**ISIL, "city": "Çankırı", "odd": {"deep": [1, None, "ı"]}}
    write_candidates(1, [payload])
    row = CopiedCandidate.objects.get()
    assert json.loads(row.payload) == payload
    assert row.name_words == "isil oz"
    assert values("city:Çankırı") == values("pool:1") == {7}


def test_what_is_unchanged_is_not_written_again() -> None:
    cv = {"id": 3, "name": "cv.pdf", "presigned_url": "https://files.example/1?sig=a"}
    write_candidates(1, [{**ISIL, "cv": cv}])
    before = version()
    cv = {**cv, "presigned_url": 'https://files.example/2?sig=b\\"c'}
    written = write_candidates(1, [{**ISIL, "cv": cv}])
    assert (len(written.ids), written.changed) == (1, 0)
    assert version() == before


def test_what_has_changed_is_found_by_the_new_and_not_by_the_old() -> None:
    write_candidates(1, [{**ISIL, "city": "Ankara", "tags": [{"title": "Go"}]}])
    written = write_candidates(1, [{**ISIL, "first_name": "Ece", "city": "İzmir"}])
    assert written.changed == 1
    assert values("city:Ankara") == values("tag:Go") == set()
    assert values("city:İzmir") == {7}
    assert (len(found("isil")), len(found("ece"))) == (1, 1)
    write_candidates(1, [{**ISIL, "first_name": "Ece", "email": "ece@example.com"}])
    assert (len(found("isil")), len(found("ece"))) == (0, 1)
    assert CopiedCandidate.objects.count() == 1


def test_the_same_candidate_twice_on_a_page_is_one() -> None:
    written = write_candidates(1, [ISIL, {**ISIL, "city": "İzmir"}])
    assert len(written.ids) == 1
    assert values("city:İzmir") == {7}


def test_without_a_pool_only_known_candidates_are_written() -> None:
    write_candidates(1, [ISIL])
    written = write_candidates(None, [{**ISIL, "city": "Bursa"}, candidate(8)])
    assert written.changed == 1
    assert CopiedCandidate.objects.count() == 1
    assert values("city:Bursa") == {7}


def test_who_is_in_two_pools_is_one_row_and_stays_until_both_are_gone() -> None:
    first = write_candidates(1, [candidate(1), candidate(2), candidate(3)])
    write_candidates(2, [candidate(3)])
    assert CopiedCandidate.objects.count() == 3
    kept = BitMap([next(iter(first.ids))])
    assert keep_only(1, kept) == 2
    assert values("pool:1") == {1}
    assert values("pool:2") == {3}
    assert len(found("c2")) == 0
    assert len(found("c3")) == 1


def test_a_page_larger_than_a_batch_is_written_whole() -> None:
    written = write_candidates(1, [candidate(number) for number in range(1201)])
    assert len(written.ids) == written.changed == 1201
    assert len(values("pool:1")) == 1201


def test_nothing_of_a_deleted_pool_is_left() -> None:
    write_candidates(1, [candidate(1, city="Zonguldak"), candidate(2)])
    write_candidates(2, [candidate(2)])
    delete_pools([1])
    assert list(CopiedCandidate.objects.values_list("candidate_id", flat=True)) == [2]
    assert len(found("c1")) == 0
    assert not IndexedValue.objects.filter(key__contains="Zonguldak").exists()
    assert CopyState.objects.get().deleted_at_version == version()


@pytest.mark.skipif(connections[ALIAS].vendor != "sqlite", reason="reads its files")
@pytest.mark.django_db(transaction=True)
def test_nothing_of_a_deleted_pool_is_left_in_the_files() -> None:
    name = str(connections[ALIAS].settings_dict["NAME"])
    odd = "Zyxwvutsrq"
    rows = [candidate(n, first_name=f"{odd}{n}", city=odd) for n in range(300)]
    write_candidates(1, rows)
    write_candidates(2, [candidate(1000)])
    assert bytes_of(name).count(odd.encode()) > 300
    delete_pools([1])
    left = bytes_of(name)
    assert odd.encode() not in left
    assert odd.lower().encode() not in left


def bytes_of(name: str) -> bytes:
    content = b""
    for path in (name, f"{name}-wal"):
        try:
            with open(path, "rb") as file:
                content += file.read()
        except FileNotFoundError:
            pass
    return content


@pytest.mark.django_db(transaction=True)
def test_a_copy_of_another_api_starts_empty(settings) -> None:
    write_candidates(1, [ISIL])
    settings.RECRUSPACE_API_URL = "https://other.example"
    schema.ensure()
    make_pools(1)
    write_candidates(1, [candidate(8)])
    assert list(CopiedCandidate.objects.values_list("candidate_id", flat=True)) == [8]


def test_large_sets_are_written_in_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recruspace_dashboard.library.indexing.CHUNK", 4)
    write_candidates(1, [candidate(number, city="Bursa") for number in range(10)])
    chunks = IndexedValue.objects.filter(key="city:Bursa").order_by("chunk")
    assert sum(one.count for one in chunks) == 10
    assert len(chunks) > 2
    before = list(chunks.values_list("version", flat=True))
    write_candidates(1, [candidate(9, city="Rize")])
    after = list(chunks.values_list("version", flat=True))
    assert values("city:Bursa") == set(range(9))
    assert before[:2] == after[:2]
    delete_pools([1])
    assert not IndexedValue.objects.exists()


def test_what_comes_after_its_pool_was_deleted_is_not_written() -> None:
    delete_pools([1])
    assert write_candidates(1, [ISIL]).changed == 0
    assert not CopiedCandidate.objects.exists()


def test_whatever_is_left_is_deleted_with_everything() -> None:
    write_candidates(1, [candidate(1, city="Narnia")])
    CopiedPool.objects.all().delete()
    delete_everything()
    left = [CopiedCandidate, IndexedValue, CopiedPool]
    assert [model.objects.count() for model in left] == [0, 0, 0]
    assert len(found("c1")) == 0


def test_a_phone_number_without_end_is_cut() -> None:
    write_candidates(1, [candidate(1, phone_number="+" + "5" * 3000)])
    assert len(found("5" * 60)) == 1


def test_a_phone_number_without_digits_makes_nobody_the_same() -> None:
    write_candidates(1, [candidate(n, phone_number="+") for n in range(2)])
    assert {row.phone_key for row in CopiedCandidate.objects.all()} == {""}
