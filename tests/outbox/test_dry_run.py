"""The page of a batch before it is sent."""

import re

from tests.each_case import each_case
from tests.http import text
from tests.outbox.asking import (
    address,
    forms,
    stage,
    words,
    writes_in,
)


def test_the_dry_run_says_what_would_be_sent(browse, everybody, sandbox, company):
    company_tagged = everybody[0]
    batch = stage(browse, [*everybody[:3], 999_999_999])
    page = text(browse.get(address(batch)))
    said = words(browse.get(address(batch)))
    assert "Tag “Remote”" in said
    assert "Nothing has been sent yet" in said
    assert "3 will be sent" in swapped(page)
    assert "1 left out" in swapped(page)
    assert (
        "less than a minute 3 calls at today\N{RIGHT SINGLE QUOTATION MARK}s limit"
        in swapped(page)
    )
    assert "A tag cannot be removed from here" in said
    assert company_tagged.last_name in said
    # It is not said of each.
    assert said.count("Not sent yet") == 0
    [(first, held), *_] = forms(page).items()
    assert first == address(batch, "send")
    assert held.count("<button") == 1
    assert "Send 3" in held
    assert re.findall(r'<input[^>]*type="(\w+)"', held) == ["hidden"]
    assert writes_in(sandbox) == []
    assert "hx-trigger" not in page.partition('id="batch"')[2].partition(">")[0]


def swapped(page: str) -> str:
    """The numbers, each before its word, as they are seen."""
    pairs = re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", page, re.S)
    return "; ".join(" ".join(f"{dd} {dt}".split()) for dt, dd in pairs)


@each_case(
    ("data", "said"),
    [
        ({"action": "note", "text": "Hi"}, "A note cannot be changed or deleted"),
        ({"action": "pool"}, "This makes a new record of each candidate there"),
    ],
)
def test_it_says_what_cannot_be_taken_back(browse, everybody, company, data, said):
    if data["action"] == "pool":
        chosen = next(one for one in everybody if one.cv and one.email)
        data = data | {
            "talent_pool_id": next(
                one.id
                for one in company.pools.values()
                if not company.holds(chosen.email, one, None)
            )
        }
    else:
        chosen = everybody[0]
    batch = stage(browse, [chosen], **data)
    assert said in words(browse.get(address(batch)))


@each_case(
    ("limit", "number", "said"),
    [(100, 60, "less than a minute"), (6, 60, "about "), (100, 1, "less than")],
)
def test_how_long_it_takes_at_the_limit(
    browse, everybody, settings, limit, number, said
):
    settings.RECRUSPACE_CALLS_PER_MINUTE = limit
    batch = stage(browse, everybody[:number])
    minutes = swapped(text(browse.get(address(batch)))).rpartition("; ")[2]
    assert minutes.startswith(said), minutes


def test_where_nobody_is_left_there_is_nothing_to_send(browse, everybody):
    batch = stage(browse, [999_999_999])
    page = text(browse.get(address(batch)))
    assert address(batch, "send") not in forms(page)
    assert "There is nobody to send it for" in page
    assert "1 not found" in words(browse.get(address(batch)))
    assert forms(page) == {}
    assert "To be sent" not in page
