"""Verdicts in lists of candidates: a column, the filters, and files."""

import csv
import re
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from recruspace_dashboard.library.models import CopiedCandidate
from recruspace_dashboard.lists.columns import DEFAULT
from recruspace_dashboard.lists.rows import verdict_html
from recruspace_dashboard.verdicts.models import Verdict
from recruspace_dashboard.verdicts.reading import of_candidate
from tests.http import HTMX, text


@pytest.fixture
def colleague(db) -> User:
    return User.objects.create_user("bora", first_name="Bora", last_name="Kaya")


@pytest.fixture
def candidates(company, pool) -> list:
    return list(company.in_pool(pool))


def cells(page: str) -> list[str]:
    """What stands in the column, row after row, if anything."""
    found = [one.split("</td>")[0] for one in page.split('<td class="verdict')[1:]]
    return [cell for one in found if (cell := one.partition(">")[2])]


def test_of_each_the_own_and_the_number_of_others(user, colleague):
    assert verdict_html(of_candidate(7, user.pk)) == ""
    Verdict.give(user, 7, "yes", 'good "SQL" <b>')
    assert verdict_html(of_candidate(7, user.pk)) == (
        '<i class="said-yes" title="good &quot;SQL&quot; &lt;b&gt;">Yes</i>'
    )
    assert verdict_html(of_candidate(7, colleague.pk)) == (
        '<small title="ayse: Yes, good &quot;SQL&quot; &lt;b&gt;">+1</small>'
    ).replace("ayse", "Ayşe Y.")
    Verdict.give(colleague, 7, "no", "")
    both = verdict_html(of_candidate(7, colleague.pk))
    assert both.startswith('<i class="said-no">No</i><small title="Ayşe Y.: Yes')


def test_a_page_reads_them_in_one_statement(
    browse, sync, user, colleague, pool, candidates
):
    sync()
    for number, one in enumerate(candidates[:10]):
        Verdict.give(colleague if number % 2 else user, one.id, "yes", "x")
    ids = ",".join(str(one.id) for one in candidates[:10])
    with CaptureQueriesContext(connection) as sent:
        page = text(browse.get(f"/pools/{pool.id}/?q=id:{ids}"))
    assert sorted(cells(page)) == sorted(
        ['<i class="said-yes" title="x">Yes</i>'] * 5
        + ['<small title="Bora K.: Yes, x">+1</small>'] * 5
    )
    assert 'class="col-verdict' in page
    assert sum(Verdict._meta.db_table in one["sql"] for one in sent) == 1


def test_the_live_pool_has_them_as_well(browse, user, pool, candidates):
    first = text(browse.get(f"/pools/{pool.id}/"))
    assert cells(first) == []
    for one in candidates:
        Verdict.give(user, one.id, "maybe", "")
    assert cells(text(browse.get(f"/pools/{pool.id}/"))) == [
        '<i class="said-maybe">Maybe</i>'
    ] * min(25, len(candidates))


def test_where_the_column_is_not_shown_nothing_is_read(browse, user, pool, candidates):
    Verdict.give(user, candidates[0].id, "yes", "x")
    browse.post("/lists/columns/", {"columns": [*DEFAULT[:2]]})
    with CaptureQueriesContext(connection) as sent:
        page = text(browse.get(f"/pools/{pool.id}/"))
    assert "verdict" not in page.split("<table")[1].split("</table>")[0]
    assert not [one for one in sent if Verdict._meta.db_table in one["sql"]]


def group(page: str) -> dict[str, tuple[str, str]]:
    """The choices of the panel: their counts and addresses, by their words."""
    part = page[page.index("<h2>Verdict</h2>") :].split("</section>")[0]
    choice = r'href="([^"]*)".*?menu-name">([^<]*)<.*?menu-count">(\d+)<'
    return {name: (count, to) for to, name, count in re.findall(choice, part, re.S)}


def test_the_panel_offers_them_once_there_are_any(browse, sync, user, colleague):
    sync()
    panel = "/candidates/?filters=1"
    assert "<h2>Verdict</h2>" not in text(browse.get(panel, headers=HTMX))
    ids = list(CopiedCandidate.objects.values_list("candidate_id", flat=True))[:3]
    Verdict.give(user, ids[0], "yes", "")
    Verdict.give(colleague, ids[1], "yes", "")
    Verdict.give(user, ids[1], "no", "")
    choices = group(text(browse.get(panel, headers=HTMX)))
    total = CopiedCandidate.objects.count()
    counts = {name: count for name, (count, _address) in choices.items()}
    assert counts == {
        "Yes": "2",
        "No": "1",
        "Without a verdict": str(total - 2),
        "By me": "2",
    }
    assert choices["Yes"][1].startswith("/candidates/?q=verdict:yes")
    # Beside `by:me`, a choice is of my verdicts.
    asked = text(browse.get(f"{panel}&q=by:me", headers=HTMX))
    mine = {name: count for name, (count, _address) in group(asked).items()}
    assert mine["Yes"] == "1"
    assert mine["Without a verdict"] == str(total - 2)


def test_a_query_for_them_lists_whom_i_may_see(browse, sync, user, company):
    sync()
    ids = list(CopiedCandidate.objects.values_list("candidate_id", flat=True))
    Verdict.give(user, ids[0], "yes", "")
    Verdict.give(user, 987_654_321, "yes", "")
    page = text(browse.get("/candidates/?q=verdict:yes+by:me"))
    assert page.count('<th scope="row"') == 1
    assert f'id="c{ids[0]}"' in page


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_files_have_them_with_who_said_what(
    browse, sync, user, colleague, candidates, kind
):
    sync()
    one = candidates[0]
    Verdict.give(user, one.id, "yes", "=good, SQL")
    Verdict.give(colleague, one.id, "no", "")
    answer = browse.get(f"/candidates/export.{kind}?q=id:{one.id}")
    said = "Ayşe Y.: Yes, =good, SQL; Bora K.: No"
    content = b"".join(answer.streaming_content)
    if kind == "csv":
        head, row, _end = csv.reader(StringIO(content.decode("utf-8-sig")))
        assert row[head.index("Verdict")] == said
    else:
        sheet = ZipFile(BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()
        assert said in sheet
