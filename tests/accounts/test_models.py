import pytest
from django.contrib.auth.models import User
from django.db import connection

from recruspace_dashboard.accounts.models import ApiKey
from recruspace_dashboard.operations.generated_secrets import new_encryption_key
from recruspace_dashboard.sealing.key_ring import UnsealError

API_KEY = "rs_live_0123456789abcdef"


def everything_stored() -> str:
    """All rows of all tables, as the database gives them."""
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            rows += cursor.fetchall()
    return repr(rows)


def test_a_stored_key_is_in_no_table_in_clear(keyless: User):
    ApiKey.store(keyless, API_KEY)
    stored = everything_stored()
    assert "v1." in stored
    assert API_KEY not in stored
    assert API_KEY[:-4] not in stored


def test_a_stored_key_is_revealed_when_asked(keyless: User):
    ApiKey.store(keyless, API_KEY)
    assert ApiKey.objects.get(user=keyless).reveal() == API_KEY


def test_nothing_shows_the_key_by_accident(keyless: User):
    stored = ApiKey.store(keyless, API_KEY)
    assert API_KEY not in f"{stored} {stored!r} {vars(stored)}"


def test_storing_again_replaces(keyless: User):
    first = ApiKey.store(keyless, API_KEY)
    second = ApiKey.store(keyless, "rs_live_another_key")
    assert second.pk == first.pk
    assert second.saved_at > first.saved_at
    assert second.last_four == "_key"
    assert ApiKey.objects.get(user=keyless).reveal() == "rs_live_another_key"


def test_a_row_copied_to_another_user_does_not_open(keyless: User, superuser: User):
    theirs = ApiKey.store(superuser, API_KEY)
    mine = ApiKey.store(keyless, "rs_live_another_key")
    mine.ciphertext = theirs.ciphertext
    assert not mine.is_readable()
    with pytest.raises(UnsealError):
        mine.reveal()


def test_a_key_put_in_front_of_the_ring_leaves_the_stored_ones_readable(
    keyless: User, settings
):
    stored = ApiKey.store(keyless, API_KEY)
    settings.ENCRYPTION_KEYS = [new_encryption_key(), *settings.ENCRYPTION_KEYS]
    assert stored.reveal() == API_KEY


def test_another_secret_key_changes_nothing(keyless: User, settings):
    stored = ApiKey.store(keyless, API_KEY)
    settings.SECRET_KEY = "an entirely different one"
    assert stored.reveal() == API_KEY


def test_the_key_goes_with_its_user(keyless: User):
    ApiKey.store(keyless, API_KEY)
    keyless.delete()
    assert not ApiKey.objects.exists()
