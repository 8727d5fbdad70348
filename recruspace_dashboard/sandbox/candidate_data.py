"""Invents the candidates of a company, including edge cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import PurePosixPath
from random import Random

from .careers import Career
from .cv_kinds import file_of
from .names import COUNTRIES, COUNTRY, Country, plain
from .photos import portrait
from .plans import PoolPlan
from .state import Candidate, Company, JobPost, Pool

SOURCES = ("career_page", "linkedin", "indeed", "kariyer_net", "referral", "api")
ENTRY_METHODS = ("imported", "manual", "sourced")
OLDEST_DAYS = 540

EDGE_CASES: tuple[dict[str, object], ...] = (
    {
        "first_name": "Şükrü",
        "last_name": "Gündoğdu",
        "email": "sukru.gundogdu@example.com",
        "phone_number": "+90 532 000 12 34",
        "address": "Bağdat Caddesi 88",
        "city": "İstanbul",
        "country": "Türkiye",
    },
    {
        "first_name": "María de los Ángeles Guadalupe Inmaculada",
        "last_name": "Fernández-Villaverde y Gutiérrez de la Concepción "
        "Wolkenkratzerbaumeistersdóttir",
        "email": "maria.de.los.angeles.guadalupe.inmaculada.fernandez-villaverde"
        ".y.gutierrez@mail.human-resources.example.org",
    },
    {
        "first_name": "<b>Robin</b>",
        "last_name": "O'Hara & <script>alert(1)</script>",
        "email": "robin.ohara@example.org",
    },
    {"cv": None, "photo": None, "phone_number": None, "is_seen": False},
    {
        "cv": None,
        "photo": None,
        "last_name": "",
        "error_status": True,
        "error_logs": [
            "The CV could not be read: the file is protected by a password.",
            "No last name was found.",
        ],
    },
    {
        "phone_number": None,
        "city": None,
        "country": None,
        "suitability": None,
        "missing": frozenset({"address", "score", "substage", "photo", "job_post"}),
    },
    {"error_status": True, "error_logs": ["No phone number was found in the CV."]},
)
"""Data that pages may fail on: special letters, long names, HTML, missing values."""


class CandidateFactory:
    """Invents the candidates of one company, one after the other."""

    def __init__(
        self,
        company: Company,
        plans: Sequence[PoolPlan],
        careers: dict[str, Career],
        random: Random,
    ) -> None:
        self.company = company
        self.random = random
        self.plans = dict(zip(company.pools.values(), plans, strict=True))
        self.careers = careers
        self.emails: set[str] = set()
        self.known: list[Candidate] = []
        self.placed: set[tuple[str, Pool | None]] = set()

    def add(self, created_at: datetime) -> None:
        candidate = self._invented(created_at)
        self.company.candidates[candidate.id] = candidate
        self.known.append(candidate)
        self.placed.add((candidate.email, candidate.pool))

    def _invented(self, created_at: datetime) -> Candidate:
        """A new candidate, or in one of twenty cases a known one in a second pool."""
        random = self.random
        if len(self.known) > 20 and random.random() < 0.05:
            return self._in_another_pool(random.choice(self.known), created_at)
        pool = self._pool()
        career = self.plans[pool].career if pool else None
        job = self._job(career) if not pool or random.random() < 0.45 else None
        if job:
            career = self.careers[job.hash]
        country = self._country(pool)
        candidate, woman = self._with_contact_data(country, created_at)
        candidate.pool, candidate.job_post = pool, job
        candidate.initial_applied_job_post = job
        self._add_status(candidate)
        if career:
            self._add_tags(candidate, career)
            self._add_files(candidate, career, woman=woman)
        return candidate

    def _pool(self) -> Pool | None:
        choices: list[Pool | None] = [*self.plans, None]
        shares = [plan.share for plan in self.plans.values()]
        weights = [*shares, 100 - sum(shares)]
        return self.random.choices(choices, weights)[0]

    def _job(self, career: Career | None) -> JobPost | None:
        jobs = [
            job
            for job in self.company.jobs.values()
            if career in (None, self.careers[job.hash])
        ]
        return self.random.choice(jobs) if jobs else None

    def _country(self, pool: Pool | None) -> Country:
        wanted = self.plans[pool].countries if pool else ()
        choices = [COUNTRY[name] for name in wanted] or COUNTRIES
        if wanted and self.random.random() < 0.1:
            choices = COUNTRIES
        return self.random.choices(choices, [each.weight for each in choices])[0]

    def _with_contact_data(
        self, country: Country, created_at: datetime
    ) -> tuple[Candidate, bool]:
        random = self.random
        first_name, last_name, woman = country.full_name(random)
        candidate = Candidate(
            id=self.company.new_id(),
            user_id=self.company.new_id(),
            email=self._email(first_name, last_name, country),
            first_name=first_name,
            last_name=last_name,
            entry_method=random.choice(ENTRY_METHODS),
            source_platform=random.choice(SOURCES),
            phone_number=country.phone_number(random)
            if random.random() < 0.9
            else None,
            city=country.pick(random, country.cities),
            country=country.name,
            created_at=created_at,
        )
        if random.random() < 0.6:
            street = country.pick(random, country.streets)
            candidate.address = f"{street} {random.randint(1, 140)}"
        return candidate, woman

    def _email(self, first_name: str, last_name: str, country: Country) -> str:
        first, last = (
            "".join(each for each in plain(name, country.name) if each.isalnum())
            for name in (first_name, last_name)
        )
        separator = self.random.choice((".", ".", "_", ""))
        domain = self.random.choice(("example.com", "example.org"))
        email, number = f"{first}{separator}{last}@{domain}", 1
        while email in self.emails:
            number += 1
            email = f"{first}{separator}{last}{number}@{domain}"
        self.emails.add(email)
        return email

    def _add_status(self, candidate: Candidate) -> None:
        random = self.random
        candidate.is_seen = random.random() < 0.7
        if random.random() < 0.75:
            candidate.score = min(99, int(random.gauss(68, 15)))
        candidate.suitability = random.choices(
            ("suitable", "undecided", "not_suitable"), (40, 42, 18)
        )[0]
        if candidate.job_post:
            candidate.entry_method = "applied"
            weights = [30, 20, 14, 10, 8, 6, 5, 3, 2, 8, 3]
            candidate.substage = random.choices(self.company.stages, weights)[0]

    def _add_tags(self, candidate: Candidate, career: Career) -> None:
        amount = self.random.choice((0, 0, 1, 1, 2, 2, 3, 4))
        for title in self.random.sample(career.tags, k=amount):
            candidate.tags.append(self.company.tag(title))

    def _add_files(self, candidate: Candidate, career: Career, *, woman: bool) -> None:
        random = self.random
        if random.random() < 0.45:
            candidate.photo = self.company.store(
                "photo.jpg",
                "image/jpeg",
                "photo",
                partial(portrait, candidate.user_id, long_hair=woman),
                random.randint(6_000, 8_000),
                candidate.created_at,
            )
        if random.random() < 0.94:
            file = file_of(candidate, career, len(self.company.candidates))
            candidate.cv = self.company.store(
                _cv_name(candidate) + file.ending,
                file.type,
                "cv",
                file.make,
                file.size + random.randint(0, 700),
                candidate.created_at,
            )

    def _in_another_pool(self, known: Candidate, created_at: datetime) -> Candidate:
        """The same data under a new candidate id, in another pool."""
        others = [
            pool
            for pool, plan in self.plans.items()
            if plan.share and (known.email, pool) not in self.placed
        ]
        pool = self.random.choice(others) if others else None
        return replace(
            known,
            id=self.company.new_id(),
            pool=pool,
            job_post=None,
            substage=None,
            created_at=created_at,
            entry_method="manual",
            tags=[],
            notes=[],
        )


def invent_candidates(
    company: Company,
    plans: Sequence[PoolPlan],
    careers: dict[str, Career],
    amount: int,
    random: Random,
    today: datetime,
) -> None:
    """Fill the pools and job posts, the newest candidates last."""
    ages = (OLDEST_DAYS * random.random() ** 2 for _ in range(amount))
    factory = CandidateFactory(company, plans, careers, random)
    for age in sorted(ages, reverse=True):
        day = today - timedelta(days=int(age) + 1)
        created_at = day + timedelta(seconds=random.uniform(6 * 3600, 18 * 3600))
        factory.add(created_at)
    _add_edge_cases(list(company.candidates.values())[::-1], company)


def _add_edge_cases(newest: list[Candidate], company: Company) -> None:
    """Turn some of the newest candidates of the first pool into edge cases."""
    times = Counter(candidate.email for candidate in newest)
    first_pool = next(iter(company.pools.values()))
    candidates = [
        each for each in newest if each.pool is first_pool and times[each.email] == 1
    ]
    # Complete candidates first, as the first edge case changes only letters.
    candidates.sort(key=lambda each: not (each.cv and each.photo))
    for candidate, changes in zip(candidates[::2], EDGE_CASES, strict=False):
        for name, value in changes.items():
            setattr(candidate, name, value)
        if candidate.cv:
            ending = PurePosixPath(candidate.cv.name).suffix
            candidate.cv.name = _cv_name(candidate) + ending


def _cv_name(candidate: Candidate) -> str:
    name = f"CV {candidate.first_name} {candidate.last_name}"
    return "".join(each for each in name if each not in "<>/&")[:60]
