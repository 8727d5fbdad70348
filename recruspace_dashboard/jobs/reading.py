"""Reads job posts for the pages, with as few API calls as possible."""

from collections.abc import Sequence
from concurrent.futures import Future

from recruspace_dashboard.connection.parallel import beside
from recruspace_dashboard.pages.pagination import PageRequest, read_page
from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.services.pagination import LARGEST_PAGE, Page
from recruspace_dashboard.services.records import Candidate, JobPost, Question


def read_job_posts(client: RecruspaceClient, requested: PageRequest) -> Page[JobPost]:
    """The requested page of job posts. Raises `PastTheEnd`."""
    job_posts = client.job_posts
    return read_page(
        requested,
        lambda number, size: job_posts.list(page=number, page_size=size),
        # The largest page is the likeliest to show the total, even of a bare array.
        lambda: job_posts.list(page=1, page_size=LARGEST_PAGE).total,
    )


def read_job_post(
    client: RecruspaceClient, job_hash: str
) -> tuple[JobPost, Future[Sequence[Question]]]:
    """The job post, and a future of its questions."""
    questions = beside(
        client, lambda known: known.job_posts.all_questions(job_hash=job_hash)
    )
    return client.job_posts.get(job_hash=job_hash), questions


def read_for_applying(
    client: RecruspaceClient, job_hash: str, candidate_id: int | None
) -> tuple[JobPost, Sequence[Question], Candidate | None]:
    """The job post, its questions, and the candidate to prefill the form with."""
    if candidate_id is None:
        job, questions = read_job_post(client, job_hash)
        return job, questions.result(), None
    candidate = beside(
        client, lambda known: known.candidates.get(candidate_id=candidate_id)
    )
    job, questions = read_job_post(client, job_hash)
    return job, questions.result(), candidate.result()
