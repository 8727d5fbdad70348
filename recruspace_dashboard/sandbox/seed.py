"""Builds the invented companies: always the same ones, except for the dates."""

from __future__ import annotations

import pickle  # nosec B403
from datetime import UTC, datetime, timedelta
from functools import lru_cache, partial
from random import Random

from .candidate_data import invent_candidates
from .careers import Career
from .photos import portrait
from .plans import PIPELINE, POYRAZ, QUESTIONS, SILBERSEE, CompanyPlan, JobPlan
from .state import (
    Company,
    Ids,
    JobPost,
    Member,
    Office,
    Pool,
    Question,
    Stage,
    Substage,
    World,
)

HASH_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


def new_world(candidates: int) -> World:
    """Two companies: one with this many candidates, one with a tenth as many."""
    return _new_world(candidates, _today())


def copied_world(candidates: int) -> World:
    """A copy of a cached `new_world`, which takes a fifth of the time.

    The pickled world stays in memory, so this is for sandboxes that are reset.
    """
    pickled = _pickled_world(candidates, _today())
    world: World = pickle.loads(pickled)  # noqa: S301  # nosec B301
    return world


# All dates are relative to today, so the cache is by day.
@lru_cache(maxsize=4)
def _pickled_world(candidates: int, today: datetime) -> bytes:
    return pickle.dumps(_new_world(candidates, today), pickle.HIGHEST_PROTOCOL)


def _today() -> datetime:
    return datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def _new_world(candidates: int, today: datetime) -> World:
    ids = Ids()
    companies: list[Company] = []
    keys: dict[str, tuple[Company, Member]] = {}
    for plan, number in ((POYRAZ, candidates), (SILBERSEE, candidates // 10)):
        company = _company(plan, number, ids, today)
        companies.append(company)
        keys |= {
            key: (company, member)
            for key, member in zip(plan.keys, company.members.values(), strict=False)
        }
    return World(companies, keys)


def _company(plan: CompanyPlan, candidates: int, ids: Ids, today: datetime) -> Company:
    random, company = Random(plan.name), Company(plan.name, ids)
    founded = today - timedelta(days=700)
    _hire(company, plan, founded)
    for place in plan.offices:
        office = Office(company.new_id(), *place)
        company.offices[office.id] = office
    members = list(company.members.values())
    for number, pool_plan in enumerate(plan.pools):
        made = today - timedelta(days=pool_plan.age_days, hours=random.uniform(5, 16))
        creator = members[number % len(members)]
        pool = Pool(company.new_id(), pool_plan.name, creator, made)
        company.pools[pool.id] = pool
    pipeline = _pipeline(company, founded)
    careers: dict[str, Career] = {}
    for job_plan in plan.jobs:
        job = _job(company, job_plan, pipeline, random, today)
        company.jobs[job.hash] = job
        careers[job.hash] = job_plan.career
    invent_candidates(company, plan.pools, careers, candidates, random, today)
    return company


def _hire(company: Company, plan: CompanyPlan, founded: datetime) -> None:
    for number, (first_name, last_name, role) in enumerate(plan.members):
        email = f"{first_name}.{last_name}@example.com".lower()
        member = Member(
            company.new_id(),
            company.new_id(),
            email.translate(str.maketrans("çşıüáğ", "csiuag")),
            first_name,
            last_name,
            role,
            created_at=founded + timedelta(days=9 * number, hours=9),
        )
        if number % 2 == 0:
            member.profile_img = company.store(
                f"{first_name}.jpg",
                "image/jpeg",
                "photo",
                partial(portrait, member.id, long_hair=True),
                7_000,
                founded,
            )
        company.members[member.id] = member


def _pipeline(company: Company, founded: datetime) -> int:
    pipeline = company.new_id()
    for name, key, steps in PIPELINE:
        stage = Stage(company.new_id(), name, key, pipeline, founded)
        for queue, step in enumerate(steps):
            template = company.new_id() if key in ("applied", "rejected") else None
            company.stages.append(
                Substage(company.new_id(), stage, step, queue, True, founded, template)
            )
    return pipeline


def _job(
    company: Company, plan: JobPlan, pipeline: int, random: Random, today: datetime
) -> JobPost:
    return JobPost(
        hash="".join(random.choices(HASH_LETTERS, k=24)),
        title=plan.title,
        description=(
            f"<p>{plan.about}</p><h3>What you bring</h3><ul>"
            + "".join(f"<li>{skill}</li>" for skill in plan.career.skills[:4])
            + f"</ul><p>Write to us: we answer <strong>every application</strong>. "
            f"The {company.name} team.</p>"
        ),
        status=plan.status,
        employment_type=plan.employment_type,
        workplace_type=plan.workplace_type,
        pipeline=pipeline,
        locations=[
            office for office in company.offices.values() if office.city in plan.cities
        ],
        created_by=random.choice(list(company.members.values())),
        created_at=today - timedelta(days=random.randint(5, 260), hours=13),
        questions=[
            Question(company.new_id(), key, *QUESTIONS[key]) for key in plan.questions
        ],
    )
