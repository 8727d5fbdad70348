import pytest
from django.contrib.auth.models import User
from django.core.checks import run_checks
from django.db import connection

from recruspace_dashboard.accounts.models import ApiKey
from recruspace_dashboard.operations.generated_secrets import new_encryption_key


def found(databases: list[str] | None = None) -> list[str]:
    """The ids of what our own checks find."""
    ids = [str(message.id) for message in run_checks(databases=databases)]
    return [name for name in ids if name in ("recruspace.E001", "recruspace.E002")]


@pytest.mark.django_db
def test_nothing_is_wrong_without_stored_keys():
    assert found(["default"]) == []


def test_readable_keys_are_fine(user: User):
    assert found(["default"]) == []


def test_lost_keys_are_told_with_both_ways_out(user: User, lost_ring: None):
    [error] = [one for one in run_checks(databases=["default"]) if one.is_serious()]
    assert error.id == "recruspace.E001"
    assert "Restore the lost encryption key" in str(error.hint)
    assert "manage.py forget_api_keys" in str(error.hint)


def test_one_lost_key_among_others_is_for_its_owner(
    user: User, keyless: User, settings
):
    ring = settings.ENCRYPTION_KEYS
    settings.ENCRYPTION_KEYS = [new_encryption_key()]
    ApiKey.store(keyless, "rs_live_0123456789")
    settings.ENCRYPTION_KEYS = ring
    assert found(["default"]) == []


def test_the_database_is_asked_only_when_it_is_named(user: User, lost_ring: None):
    assert found() == []


@pytest.mark.django_db
def test_a_missing_table_is_no_fault(lost_ring: None):
    # PostgreSQL drops no table with checks that wait for the end of the transaction.
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE accounts_apikey")
    assert found(["default"]) == []


@pytest.mark.parametrize("ring", [["short"], [new_encryption_key(), ""], []])
def test_a_bad_ring_is_told(user: User, settings, ring: list[str]):
    settings.ENCRYPTION_KEYS = ring
    assert found(["default"]) == ["recruspace.E002"]


@pytest.mark.parametrize(
    ("https", "proxies", "told"), [(True, 0, True), (True, 1, False), (False, 0, False)]
)
def test_an_unknown_proxy_before_https_is_told(settings, https, proxies, told):
    settings.HTTPS, settings.TRUSTED_PROXIES = https, proxies
    assert ("recruspace.W010" in {one.id for one in run_checks()}) == told
