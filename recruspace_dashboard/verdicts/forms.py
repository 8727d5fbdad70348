"""The form for a verdict on a candidate."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from recruspace_dashboard.pages.fields import CountedField
from recruspace_dashboard.pages.request import HttpRequest
from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.services.errors import AuthenticationFailed
from recruspace_dashboard.verdicts.models import Verdict
from recruspace_dashboard.verdicts.rights import check_sight
from recruspace_dashboard.writes.drafts import delete_draft
from recruspace_dashboard.writes.forms import ApiForm

LONGEST_REASON = 300


class VerdictForm(ApiForm):
    """Gives a verdict, or takes it back where `verdict` is empty.

    It writes nothing to the API, so it is no row of the outbox: the API is asked at
    most whether the user may see the candidate.
    """

    errors_id = "verdict-form-errors"
    candidate_id: int
    verdict = forms.Field(required=False, widget=forms.HiddenInput)
    reason = CountedField(
        label=_("Reason"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "max_length": _(
                "A reason has at most %(limit_value)d characters; "
                "this one has %(show_value)d."
            ),
        },
    )

    def __init__(
        self, *args: Any, request: HttpRequest, candidate_id: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = "id_verdict_%s"
        self.request = request
        self.candidate_id = candidate_id

    def clean(self) -> None:
        verdict = self.cleaned_data["verdict"]
        if "verdict" not in self.data:
            raise ValidationError(_("Choose No, Maybe or Yes."))
        if verdict and verdict not in Verdict.Choice.values:
            raise ValidationError(_("A verdict is No, Maybe or Yes."))

    def store(self) -> bool:
        """Whether it is stored; if not, the form has errors. Raises the error of a
        refused key."""
        if not self.is_valid():
            self.status = 422
            return False
        stored = self.send_to(self.request.recruspace)
        if isinstance(self.error, AuthenticationFailed) and self.error.status == 401:
            raise self.error
        if stored:
            delete_draft(self.request)
        return stored

    def send(self, client: RecruspaceClient) -> None:
        check_sight(self.request, self.candidate_id)
        verdict, user = self.cleaned_data["verdict"], self.request.user
        if verdict:
            reason = self.cleaned_data["reason"]
            Verdict.give(user, self.candidate_id, verdict, reason)
        else:
            Verdict.take_back(user, self.candidate_id)

    @property
    def lost(self) -> str:
        """The verdict of a draft: its button was pressed, and nothing came of it."""
        verdict = str(self.initial.get("verdict")) if self.restored else ""
        known = verdict in Verdict.Choice.values
        return str(Verdict.Choice(verdict).label) if known else ""
