"""What is posted for a selection, and what a page of the outbox says."""

import re
from html import unescape
from typing import Any

from django.http import HttpResponse
from django.test import Client

from recruspace_dashboard.sandbox.server import Sandbox
from recruspace_dashboard.writes.models import Batch

NEW = "/outbox/new/"


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
