from __future__ import annotations

from .conftest import CallApi
from .shapes import USER, assert_shape


def test_users_come_with_their_account_and_role(call: CallApi) -> None:
    response = call("GET", "/companies/users/")
    assert response.status_code == 200
    users = response.json()
    for user in users:
        assert_shape(user["user"], USER)
    assert users[0]["user"]["email"] == "selin.aydin@example.com"
    assert users[0]["role"] == "admin"


def test_offices_come_with_their_address(call: CallApi) -> None:
    response = call("GET", "/companies/offices/")
    assert response.status_code == 200
    first = response.json()["results"][0]
    assert first["address"] == "Büyükdere Caddesi 127"
    names = {"id", "name", "address", "postal_code", "city", "country"}
    assert first.keys() == names


def test_every_company_has_its_own_users(call: CallApi) -> None:
    users = call("GET", "/companies/users/", key=2).json()
    assert users[0]["user"]["first_name"] == "Petra"
