"""The forms that add candidates, each with its API call."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.validators import MaxLengthValidator
from django.template.loader import render_to_string
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from recruspace_dashboard.candidates.fields import OpenChoiceField
from recruspace_dashboard.candidates.targets import TargetChoices
from recruspace_dashboard.files.fields import CVField
from recruspace_dashboard.files.references import FileReference
from recruspace_dashboard.pages.alphabet import pool_order
from recruspace_dashboard.pages.faults import explain
from recruspace_dashboard.pages.fields import PhoneField
from recruspace_dashboard.pages.labels import label
from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.services.errors import RecruspaceError, ValidationFailed
from recruspace_dashboard.services.parse import identity
from recruspace_dashboard.services.records import (
    Candidate,
    CandidateMatch,
    JobPost,
    StoredFile,
)
from recruspace_dashboard.writes.actions import AddTo, AddToJob, AddToPool
from recruspace_dashboard.writes.forms import ApiForm, CreatedRecord
from recruspace_dashboard.writes.lookup import (
    find_by_email,
    find_created_candidate,
    same_email,
)
from recruspace_dashboard.writes.models import Write

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def _pool_id(text: object) -> int:
    found = identity(text)
    if found is None:
        raise ValueError("not the id of a pool")
    return found


class TargetForm(ApiForm):
    """Asks for the talent pool or job post to add a candidate to."""

    template_name = "candidates/_target_form.html"

    talent_pool_id = OpenChoiceField(
        label=_("Talent pool"), coerce=_pool_id, empty_value=None, required=False
    )
    job_post = OpenChoiceField(label=_("Job post"), empty_value="", required=False)

    def set_choices(self, targets: TargetChoices) -> None:
        """Fills the two lists. A chosen value stays, even if its list is missing."""
        pools, jobs = targets.pools, targets.jobs
        if isinstance(pools, RecruspaceError):
            self._set_failed(
                "talent_pool_id", _("The pools could not be loaded."), pools
            )
        else:
            rows = [
                (pool.id, pool.name or _("Unnamed"))
                for pool in sorted(pools, key=pool_order)
                if pool.id is not None
            ]
            self._set_choices("talent_pool_id", rows)
        if isinstance(jobs, RecruspaceError):
            self._set_failed("job_post", _("The job posts could not be loaded."), jobs)
        else:
            self._set_choices(
                "job_post", [(job.hash, _job_label(job)) for job in jobs if job.hash]
            )

    def clean(self) -> None:
        super().clean()
        if "talent_pool_id" in self.errors or "job_post" in self.errors:
            return
        pool = self.cleaned_data["talent_pool_id"] is not None
        job = self.cleaned_data["job_post"] != ""
        if pool and job:
            self.add_error("job_post", _("Choose a pool or a job post, not both."))
        if not pool and not job:
            self.add_error("talent_pool_id", _("Choose a talent pool or a job post."))

    def target(self) -> dict[str, Any]:
        """The chosen pool or job post, as arguments for the client's methods."""
        names = ("talent_pool_id", "job_post")
        return {name: self.cleaned_data[name] for name in names}

    def _set_failed(
        self, name: str, text: "StrOrPromise", error: RecruspaceError
    ) -> None:
        self.fields[name].help_text = f"{text} {explain(error).text}"
        chosen = self[name].value()
        self._set_choices(
            name,
            [(chosen, _("Your choice (%(chosen)s)") % {"chosen": chosen})]
            if chosen
            else [],
        )

    def _set_choices(self, name: str, rows: "list[tuple[Any, StrOrPromise]]") -> None:
        field = cast(OpenChoiceField, self.fields[name])
        field.choices = [("", "–"), *rows]


def _job_label(job: JobPost) -> str:
    title = job.title or job.hash
    return (
        title if job.status in ("", "published") else f"{title} ({label(job.status)})"
    )


class AddCandidateForm(TargetForm):
    """A new candidate with a CV, for a pool or a job post.

    If the e-mail is already in Recruspace, the user has to confirm first.
    """

    action = Write.Action.CANDIDATE

    first_name = forms.CharField(
        label=_("First name"),
        validators=[MaxLengthValidator(255)],
        error_messages={"required": _("Enter the first name.")},
    )
    last_name = forms.CharField(
        label=_("Last name"),
        validators=[MaxLengthValidator(255)],
        error_messages={"required": _("Enter the last name.")},
    )
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        error_messages={"required": _("Enter the e-mail address.")},
    )
    phone_number = PhoneField(label=_("Phone"), required=False)
    cv_file = CVField(label=_("CV"), error_messages={"required": _("Choose the CV.")})

    field_order = ("first_name", "last_name", "email", "phone_number", "cv_file")

    def __init__(
        self, *args: Any, uploaded: FileReference | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.uploaded = uploaded
        if uploaded is not None:
            # The API call for an uploaded CV takes no phone number.
            del self.fields["cv_file"], self.fields["phone_number"]

    @property
    def confirmed(self) -> bool:
        """Whether the user confirmed adding this e-mail again."""
        confirmed = self.data.get("add_again", "")
        return bool(confirmed) and same_email(
            confirmed, self.cleaned_data.get("email", "")
        )

    def arguments(self) -> dict[str, Any]:
        names = ("first_name", "last_name", "email")
        return {name: self.cleaned_data[name] for name in names} | self.target()

    def check(self, client: RecruspaceClient) -> None:
        if self.confirmed:
            return
        known = find_by_email(client, self.cleaned_data["email"])
        if known is not None:
            self._add_known_error(known, confirm=True)

    def find_created(self, client: RecruspaceClient) -> CreatedRecord | None:
        return find_created_candidate(
            client, self.cleaned_data.get("email", ""), self.sent_at
        )

    def send(self, client: RecruspaceClient) -> Candidate:
        try:
            return self._add(client)
        except ValidationFailed as error:
            if error.conflict:
                self._add_known_error(find_by_email(client, self.cleaned_data["email"]))
            elif self.confirmed:
                self._add_known_error(None, confirm=True)
            raise

    def refuse(self, error: RecruspaceError) -> None:
        if isinstance(error, ValidationFailed) and error.conflict:
            self.status = explain(error).status
        else:
            super().refuse(error)

    def _add(self, client: RecruspaceClient) -> Candidate:
        data = self.cleaned_data
        names = ("first_name", "last_name", "email")
        candidate = {name: data[name] for name in names} | self.target()
        if self.uploaded is not None:
            return client.candidates.add_to(**candidate, cv_id=self.uploaded.id)
        return client.candidates.create(
            **candidate,
            phone_number=data["phone_number"],
            cv_name=data["cv_file"].name,
            cv=data["cv_file"],
            cv_type=data["cv_file"].content_type,
        )

    def _add_known_error(
        self, known: CandidateMatch | None, confirm: bool = False
    ) -> None:
        context = {"form": self, "known": known, "confirm": confirm}
        self.add_error(
            None, render_to_string("candidates/_known_candidate.html", context)
        )


class AssignForm(TargetForm):
    """Adds an existing candidate to another pool or job post."""

    @property
    def action(self) -> Write.Action:  # type: ignore[override]
        return AddToJob.name if self.target()["job_post"] else AddToPool.name

    def __init__(
        self,
        *args: Any,
        candidate_id: int,
        uploaded: FileReference | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.candidate_id: int = candidate_id
        self.uploaded = uploaded
        self.candidate: Candidate | None = None

    def arguments(self) -> dict[str, Any]:
        return self.target()

    @property
    def cv_id(self) -> int | None:
        if self.uploaded is not None:
            return self.uploaded.id
        cv = self.candidate.cv if self.candidate else None
        return cv.id if cv else None

    @property
    def missing(self) -> list[str]:
        """The values that the API requires and this candidate lacks."""
        known = {
            gettext("First name"): self.candidate and self.candidate.first_name,
            gettext("Last name"): self.candidate and self.candidate.last_name,
            gettext("E-mail"): self.candidate and self.candidate.email,
        }
        return [name for name, value in known.items() if self.candidate and not value]

    def read_candidate(self, client: RecruspaceClient) -> Candidate:
        self.candidate = client.candidates.get(candidate_id=self.candidate_id)
        return self.candidate

    def check(self, client: RecruspaceClient) -> None:
        self.read_candidate(client)
        if self.missing:
            text = _(
                "Recruspace needs more details to add this candidate. "
                "Missing: %(lacks)s."
            )
            self.add_error(None, text % {"lacks": ", ".join(self.missing)})
        elif self.cv_id is None:
            self.add_error(None, _("This candidate has no CV. Upload one first."))

    def find_created(self, client: RecruspaceClient) -> CreatedRecord | None:
        candidate = self.candidate or self.read_candidate(client)
        add = AddTo(self.candidate_id, email=candidate.email)
        return add.find(client, self.sent_at)

    def send(self, client: RecruspaceClient) -> Candidate | None:
        candidate = self.candidate or self.read_candidate(client)
        add = AddTo(
            self.candidate_id,
            email=candidate.email,
            first_name=candidate.first_name,
            last_name=candidate.last_name,
            cv_id=self.cv_id or 0,
            **self.target(),
        )
        sent = add.send(client)
        self.already = sent.already
        added: Candidate | None = sent.result
        return added


class UploadForm(ApiForm):
    """Uploads a file to Recruspace, for a later step to use."""

    action = Write.Action.FILE
    can_find_created = False
    unknown_outcome_help = _(
        "You can safely send it again. At worst, Recruspace has the file twice."
    )

    file = CVField(label=_("CV"), error_messages={"required": _("Choose the CV.")})

    def arguments(self) -> dict[str, Any]:
        return {"name": self.cleaned_data["file"].name}

    def send(self, client: RecruspaceClient) -> StoredFile:
        file = self.cleaned_data["file"]
        return client.utilities.upload_file(
            name=file.name, content=file, content_type=file.content_type
        )
