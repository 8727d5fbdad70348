"""The duplicate guard: who of the copy is likely the same as somebody new. It makes no
call of the API, and shows only who is in a pool that the user's own key lists."""

from collections.abc import Sequence

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from recruspace_dashboard.library import known as library
from recruspace_dashboard.library.known import Known, Newcomer, Why
from recruspace_dashboard.lists.copy import Copy, if_readable
from recruspace_dashboard.pages.alphabet import alphabetical_key
from recruspace_dashboard.pages.request import HttpRequest

__all__ = ["Answer", "Known", "Looked", "Newcomer", "Why", "known"]


class Looked(TextChoices):
    """Where it was looked. The texts say what is missing."""

    EVERYWHERE = "everywhere", ""
    PARTLY = "partly", _("Not all pools are copied yet, so more may be there already.")
    NOT_YET = (
        "not yet",
        _("No pools are copied yet, so nobody knows who is there already."),
    )
    UNREADABLE = "unreadable", _("The copy of the pools cannot be read just now.")
    OFF = "off", _("This dashboard makes no copy of the pools (LIBRARY=off).")


class Answer(dict[int, list[Known]]):
    """Who is known, by the position of the newcomer; `looked` tells nobody known from
    nobody looked for."""

    def __init__(
        self, looked: Looked, found: dict[int, list[Known]] | None = None
    ) -> None:
        super().__init__(found or {})
        self.looked = looked


def known(request: HttpRequest, newcomers: Sequence[Newcomer]) -> Answer:
    """Those who are likely there already, the likeliest first."""
    if not settings.LIBRARY:
        return Answer(Looked.OFF)
    answer = if_readable(lambda: _known(request, newcomers))
    return Answer(Looked.UNREADABLE) if answer is None else answer


def _known(request: HttpRequest, newcomers: Sequence[Newcomer]) -> Answer:
    copy = Copy.of(request, ask=False)
    if not copy.begun():
        return Answer(Looked.NOT_YET)
    names = {pool.id: pool.name for pool in copy.pools.values()}
    order = sorted(names, key=lambda pool: alphabetical_key(names[pool]))
    pools = {pool: names[pool] for pool in order}
    whole = copy.done() == copy.number()
    looked = Looked.EVERYWHERE if whole else Looked.PARTLY
    return Answer(looked, library.find(newcomers, copy.search(), pools))
