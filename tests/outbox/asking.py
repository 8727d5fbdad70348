"""What is posted for a selection, and what a page of the outbox says."""

import re
from html import unescape
from typing import Any

from django.http import HttpResponse
from django.test import Client

from recruspace_dashboard.sandbox.server import Sandbox
from recruspace_dashboard.writes.models import Batch
from recruspace_dashboard.writes.worker import OutboxWorker

NEW = "/outbox/new/"
FORM = re.compile(
    r'<form[^>]*method="post"[^>]*action="([^"]*)"[^>]*>(.*?)</form>', re.S
)


def words(response: HttpResponse) -> str:
    """The text of a page's content, with single spaces."""
    page = response.content.decode()
    main = page.partition("<main")[2].partition("</main>")[0] or page
    return " ".join(unescape(re.sub("<[^>]*>", " ", main)).split())


def ids(candidates: Any) -> list[int]:
    return [one.id for one in candidates]


def post_new(browse: Client, **data: Any) -> HttpResponse:
    return browse.post(NEW, data)


def stage(browse: Client, candidates: Any, **data: Any) -> Batch:
    """A draft for these candidates, by the form of a list."""
    chosen = [one if isinstance(one, int) else one.id for one in candidates]
    data = {"action": "tag", "title": "Remote"} | data
    answer = post_new(browse, selected=",".join(map(str, chosen)), **data)
    assert answer.status_code == 303, words(answer)
    return Batch.objects.latest("pk")


def writes_in(sandbox: Sandbox) -> list[tuple[str, Any]]:
    """The addresses and bodies of the calls that would change something."""
    return [
        (one.path.removeprefix("/api/v1/client"), one.json)
        for one in sandbox.requests
        if one.method != "GET"
    ]


def address(batch: Batch, name: str = "") -> str:
    return f"/outbox/{batch.pk}/" + (f"{name}/" if name else "")


def act(browse: Client, batch: Batch, name: str, **data: Any) -> str:
    """Presses a button of the batch; returns the words of the page it leads to."""
    answer = browse.post(address(batch, name), data)
    assert (answer.status_code, answer.url) == (302, address(batch))
    return words(browse.get(address(batch)))


def work(*batches: Batch, steps: int = 100) -> None:
    """What a worker does once the time to undo, and any rest, is over."""
    worker = OutboxWorker()
    for _ in range(steps):
        Batch.objects.filter(pk__in=[one.pk for one in batches]).update(not_before=None)
        if not worker.step():
            return


def states(batch: Batch) -> list[str]:
    return list(batch.writes.order_by("pk").values_list("state", flat=True))


def state_of(batch: Batch) -> str:
    batch.refresh_from_db()
    return batch.state


def forms(page: str) -> dict[str, str]:
    """The forms of the page's content: what they hold, by where they lead."""
    return dict(FORM.findall(page.partition("<main")[2].partition("</main>")[0]))


def tagged(sandbox: Any) -> list[int]:
    return [body["candidate_id"] for _, body in writes_in(sandbox)]
