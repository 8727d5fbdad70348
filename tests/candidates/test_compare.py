"""Two to four candidates side by side."""

import re

import pytest
from django.contrib.auth.models import User

from recruspace_dashboard.accounts.models import ApiKey
from recruspace_dashboard.verdicts.models import Verdict
from tests.conftest import PASSWORD, Browser
from tests.each_case import each_case
from tests.http import text

NOT_FOUND = "This is not in Recruspace, or it was deleted."


@pytest.fixture
def three(company, pool):
    return [one for one in company.in_pool(pool) if one.cv][:3]


def address(*ids: object) -> str:
    return f"/compare/?ids={','.join(map(str, ids))}"


def rows(page: str) -> dict[str, list[str]]:
    """The words of each row's cells, by its title; a mark is part of the title."""
    found = {}
    body = page.split("<tbody>")[1].split("</tbody>")[0]
    for row in body.split("</tr>")[:-1]:
        cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)
        words = [" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in cells]
        found[words[0]] = words[1:]
    return found


@each_case(
    ("query", "words"),
    [
        ("", "Choose two to four candidates"),
        ("?ids=", "Choose two to four candidates"),
        ("?ids=7", "Choose two to four candidates"),
        ("?ids=7,7,7", "Choose two to four candidates"),
        ("?ids=x,-3,7,1e9,\0", "Choose two to four candidates"),
        ("?ids=1,2,3,4,5", "5 candidates are too many to compare"),
        ("?ids=1&ids=2,3&ids=4&ids=5&ids=6", "6 candidates are too many to compare"),
    ],
)
def test_fewer_more_and_nonsense_are_explained(browse, sandbox, query, words):
    answer = browse.get(f"/compare/{query}")
    assert answer.status_code == 200
    assert words in text(answer)
    assert sandbox.requests == []


def test_of_too_many_the_first_four_are_offered(browse):
    assert 'href="/compare/?ids=9,2,3,4"' in text(browse.get(address(9, 2, 3, 4, 5)))


def test_each_is_read_once_and_shown_in_the_order_asked(browse, sandbox, three):
    ids = [one.id for one in reversed(three)]
    page = text(browse.get(address(*ids)))
    called = sorted((one.method, one.path) for one in sandbox.requests)
    assert called == sorted(("GET", f"/api/v1/client/candidates/{id}/") for id in ids)
    heads = re.findall(r'<th scope="col">\s*<a href="/candidates/(\d+)/">', page)
    assert heads == [str(id) for id in ids]
    for id in ids:
        assert f'hx-get="/candidates/{id}/cv/view/" hx-trigger="intersect once"' in page


def test_what_differs_is_marked_with_a_word(browse, three):
    first, second = three[:2]
    for one, score in ((first, 70), (second, 0)):
        one.score, one.city, one.suitability = score, "İzmir", "suitable"
    first.email, second.email = "<b>@example.com", ""
    page = text(browse.get(address(first.id, second.id)))
    found = rows(page)
    assert found["City"] == ["İzmir", "İzmir"]
    assert found["Suitability"] == ["Suitable", "Suitable"]
    assert found["Score ≠ Differs"] == ["70", "0"]
    assert found["E-mail ≠ Differs"] == ["&lt;b&gt;@example.com", ""]


def test_what_is_known_of_nobody_has_no_row(browse, three):
    for one in three:
        one.score = None
    found = rows(text(browse.get(address(*(one.id for one in three)))))
    assert not [title for title in found if title.startswith("Score")]


def test_the_copy_gives_their_pools(browse, sync, pool, three):
    assert "Pools" not in rows(text(browse.get(address(three[0].id, three[1].id))))
    sync()
    found = rows(text(browse.get(address(three[0].id, three[1].id))))
    assert found["Pools"] == [pool.name, pool.name]


def test_verdicts_stand_beside_each_other(browse, user, three):
    Verdict.give(user, three[0].id, "yes", "good <SQL>")
    found = rows(text(browse.get(address(three[0].id, three[1].id))))
    assert found["Verdict ≠ Differs"] == ["Ayşe Y.: Yes, good &lt;SQL&gt;", ""]


def test_who_is_not_seen_is_as_who_never_was(browse, sandbox, user, three):
    theirs = next(iter(sandbox.company(sandbox.keys[2]).candidates))
    Verdict.give(user, theirs, "yes", "canary")
    page = text(browse.get(address(three[0].id, theirs, 987_654_321)))
    heads = page.split("<thead>")[1].split("</thead>")[0]
    for id in (theirs, 987_654_321):
        assert f'<span>#{id}</span>\n<p class="hint">Not found. {NOT_FOUND}' in heads
    assert "canary" not in page
    # Nothing differs from who is not there.
    assert "Differs" not in page.split("<tbody>")[1]


def test_somebody_of_another_company_sees_nobody(user, sandbox, three):
    stranger = User.objects.create_user("stranger", password=PASSWORD)
    ApiKey.store(stranger, sandbox.keys[2])
    client = Browser()
    client.force_login(stranger)
    answer = client.get(address(three[0].id, three[1].id))
    assert answer.status_code == 404
    assert three[0].email not in text(answer)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (500, "Recruspace has a problem"),
        (403, "Not allowed"),
        (429, "Too many requests"),
    ],
)
def test_who_cannot_be_read_says_so_in_their_column(
    browse, sandbox, three, status, words
):
    first, second = three[:2]
    sandbox.reply("GET", f"/candidates/{second.id}/", status=status)
    answer = browse.get(address(first.id, second.id))
    assert answer.status_code == 200
    assert f"<span>#{second.id}</span>" in text(answer)
    assert words in text(answer)
    assert first.first_name in text(answer)


@pytest.mark.parametrize(("status", "ours"), [(500, 502), (404, 404), (401, 302)])
def test_where_nobody_can_be_read_the_page_says_why(
    browse, sandbox, three, status, ours
):
    sandbox.reply("GET", "/candidates/", status=status)
    answer = browse.get(address(three[0].id, three[1].id))
    assert answer.status_code == ours
    if ours == 302:
        assert answer["Location"].startswith("/account/key/")


def test_a_stranger_signs_in_first(client, db):
    assert client.get(address(1, 2))["Location"].startswith("/login/")
