import re
from html import unescape


def text(response):
    return unescape(response.content.decode())


def halves(response):
    """The part with the users, and the part with the offices."""
    return text(response).split('id="users"')[1].split('id="offices"')


def test_the_api_away_is_a_page_of_ours(browse, settings):
    settings.RECRUSPACE_API_URL = "http://127.0.0.1:9"
    response = browse.get("/company/")
    assert response.status_code == 503
    assert "Recruspace cannot be reached" in text(response)


def test_without_users_the_offices_stand(browse, sandbox, company):
    sandbox.reply("GET", "/companies/users/", status=500, body={"detail": "Boom"})
    response = browse.get("/company/")
    users, offices = halves(response)
    assert response.status_code == 200
    assert 'role="alert"' in users
    assert "Recruspace has a problem" in users
    assert "Boom" not in users
    assert all(office.name in offices for office in company.offices.values())


def test_without_offices_the_users_stand(browse, sandbox, company):
    # As it would be if the guessed path of the offices were wrong.
    sandbox.reply("GET", "/companies/offices/", status=404, body="<h1>Not Found</h1>")
    users, offices = halves(browse.get("/company/"))
    assert "Not found" in offices
    assert all(member.email in users for member in company.members.values())


def test_a_refused_key_leads_to_the_key_page(browse, sandbox):
    sandbox.reply("GET", "/companies/offices/", status=401, body={"detail": "No."})
    response = browse.get("/company/")
    assert response["Location"] == "/account/key/?next=%2Fcompany%2F"


def test_values_of_wrong_types_leave_the_rest_standing(browse, sandbox):
    users = [{"user": "x", "role": []}, None, {"user": {"email": "a@example.com"}}]
    offices = [{"name": 7, "city": {}}, "x", {"title": "Harbour", "zip_code": 123}]
    sandbox.reply("GET", "/companies/users/", status=200, body=users)
    sandbox.reply("GET", "/companies/offices/", status=200, body=offices)
    users, offices = halves(browse.get("/company/"))
    assert "Unnamed" in users
    assert "a@example.com" in users
    assert "Harbour" in offices
    assert "123" in offices


def test_an_address_from_outside_is_no_more_than_an_address(browse, company):
    member = next(iter(company.members.values()))
    member.first_name = "<script>alert(1)</script>"
    member.email = 'x@example.com?bcc=all@example.com"onclick="alert(1)'
    page = browse.get("/company/").content.decode()
    assert "<script>alert" not in page
    [address] = re.findall(r'href="(mailto:x@[^"]*)"', page)
    assert address.startswith("mailto:x@example.com%3Fbcc%3Dall@example.com%22onclick")


def test_without_users_and_offices_it_says_so(browse, company):
    company.members.clear()
    company.offices.clear()
    users, offices = halves(browse.get("/company/"))
    assert "lists no users" in users
    assert "No offices yet" in offices


def test_it_shows_users_with_roles_and_offices_with_addresses(browse, company):
    users, offices = halves(browse.get("/company/"))
    for member in company.members.values():
        row = users[users.index(f"{member.first_name} {member.last_name}") :]
        row = row.split("</li>")[0]
        assert f'href="mailto:{member.email}"' in row
        assert member.role.replace("_", " ").capitalize() in row
    for office in company.offices.values():
        row = offices[offices.index(f">{office.name}<") :].split("</li>")[0]
        parts = (office.address, office.postal_code, office.city, office.country)
        assert ", ".join(parts) in row


def test_it_makes_one_call_for_each(browse, sandbox):
    browse.get("/company/")
    assert sorted((call.method, call.path) for call in sandbox.requests) == [
        ("GET", "/api/v1/client/companies/offices/"),
        ("GET", "/api/v1/client/companies/users/"),
    ]


def test_more_users_than_one_call_gives_are_all_there(browse, sandbox, company):
    first = next(iter(company.members.values()))
    for number in range(120):
        member = type(first)(
            company.new_id(), company.new_id(), f"{number}@example.com", "", "", "admin"
        )
        company.members[member.id] = member
    users, _ = halves(browse.get("/company/"))
    assert users.count("<li>") == 125
