"""Every page that reads from the API: how it is asked for, and which of its calls a
fault strikes."""

from dataclasses import dataclass

from recruspace_dashboard.sandbox.state import Candidate, Company, JobPost, Pool
from tests.faults.faults import WORKS, Fault, Shown

CANARY = "canary@example.com"


@dataclass(frozen=True)
class PoolPage:
    """Whom and what the pages are about."""

    company: Company
    pool: Pool
    other_pool: Pool
    candidate: Candidate
    job: JobPost

    @classmethod
    def of(cls, company: Company) -> "PoolPage":
        pools = list(company.pools.values())
        pool = max(pools, key=lambda one: len(company.in_pool(one)))
        candidate = next(
            one for one in company.in_pool(pool) if one.cv and one.photo and one.tags
        )
        candidate.email = CANARY
        other = next(one for one in pools if one is not pool)
        job = next(job for job in company.jobs.values() if len(job.questions) == 5)
        return cls(company, pool, other, candidate, job)

    def fill(self, text: str) -> str:
        return text.format(
            pool=self.pool.id,
            other_pool=self.other_pool.id,
            candidate=self.candidate.id,
            other=next(iter(self.company.candidates)),
            job=self.job.hash,
        )


@dataclass(frozen=True)
class ReadingPage:
    """`path` is of the API's calls that a fault strikes, `calls` how many those are."""

    name: str
    address: str
    path: str
    calls: int = 1
    lists: bool = False
    # The fault stands in a part, and the rest is shown; or nothing is said of it.
    in_part: bool = False
    silent: bool = False
    # Leads to the page for the key where a part was refused for it.
    needs_key: bool = True
    # Looks for the thing in a list, by its id.
    finds: bool = False
    # A file, whose own link may then be of no use.
    is_file: bool = False

    def __str__(self) -> str:
        return self.name.replace(" ", "-")

    def expected(self, fault: Fault) -> Shown | None:
        """What is shown of a fault to who reads; None where it cannot meet this."""
        return fault.reads if self.lists or not fault.of_lists else None

    def shown(self, fault: Fault) -> Shown:
        """What this page shows of a fault, without an older answer."""
        shown = fault.reads or WORKS
        if self.finds and fault.without_ids:
            return Shown(404)
        # What keeps every call from its answer leaves no other part standing.
        if not self.in_part or fault.way or (fault.number == 25 and self.needs_key):
            return shown
        return Shown(200, "" if self.silent else shown.words)


POOLS, CANDIDATES = r"/talent-pools/", r"/talent-pools/\d+/candidates/"
JOBS, JOB = r"/job-posts/", r"/job-posts/\w+/"
CANDIDATE = r"/candidates/\d+/"

READING = [
    ReadingPage("home", "/", f"{POOLS}|{JOBS}", calls=2, lists=True),
    ReadingPage("home, its pools", "/", POOLS, lists=True, in_part=True),
    ReadingPage("home, its candidates", "/", CANDIDATES, lists=True, in_part=True),
    ReadingPage("pools", "/pools/", POOLS, lists=True),
    ReadingPage("pool", "/pools/{pool}/", CANDIDATES, lists=True),
    ReadingPage("pool, its name", "/pools/{pool}/", POOLS, lists=True, finds=True),
    ReadingPage("rename pool", "/pools/{pool}/rename/", POOLS, lists=True, finds=True),
    ReadingPage("delete pool", "/pools/{pool}/delete/", POOLS, lists=True, finds=True),
    ReadingPage(
        "find",
        f"/candidates/?email={CANARY}",
        "/candidates/search-by-email/",
        lists=True,
    ),
    ReadingPage(
        "find by e-mail",
        f"/candidates/find/?email={CANARY}",
        "/candidates/search-by-email/",
        lists=True,
    ),
    ReadingPage("candidate", "/candidates/{candidate}/", CANDIDATE),
    ReadingPage(
        "candidate, the neighbours",
        "/candidates/{candidate}/?pool={pool}",
        CANDIDATES,
        lists=True,
        in_part=True,
        silent=True,
        needs_key=False,
    ),
    ReadingPage("compare", "/compare/?ids={candidate},{other}", CANDIDATE, calls=2),
    ReadingPage("cv", "/candidates/{candidate}/cv/", CANDIDATE, is_file=True),
    ReadingPage("pages", "/candidates/{candidate}/cv/view/", CANDIDATE, is_file=True),
    ReadingPage("page", "/candidates/{candidate}/cv/view/1/", CANDIDATE, is_file=True),
    ReadingPage("photo", "/candidates/{candidate}/photo/", CANDIDATE, is_file=True),
    ReadingPage("assign", "/candidates/{candidate}/assign/", CANDIDATE),
    ReadingPage("new candidate", "/candidates/new/", f"{POOLS}|{JOBS}", 2, lists=True),
    ReadingPage(
        "new candidate, the pools",
        "/candidates/new/",
        POOLS,
        lists=True,
        in_part=True,
        needs_key=False,
    ),
    ReadingPage("jobs", "/jobs/", JOBS, lists=True),
    ReadingPage("job", "/jobs/{job}/", JOB),
    ReadingPage(
        "job, its questions", "/jobs/{job}/", JOB + "questions/", 1, True, in_part=True
    ),
    ReadingPage("apply", "/jobs/{job}/apply/", JOB),
    ReadingPage(
        "apply, the questions", "/jobs/{job}/apply/", JOB + "questions/", 1, True
    ),
    ReadingPage("company", "/company/", "/companies/.*", calls=2, lists=True),
    ReadingPage(
        "company, its users", "/company/", "/companies/users/", 1, True, in_part=True
    ),
]
