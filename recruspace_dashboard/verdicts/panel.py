"""What `verdicts/_verdict.html` shows: the verdicts on a candidate, and a form for
one's own."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.shortcuts import resolve_url

from recruspace_dashboard.pages.next_page import with_next
from recruspace_dashboard.pages.request import HttpRequest
from recruspace_dashboard.verdicts.forms import VerdictForm
from recruspace_dashboard.verdicts.models import Verdict
from recruspace_dashboard.verdicts.reading import Verdicts, of_candidate
from recruspace_dashboard.writes.drafts import restore_draft


@dataclass(frozen=True)
class Choice:
    """A button. Pressed once more, it takes the verdict back."""

    verdict: str
    label: str
    is_pressed: bool

    @property
    def sends(self) -> str:
        return "" if self.is_pressed else self.verdict


@dataclass(frozen=True)
class Panel:
    candidate_id: int
    verdicts: Verdicts
    form: VerdictForm
    # Where the form is sent to.
    address: str

    @property
    def choices(self) -> Iterator[Choice]:
        mine = self.verdicts.mine.verdict if self.verdicts.mine else ""
        for one in Verdict.Choice:
            yield Choice(one.value, str(one.label), one.value == mine)


def panel_of(
    request: HttpRequest,
    candidate_id: int,
    back: str = "",
    form: VerdictForm | None = None,
) -> Panel:
    """The panel for a candidate whom the user may see. Without JavaScript, the form
    leads to the address `back`, or to the candidate's page."""
    verdicts = of_candidate(candidate_id, request.user.pk)
    own = resolve_url("verdicts:verdict", candidate_id)
    if form is None:
        reason = verdicts.mine.reason if verdicts.mine else ""
        form = VerdictForm(
            initial={"reason": reason}, request=request, candidate_id=candidate_id
        )
        restore_draft(request, form, own)
    return Panel(candidate_id, verdicts, form, with_next(own, back))
