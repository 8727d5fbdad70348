import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from recruspace_dashboard.accounts.models import ApiKey


def test_all_keys_are_forgotten_after_a_yes(user: User, monkeypatch, capsys):
    monkeypatch.setattr("builtins.input", lambda question: "yes")
    call_command("forget_api_keys")
    assert capsys.readouterr().out == "API keys deleted: 1\n"
    assert not ApiKey.objects.exists()
    assert User.objects.filter(pk=user.pk).exists()


@pytest.mark.parametrize("answer", ["no", "", "y"])
def test_anything_else_forgets_nothing(user: User, monkeypatch, answer: str):
    monkeypatch.setattr("builtins.input", lambda question: answer)
    with pytest.raises(CommandError, match="Nothing was deleted"):
        call_command("forget_api_keys")
    assert ApiKey.objects.count() == 1


def test_the_question_says_how_many(user: User, monkeypatch):
    asked = []
    monkeypatch.setattr("builtins.input", lambda question: asked.append(question))
    with pytest.raises(CommandError):
        call_command("forget_api_keys")
    assert "(1)" in asked[0]


def test_it_works_where_the_encryption_key_is_lost(user: User, lost_ring: None, capsys):
    call_command("forget_api_keys", "--no-input")
    assert capsys.readouterr().out == "API keys deleted: 1\n"


@pytest.mark.django_db
def test_there_may_be_none(capsys):
    call_command("forget_api_keys", "--no-input")
    assert capsys.readouterr().out == "API keys deleted: 0\n"
