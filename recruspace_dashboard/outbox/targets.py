"""The pool or job post that a batch adds candidates to."""

from django.utils.translation import gettext as _

from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.services.errors import NotFound


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
