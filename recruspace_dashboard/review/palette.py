"""Goes anywhere by typing a part of a name: candidates, pools, jobs, views, actions."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from recruspace_dashboard.accounts.access import recruspace_required
from recruspace_dashboard.library import found
from recruspace_dashboard.library.entry import Field
from recruspace_dashboard.library.folding import words
from recruspace_dashboard.lists.asked import MAX_QUERY, Asked
from recruspace_dashboard.lists.copied import CopiedList
from recruspace_dashboard.lists.copied_listing import origin_of
from recruspace_dashboard.lists.copy import Copy, if_readable
from recruspace_dashboard.lists.saved import visible_to
from recruspace_dashboard.pages.alphabet import alphabetical_key
from recruspace_dashboard.pages.pagination import PageRequest
from recruspace_dashboard.pages.request import HttpRequest
from recruspace_dashboard.pages.results import try_read
from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.services.errors import RecruspaceError
from recruspace_dashboard.services.http.response_cache import NotCached
from recruspace_dashboard.services.pagination import LARGEST_PAGE
from recruspace_dashboard.services.records import JobPost

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MOST_CANDIDATES = 8
MOST = 5
# No view of another room is named here.
OUTBOX = "/outbox/"


@dataclass(frozen=True)
class Entry:
    """A place to go to; `note` says more about it."""

    title: "StrOrPromise"
    address: str
    note: str = ""


@dataclass(frozen=True)
class Group:
    title: "StrOrPromise"
    icon: str
    entries: Sequence[Entry]


@require_safe
@recruspace_required
def palette(request: HttpRequest) -> HttpResponse:
    """What is found by `q`; without it, what there is to do. It makes no call, unless
    nobody knows any more which pools the user may see."""
    if not request.htmx:
        return redirect("home")
    q = request.GET.get("q", "").replace("\0", "").strip()[:MAX_QUERY]
    typed = words(q)
    copy = if_readable(lambda: try_read(lambda: Copy.of(request)).data) or Copy({})
    groups = [
        Group(_("Candidates"), "profile", _candidates(copy, q)),
        Group(_("Pools"), "pool", _first(_pools(copy), typed)),
        Group(_("Jobs"), "briefcase", _first(_jobs(request.recruspace), typed)),
        Group(_("Views"), "bookmark", _first(_views(request), typed)),
        Group(_("Actions"), "chevron-right", _matching(_actions(), typed)),
    ]
    context = {
        "groups": [group for group in groups if group.entries],
        "signs_out": not typed or bool(_matching([Entry(_("Sign out"), "")], typed)),
    }
    return render(request, "review/_palette_found.html", context)


def _candidates(copy: Copy, q: str) -> list[Entry]:
    if not q or not copy.begun():
        return []
    page = PageRequest(1, MOST_CANDIDATES)
    copied = CopiedList(copy, Asked(reverse("candidates:find"), page, q))
    query = origin_of(copied, 1)
    # Who is called so stands before those of whom anything else is so.
    named = replace(copied, asked=replace(copied.asked, q=_as_name(q)))

    def read() -> list[Entry]:
        ids = dict.fromkeys(named.slice(0, MOST_CANDIDATES))
        ids |= dict.fromkeys(copied.slice(0, MOST_CANDIDATES))
        return [
            Entry(
                one.candidate.name,
                reverse("candidates:detail", args=[one.candidate.id]) + query,
                ", ".join(copy.pools[pool].name for pool in one.pools),
            )
            for one in found.read(list(ids)[:MOST_CANDIDATES], copied.search)
            if one.candidate.id
        ]

    return if_readable(read) or []


def _as_name(q: str) -> str:
    return " ".join(f"{Field.NAME.value}:{word}" for word in words(q))


def _pools(copy: Copy) -> Iterator[Entry]:
    for pool_id, row in copy.pools.items():
        yield Entry(row.name or _("Unnamed"), reverse("pools:detail", args=[pool_id]))


def _jobs(client: RecruspaceClient) -> Iterator[Entry]:
    """Those of a list that was opened just now."""
    for job in _kept_jobs(client):
        # The hash of a job post may not fit into our addresses.
        with suppress(NoReverseMatch):
            address = reverse("jobs:detail", args=[job.hash])
            yield Entry(job.title or job.hash, address)


def _kept_jobs(client: RecruspaceClient) -> Sequence[JobPost]:
    for size in (LARGEST_PAGE, 25):
        with suppress(NotCached, RecruspaceError):
            return client.from_cache().job_posts.list(page_size=size).items
    return ()


def _views(request: HttpRequest) -> Iterator[Entry]:
    for view in visible_to(request.user):
        yield Entry(view.name, reverse("views:open", args=[view.pk]))


def _actions() -> Iterator[Entry]:
    yield Entry(_("Add a candidate"), reverse("candidates:create"))
    yield Entry(_("Home"), reverse("home"))
    yield Entry(_("Candidates"), reverse("candidates:find"))
    yield Entry(_("Pools"), reverse("pools:list"))
    yield Entry(_("Jobs"), reverse("jobs:list"))
    with suppress(Resolver404):
        resolve(OUTBOX)
        yield Entry(_("Outbox"), OUTBOX)
    yield Entry(_("Views"), reverse("views:list"))
    yield Entry(_("API key"), reverse("accounts:key"))
    yield Entry(_("Copy of the pools"), reverse("sync"))


def _first(entries: Iterable[Entry], typed: list[str]) -> list[Entry]:
    found = _matching(entries, typed)
    return sorted(found, key=lambda one: alphabetical_key(str(one.title)))[:MOST]


def _matching(entries: Iterable[Entry], typed: list[str]) -> list[Entry]:
    """Those whose names have all typed words, each as the beginning of one."""
    return [one for one in entries if _is_named(one, typed)]


def _is_named(entry: Entry, typed: list[str]) -> bool:
    there = words(str(entry.title))
    return all(any(word.startswith(part) for word in there) for part in typed)
