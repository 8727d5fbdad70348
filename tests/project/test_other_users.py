"""Nobody reaches the things of another user: every address with a parameter is opened
with something of another company, and with what another user was given.

The addresses are taken from the project, so that a new one cannot be forgotten.
"""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from recruspace_dashboard.accounts.models import ApiKey
from recruspace_dashboard.files.references import FileReference
from recruspace_dashboard.intake.models import Intake
from recruspace_dashboard.lists.models import SavedView
from recruspace_dashboard.sandbox.state import Company
from recruspace_dashboard.writes.models import Batch, Write
from tests.candidates.filled import filled
from tests.conftest import PASSWORD, Browser
from tests.intake.filled import add_file

HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/"}
# These lead to the candidate's page, which is then not found.
LEADS_ON = {"candidates:add_note", "candidates:add_tag", "verdicts:verdict"}


def _named(resolver: URLResolver, before: str = "") -> dict[str, set[str]]:
    """The addresses with a parameter in them: their names and its names."""
    found: dict[str, set[str]] = {}
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            if entry.pattern.converters:
                found[before + str(entry.name)] = set(entry.pattern.converters)
        else:
            space = f"{entry.namespace}:" if entry.namespace else ""
            found |= _named(entry, before + space)
    return found


NAMED = _named(get_resolver())
# About the dashboard's own users: for superusers only, whatever the number.
USERS = {name for name in NAMED if name.startswith("team:")}
OBJECTS = sorted(set(NAMED) - USERS)


def test_the_addresses_are_found():
    assert {"pools:detail", "candidates:cv", "jobs:apply"} <= set(OBJECTS)
    assert len(USERS) >= 3


@pytest.fixture
def stranger(db, sandbox) -> Client:
    """A browser of somebody with the key of another company than `company`."""
    user = User.objects.create_user("stranger", password=PASSWORD)
    ApiKey.store(user, sandbox.keys[2])
    client = Browser()
    client.force_login(user)
    return client


@pytest.fixture
def theirs(user: User, company: Company) -> dict[str, object]:
    """Something of the company for each parameter that an address can have."""
    with_files = (one for one in company.candidates.values() if one.cv and one.photo)
    intake = Intake.objects.create(owner=user)
    add_file(intake)
    published = (job for job in company.jobs.values() if job.status == "published")
    return {
        "candidate_id": next(with_files).id,
        "pool_id": next(iter(company.pools)),
        "job_hash": next(published).hash,
        "number": 1,
        "page": 1,
        "view_id": SavedView.objects.create(owner=user, name="Private").pk,
        "intake_id": intake.pk,
        "batch_id": Batch.objects.create(owner=user, sealed_for=user.pk).pk,
        "write_id": Write.objects.create(
            owner=user, sealed_for=user.pk, action="note", state="unknown"
        ).pk,
    }


def address(name: str, theirs: dict[str, object]) -> str:
    return reverse(name, kwargs={each: theirs[each] for each in NAMED[name]})


def state(company: Company) -> str:
    """All that somebody could have changed."""
    users = [
        (one.id, one.pool and one.pool.id, len(one.notes), [tag.id for tag in one.tags])
        for one in company.candidates.values()
    ]
    pools = [(pool.id, pool.name) for pool in company.pools.values()]
    return repr((users, pools, len(company.files), sorted(company.tags)))


@pytest.mark.parametrize("name", OBJECTS)
def test_the_owner_opens_it(browse: Client, theirs, name: str):
    answer = browse.get(address(name, theirs), follow=True)
    assert answer.status_code == 200


@pytest.mark.parametrize("name", OBJECTS)
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_nobody_else_opens_it(stranger: Client, theirs, name: str, headers):
    answer = stranger.get(address(name, theirs), headers=headers)
    if name in LEADS_ON:
        answer = stranger.get(answer.url, headers=headers)
    assert answer.status_code == 404


@pytest.mark.parametrize("name", OBJECTS)
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_nobody_else_changes_it(
    stranger: Client, sandbox, company: Company, theirs, name: str, headers
):
    own = next(iter(sandbox.company(sandbox.keys[2]).pools))
    before = state(company)
    form = filled(
        name="Taken over",
        text="Seen",
        title="seen",
        talent_pool_id=str(own),
        verdict="yes",
    )
    answer = stranger.post(address(name, theirs), form, headers=headers)
    assert answer.status_code in {404, 405}
    assert state(company) == before


@pytest.mark.parametrize("field", ["talent_pool_id", "job_post"])
def test_nobody_puts_a_user_where_others_look(
    stranger: Client, company: Company, theirs, field: str
):
    before = state(company)
    place = theirs["pool_id" if field == "talent_pool_id" else "job_hash"]
    form = filled(**{field: str(place)})
    answer = stranger.post(reverse("candidates:create"), form)
    assert answer.status_code in {404, 422}
    assert state(company) == before


@pytest.mark.parametrize("name", ["upload_file", "candidates:create"])
def test_nobody_uses_the_uploaded_file_of_another(
    stranger: Client, browse: Client, user: User, name: str
):
    token = FileReference.sign(7, "cv.pdf", user).token
    place = reverse(name, query={"file": token})
    assert browse.get(place).status_code == 200
    assert stranger.get(place).status_code == 404


def test_nobody_assigns_with_the_uploaded_file_of_another(
    stranger: Client, sandbox, user: User
):
    token = FileReference.sign(7, "cv.pdf", user).token
    own = next(iter(sandbox.company(sandbox.keys[2]).candidates))
    place = reverse("candidates:assign", args=[own], query={"file": token})
    assert stranger.get(place).status_code == 404


@pytest.mark.parametrize("name", sorted(USERS))
@pytest.mark.parametrize("method", ["get", "post"])
def test_who_may_not_manage_users_learns_of_none(
    stranger: Client, user: User, name: str, method: str
):
    for pk in (user.pk, 999_999):
        answer = getattr(stranger, method)(reverse(name, args=[pk]))
        assert answer.status_code == 403
        assert user.username not in answer.content.decode()
    user.refresh_from_db()
    assert user.is_active
    assert user.check_password(PASSWORD)


def test_nothing_that_one_saw_is_shown_to_the_next(
    browse: Client, stranger: Client, company: Company, sandbox
):
    pool = next(iter(company.pools.values()))
    browse.get(reverse("pools:detail", args=[pool.id]))
    other = sandbox.company(sandbox.keys[2])
    names = {one.name for one in company.pools.values()}
    names -= {one.name for one in other.pools.values()}
    assert names
    for place in ["home", "pools:list", "candidates:create", "accounts:account"]:
        page = stranger.get(reverse(place)).content.decode()
        assert not [name for name in names if name in page]


def test_the_next_user_in_the_same_browser_finds_nothing_of_the_first(
    user: User, company: Company, sandbox
):
    second = User.objects.create_user("second", password=PASSWORD)
    ApiKey.store(second, sandbox.keys[2])
    client = Browser()
    client.force_login(user)
    client.get(reverse("pools:detail", args=[next(iter(company.pools))]))
    assert client.session.get("seen_pools")
    client.post(reverse("logout"))
    client.post(reverse("login"), {"username": "second", "password": PASSWORD})
    client.get(reverse("accounts:account"))
    assert not client.session.get("seen_pools")
