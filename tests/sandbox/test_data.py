"""The invented companies: large enough, realistic, and with known edge cases."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from recruspace_dashboard.sandbox.seed import copied_world, new_world
from recruspace_dashboard.sandbox.state import Candidate, Company, World


def poyraz(candidates: int = 400) -> Company:
    return new_world(candidates).companies[0]


def test_any_number_of_candidates_can_be_invented() -> None:
    for number in (0, 1, 5, 30, 400):
        assert len(poyraz(number).candidates) == number


def test_the_candidates_are_always_the_same() -> None:
    def candidates() -> list[tuple[int, str, str | None]]:
        return [
            (each.id, each.email, each.phone_number)
            for each in poyraz().candidates.values()
        ]

    assert candidates() == candidates()


def test_one_pool_is_large_and_one_is_empty() -> None:
    company = poyraz()
    sizes = {pool.name: len(company.in_pool(pool)) for pool in company.pools.values()}
    assert len(sizes) == 6
    assert sizes["Backend Engineers"] > 100
    assert sizes["Interns 2027"] == 0


def test_candidates_were_added_before_today_and_some_of_them_lately() -> None:
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    added = [each.created_at for each in poyraz().candidates.values()]
    assert max(added) < today
    assert max(added) > today - timedelta(days=7)


def test_addresses_are_plain_and_of_example_domains() -> None:
    for candidate in poyraz().candidates.values():
        assert candidate.email.isascii()
        assert candidate.email.endswith(("example.com", "example.org"))


def test_some_candidates_are_in_two_pools_as_two_candidates() -> None:
    by_email: dict[str, list[Candidate]] = {}
    for candidate in poyraz().candidates.values():
        by_email.setdefault(candidate.email, []).append(candidate)
    doubles = [each for each in by_email.values() if len(each) > 1]
    assert doubles
    for first, second, *_ in doubles:
        assert first.pool is not second.pool
        assert first.user_id == second.user_id


def test_the_edge_cases_are_there() -> None:
    for number in (60, 400):
        candidates = list(poyraz(number).candidates.values())
        assert any(each.first_name == "Şükrü" for each in candidates)
        assert any("<b>" in each.first_name for each in candidates)
        assert any(len(each.last_name) > 70 for each in candidates)
        assert any(each.cv is None for each in candidates)
        assert any(each.photo is None for each in candidates)
        assert any(each.error_status and each.error_logs for each in candidates)
        assert any(each.missing for each in candidates)
        assert any(each.country is None for each in candidates)


def test_keys_are_recognisable_and_differ_in_their_last_letters() -> None:
    world = new_world(0)
    assert all(key.startswith("rsp_demo_") for key in world.keys)
    assert len({key[-4:] for key in world.keys}) == 3
    companies = [company.name for company, _ in world.keys.values()]
    assert companies == ["Poyraz Labs", "Poyraz Labs", "Silbersee Logistics"]


def test_copies_of_the_world_are_as_new_and_share_nothing_that_changes() -> None:
    first, second, new = copied_world(30), copied_world(30), new_world(30)
    assert _content(first) == _content(new)
    company = first.companies[0]
    candidate = next(iter(company.candidates.values()))
    candidate.first_name = "Changed"
    candidate.tags.append(company.tag("Changed"))
    candidate.error_logs.append("Changed")
    company.pools.popitem()
    company.stages.clear()
    next(iter(company.jobs.values())).questions.clear()
    assert _content(first) != _content(new)
    assert _content(second) == _content(new)
    assert _content(copied_world(30)) == _content(new)
    assert second.companies[0].new_id() == new.companies[0].new_id()


def test_a_copy_holds_together_as_the_world_does() -> None:
    world = copied_world(60)
    company, member = next(iter(world.keys.values()))
    assert company is world.companies[0]
    assert company.members[member.id] is member
    assert company.ids is world.companies[1].ids
    assert {id(each.pool) for each in company.candidates.values() if each.pool} <= {
        id(pool) for pool in company.pools.values()
    }
    seen = next(each for each in company.candidates.values() if each.cv)
    assert seen.cv
    before = seen.cv.make()
    seen.first_name = "Another"
    assert seen.cv.make() != before


def test_a_copy_made_on_the_next_day_is_of_that_day(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def newest() -> datetime:
        candidates = copied_world(5).companies[0].candidates.values()
        return max(each.created_at for each in candidates)

    day, before = timedelta(days=1), newest()
    tomorrow = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    monkeypatch.setattr(
        "recruspace_dashboard.sandbox.seed._today", lambda: tomorrow + day
    )
    assert newest() == before + day


def _content(world: World) -> str:
    """All of the world as text, with the items of each set in order."""
    return re.sub(
        r"(?<=frozenset\(\{).*?(?=\})",
        lambda found: ", ".join(sorted(found[0].split(", "))),
        repr(world),
    )
