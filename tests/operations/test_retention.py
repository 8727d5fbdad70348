"""Every model with personal data says how long they stay."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session

from recruspace_dashboard.accounts.models import ApiKey
from recruspace_dashboard.operations.retention import (
    UNTIL_ACCOUNT_DELETED,
    retention_of,
)
from recruspace_dashboard.writes.models import Draft

# Django's own lists, without personal data.
NOT_PERSONAL = {"auth.Permission", "auth.Group", "contenttypes.ContentType"}


def test_every_model_declares_its_retention():
    undeclared = set()
    for model in apps.get_models():
        try:
            retention_of(model)
        except LookupError:
            undeclared.add(model._meta.label)
    assert undeclared == NOT_PERSONAL


def test_every_declared_field_is_a_moment_of_the_model():
    declared = {
        model._meta.label: model._meta.get_field(retention.field)
        for model in apps.get_models()
        if model._meta.label not in NOT_PERSONAL and (retention := retention_of(model))
    }
    assert len(declared) >= 4
    kinds = {field.get_internal_type() for field in declared.values()}
    assert kinds == {"DateTimeField"}


def test_a_model_without_a_declaration_is_an_error():
    with pytest.raises(LookupError, match=r"auth\.Group"):
        retention_of(Group)


def test_accounts_and_keys_stay_and_the_rest_ends():
    assert retention_of(User) is retention_of(ApiKey) is UNTIL_ACCOUNT_DELETED
    assert retention_of(Session).after == timedelta(0)
    assert retention_of(Draft).after == timedelta(days=7)
