import pytest

from recruspace_dashboard.services import endpoints
from tests.services.conftest import reads_lists

ROOT = "/api/v1/client/companies"
FIRST_HUNDRED = {"page": ["1"], "page_size": ["100"]}


@reads_lists
@pytest.mark.endpoint(endpoints.LIST_OFFICES)
def test_offices_are_listed(recruspace, the_call, company):
    page = recruspace.companies.list_offices()
    call = the_call()
    assert (call.method, call.path, call.body) == ("GET", f"{ROOT}/offices/", b"")
    assert call.query == FIRST_HUNDRED
    assert [each.id for each in page.items] == list(company.offices)
    first, known = page.items[0], next(iter(company.offices.values()))
    assert first.name == known.name
    assert first.address == (
        known.address,
        known.postal_code,
        known.city,
        known.country,
    )


@reads_lists
@pytest.mark.endpoint(endpoints.LIST_USERS)
def test_users_are_listed_with_their_roles(recruspace, the_call, company):
    page = recruspace.companies.list_users()
    call = the_call()
    assert (call.method, call.path, call.body) == ("GET", f"{ROOT}/users/", b"")
    assert call.query == FIRST_HUNDRED
    assert [
        (each.id, each.user.id, each.user.email, each.name, each.role)
        for each in page.items
    ] == [
        (
            member.id,
            member.user_id,
            member.email,
            f"{member.first_name} {member.last_name}",
            member.role,
        )
        for member in company.members.values()
    ]
    assert page.items[0].user.photo.startswith("http://")
    assert page.items[1].user.photo == ""


@reads_lists
@pytest.mark.endpoint(endpoints.LIST_USERS)
def test_a_page_of_the_users(recruspace, the_call, company):
    page = recruspace.companies.list_users(page=2, page_size=2)
    assert the_call().query == {"page": ["2"], "page_size": ["2"]}
    assert [each.id for each in page.items] == list(company.members)[2:4]
