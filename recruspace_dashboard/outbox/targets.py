"""The pool or job post that a batch adds candidates to."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from recruspace_dashboard.pages.alphabet import pool_order
from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.services.errors import NotFound
from recruspace_dashboard.services.records import JobPost


class UnusableTarget(Exception):
    """Nobody can be added there by a batch. Its text is shown to the user."""


def pool_name(client: RecruspaceClient, pool_id: int) -> str:
    """Raises `UnusableTarget`, `RecruspaceError`."""
    try:
        return client.talent_pools.find(pool_id=pool_id).name or _("Unnamed")
    except NotFound:
        raise UnusableTarget(_("This talent pool does not exist any more.")) from None


def job_title(client: RecruspaceClient, job_hash: str) -> str:
    """The title of a job post that asks candidates nothing they have to answer.

    Raises `UnusableTarget`, `RecruspaceError`.
    """
    try:
        job = client.job_posts.get(job_hash=job_hash)
        questions = client.job_posts.all_questions(job_hash=job_hash)
    except NotFound:
        raise UnusableTarget(_("This job post does not exist any more.")) from None
    if any(one.required for one in questions):
        raise UnusableTarget(
            _(
                "“%(title)s” asks each candidate questions that have to be answered. "
                "Apply them one by one from the page of the job post."
            )
            % {"title": job.title}
        )
    return job.title or job_hash


def target_name(
    client: RecruspaceClient, talent_pool_id: int | None, job_post: str
) -> str:
    """The name of the one of both that is given. Raises as above."""
    if talent_pool_id is not None:
        return pool_name(client, talent_pool_id)
    return job_title(client, job_post)


def published(client: RecruspaceClient) -> Sequence[JobPost]:
    """The job posts to choose from. Raises `RecruspaceError`."""
    return [
        one for one in client.job_posts.all() if one.hash and one.status == "published"
    ]


def choices(client: RecruspaceClient, field: str) -> Sequence[tuple[object, str]]:
    """What a field of the form can be, with its name. Raises `RecruspaceError`."""
    if field == "job_post":
        return [(one.hash, one.title or one.hash) for one in published(client)]
    pools = sorted(client.talent_pools.all(), key=pool_order)
    return [(one.id, one.name or _("Unnamed")) for one in pools if one.id is not None]
