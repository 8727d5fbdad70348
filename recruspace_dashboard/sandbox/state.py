"""The state of the sandbox: companies and all their data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property


def now() -> datetime:
    return datetime.now(UTC)


@dataclass(eq=False)
class StoredFile:
    """A file in the storage. Its bytes are made at the first download."""

    id: int
    name: str
    type: str
    folder: str
    file_size: int
    make: Callable[[], bytes] = field(repr=False)
    uploaded_at: datetime = field(default_factory=now)

    @cached_property
    def content(self) -> bytes:
        content = self.make()
        self.file_size = len(content)
        return content


@dataclass(eq=False)
class Member:
    """A user in a company: `id` is of the membership, `user_id` of the user."""

    id: int
    user_id: int
    email: str
    first_name: str
    last_name: str
    role: str
    profile_img: StoredFile | None = None
    created_at: datetime = field(default_factory=now)


@dataclass(eq=False)
class Office:
    id: int
    name: str
    address: str
    postal_code: str
    city: str
    country: str


@dataclass(eq=False)
class Pool:
    id: int
    name: str
    created_by: Member
    created_at: datetime = field(default_factory=now)


@dataclass(eq=False)
class Question:
    id: int
    question_key: str
    question: str
    answer_type: str
    options: list[str] = field(default_factory=list)


@dataclass(eq=False)
class JobPost:
    hash: str
    title: str
    description: str
    status: str
    employment_type: str
    workplace_type: str
    pipeline: int
    locations: list[Office]
    created_by: Member
    created_at: datetime
    questions: list[Question] = field(default_factory=list)


@dataclass(eq=False)
class Stage:
    id: int
    name: str
    key: str
    pipeline: int
    created_at: datetime


@dataclass(eq=False)
class Substage:
    id: int
    stage: Stage
    name: str
    queue: int
    is_visible: bool
    created_at: datetime
    email_template: int | None


@dataclass(eq=False)
class Tag:
    id: int
    title: str


@dataclass(eq=False)
class Note:
    id: int
    text: str
    created_at: datetime = field(default_factory=now)


@dataclass(eq=False)
class Candidate:
    """A candidate in one pool, or at one job post, or both.

    In two pools, this is two candidates with the same e-mail address.
    """

    id: int
    user_id: int
    email: str
    first_name: str
    last_name: str
    entry_method: str
    source_platform: str
    pool: Pool | None = None
    job_post: JobPost | None = None
    initial_applied_job_post: JobPost | None = None
    cv: StoredFile | None = None
    photo: StoredFile | None = None
    phone_number: str | None = None
    address: str | None = None
    city: str | None = None
    country: str | None = None
    score: int | None = None
    is_seen: bool = False
    created_at: datetime = field(default_factory=now)
    tags: list[Tag] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    answers: list[dict[str, object]] = field(default_factory=list)
    suitability: str | None = "undecided"
    substage: Substage | None = None
    error_status: bool = False
    error_logs: list[str] = field(default_factory=list)
    missing: frozenset[str] = frozenset()
    """Fields that the API omits for this candidate."""


@dataclass(eq=False)
class Ids:
    """Counts the ids of all companies, so that no two are equal."""

    last: int = 1000

    def new(self) -> int:
        self.last += 1
        return self.last


@dataclass(eq=False)
class Company:
    name: str
    ids: Ids = field(repr=False)
    members: dict[int, Member] = field(default_factory=dict)
    offices: dict[int, Office] = field(default_factory=dict)
    jobs: dict[str, JobPost] = field(default_factory=dict)
    pools: dict[int, Pool] = field(default_factory=dict)
    stages: list[Substage] = field(default_factory=list)
    tags: dict[str, Tag] = field(default_factory=dict)
    candidates: dict[int, Candidate] = field(default_factory=dict)
    files: dict[int, StoredFile] = field(default_factory=dict)

    def new_id(self) -> int:
        return self.ids.new()

    def in_pool(self, pool: Pool) -> list[Candidate]:
        return [c for c in self.candidates.values() if c.pool is pool]

    def applicants(self, job: JobPost) -> list[Candidate]:
        return [c for c in self.candidates.values() if c.job_post is job]

    def holds(self, email: str, pool: Pool | None, job: JobPost | None) -> bool:
        """Whether the pool or job post has this e-mail address already."""
        return any(
            candidate.email.lower() == email.lower()
            and (
                (pool is not None and candidate.pool is pool)
                or (job is not None and candidate.job_post is job)
            )
            for candidate in self.candidates.values()
        )

    def tag(self, title: str) -> Tag:
        """The tag with that title, created if there is none."""
        key = title.casefold()
        if key not in self.tags:
            self.tags[key] = Tag(self.new_id(), title)
        return self.tags[key]

    def store(
        self,
        name: str,
        content_type: str,
        folder: str,
        make: Callable[[], bytes],
        file_size: int,
        uploaded_at: datetime | None = None,
    ) -> StoredFile:
        file = StoredFile(
            self.new_id(),
            name,
            content_type,
            folder,
            file_size,
            make,
            uploaded_at or now(),
        )
        self.files[file.id] = file
        return file


@dataclass(eq=False)
class World:
    """All companies, and the company and user of each key."""

    companies: list[Company]
    keys: dict[str, tuple[Company, Member]]

    def file(self, file_id: int) -> StoredFile | None:
        for company in self.companies:
            if file_id in company.files:
                return company.files[file_id]
        return None
