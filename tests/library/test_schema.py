"""The tables of the copy are made by whichever process needs them first."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import ProgrammingError, connections

from recruspace_dashboard.library import schema, values
from recruspace_dashboard.library.models import CopiedCandidate, CopyState, CvText
from recruspace_dashboard.library.router import ALIAS
from recruspace_dashboard.library.writing import write_candidates
from tests.library.conftest import keep_text, make_pools

AT_ONCE = 4


def without_tables() -> None:
    connection = connections[ALIAS]
    with connection.schema_editor() as editor:
        editor.delete_model(CopyState)


@pytest.mark.django_db(transaction=True)
def test_processes_that_start_at_once_make_one_copy():
    without_tables()
    together = Barrier(AT_ONCE)

    def start(_: int) -> CopyState:
        try:
            together.wait(10)
            return schema.ensure()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as threads:
        states = list(threads.map(start, range(AT_ONCE)))
    assert {state.made for state in states} == {CopyState.objects.get().made}


@pytest.mark.django_db(transaction=True)
def test_a_copy_that_another_process_makes_meanwhile_is_read(monkeypatch):
    made, row_of = schema.ensure().made, schema.row_of
    missing = [ProgrammingError("no such table: library_copystate")]

    def read(*key: object) -> CopyState | None:
        if missing:
            raise missing.pop()
        return row_of(*key)

    monkeypatch.setattr(schema, "row_of", read)
    assert schema.ensure().made == made


@pytest.mark.django_db(transaction=True)
def test_a_copy_of_another_form_is_made_anew(settings):
    before = schema.ensure().made
    assert schema.ensure().made == before
    CopyState.objects.update(schema=schema.SCHEMA - 1)
    after = schema.ensure()
    assert (after.schema, after.made == before) == (schema.SCHEMA, False)
    settings.RECRUSPACE_API_URL = "https://another.example.com"
    assert schema.ensure().origin == "https://another.example.com"


@pytest.mark.django_db(transaction=True)
def test_so_is_one_whose_state_has_other_columns():
    schema.ensure()
    with connections[ALIAS].cursor() as cursor:
        cursor.execute("ALTER TABLE library_copystate RENAME erase_cvs TO other")
    assert schema.ensure().schema == schema.SCHEMA
    assert CopyState.objects.get().erase_cvs is False


@pytest.mark.django_db(transaction=True)
def test_so_is_the_copy_of_the_version_before_with_all_of_its_tables():
    schema.ensure()
    make_pools(3)
    write_candidates(3, [{"id": 1, "email": "old@example.com"}])
    with connections[ALIAS].cursor() as cursor:
        # It knew no digest of a file.
        cursor.execute("DROP INDEX library_cv_digest")
        cursor.execute("ALTER TABLE library_cvtext DROP COLUMN digest")
        cursor.execute("UPDATE library_copystate SET schema = 3")
    values.forget()
    assert schema.ensure().schema == schema.SCHEMA > 3
    assert not CopiedCandidate.objects.exists()
    make_pools(3)
    write_candidates(3, [{"id": 1, "email": "new@example.com"}])
    keep_text({1: "Kubernetes"})
    assert list(CvText.objects.values_list("digest")) == [("",)]
