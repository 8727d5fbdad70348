import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Self

from django import forms
from django.contrib.auth.models import User
from django.core.validators import MaxLengthValidator
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from recruspace_dashboard.files.fields import CVField
from recruspace_dashboard.files.references import FileReference
from recruspace_dashboard.jobs.file_inputs import UploadedFileInput, token_field_name
from recruspace_dashboard.jobs.questions import answer_field
from recruspace_dashboard.jobs.rows import Rows
from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.services.errors import RecruspaceError, ValidationFailed
from recruspace_dashboard.services.parse import identity
from recruspace_dashboard.services.records import Answer, Candidate, Question
from recruspace_dashboard.writes.forms import ApiForm, CreatedRecord
from recruspace_dashboard.writes.lookup import find_created_candidate
from recruspace_dashboard.writes.models import Write


class ApplyForm(ApiForm):
    """Applies a candidate to a job post. Its files are uploaded first, and only once.

    `questions` is None if they could not be read: `hidden_answers` then has the posted
    answers, for the next try.
    """

    action = Write.Action.APPLICATION

    first_name = forms.CharField(
        label=_("First name"), validators=[MaxLengthValidator(255)]
    )
    last_name = forms.CharField(
        label=_("Last name"), validators=[MaxLengthValidator(255)]
    )
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    cv_file = CVField(label=_("CV"))
    terms_of_use = forms.BooleanField(
        label=_("The candidate accepts the terms of use"), required=False
    )

    def __init__(
        self,
        *args: Any,
        job_hash: str,
        questions: Iterable[Question] | None,
        user: User,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.job_hash, self.user = job_hash, user
        self.questions_are_known = questions is not None
        self.questions = {
            f"answer_{question.id}": question
            for question in questions or ()
            if question.id is not None
        }
        for name, question in self.questions.items():
            self.fields[name] = answer_field(question)
        for name in ("cv_file", "terms_of_use"):
            self.fields[name] = self.fields.pop(name)
        self.uploaded_names: list[str] = []
        for name, field in self.fields.items():
            if isinstance(field, forms.FileField):
                field.widget = UploadedFileInput(field.widget.attrs)
                reference = FileReference.from_token(
                    self.data.get(token_field_name(name), ""), user
                )
                self.initial.setdefault(name, reference)

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        """Rows that were typed are shown as typed, without validation."""
        value = super().get_initial_for_field(field, field_name)
        typed = isinstance(value, Rows) and value.is_bound
        return value.as_typed(extra=0) if typed else value

    def arguments(self) -> dict[str, Any]:
        names = ("first_name", "last_name", "email")
        known = {name: self.cleaned_data[name] for name in names}
        return known | {"job_post": self.job_hash}

    def prefill(self, candidate: Candidate) -> None:
        """Fills in what is known of a candidate, and the CV on file."""
        for name in ("first_name", "last_name", "email"):
            self.initial[name] = getattr(candidate, name)
        cv = candidate.cv
        if cv is not None and cv.id is not None:
            cv_name = cv.name or gettext("The CV on file")
            self.initial["cv_file"] = FileReference.sign(cv.id, cv_name, self.user)

    def with_extra_row(self, rows: str) -> Self:
        """The form as typed, not validated, with one more empty row in `rows`."""
        typed = {name: self[name].value() for name in self.fields}
        for name, value in typed.items():
            if isinstance(value, Rows):
                typed[name] = value.as_typed(extra=int(name == rows))
        return type(self)(
            initial=typed,
            job_hash=self.job_hash,
            questions=self.questions.values(),
            user=self.user,
        )

    @property
    def rows(self) -> list[Rows]:
        values = [self[name].value() for name in self.questions]
        return [value for value in values if isinstance(value, Rows)]

    @property
    def uploaded_fields(self) -> list[BoundField]:
        return [self[name] for name in self.uploaded_names]

    @property
    def hidden_answers(self) -> list[tuple[str, str]]:
        """The posted answers, if the questions could not be read this time."""
        if self.questions_are_known:
            return []
        return [pair for pair in self.data.items() if pair[0].startswith("answer_")]

    def send(self, client: RecruspaceClient) -> Candidate:
        data = self.cleaned_data
        cv = self._upload_if_new(client, "cv_file")
        answers = [self._answer(client, name) for name in self.questions if data[name]]
        try:
            return client.job_posts.apply(
                job_hash=self.job_hash,
                email=data["email"],
                first_name=data["first_name"],
                last_name=data["last_name"],
                cv_id=cv.id,
                terms_of_use=data["terms_of_use"] or None,
                answers=answers,
            )
        except ValidationFailed as error:
            raise self._with_form_fields(error) from error

    def find_created(self, client: RecruspaceClient) -> CreatedRecord | None:
        return find_created_candidate(
            client, self.cleaned_data.get("email", ""), self.sent_at
        )

    def refuse_without_questions(self, error: RecruspaceError) -> None:
        """Refuses the form unsent, as the questions could not be read."""
        self.full_clean()
        self.refuse(error)

    def _answer(self, client: RecruspaceClient, name: str) -> Answer:
        question = self.questions[name]
        answer = Answer(question.id or 0, question.key)
        if isinstance(self.fields[name], forms.FileField):
            return replace(answer, file_id=self._upload_if_new(client, name).id)
        return replace(answer, text=self.cleaned_data[name])

    def _upload_if_new(self, client: RecruspaceClient, name: str) -> FileReference:
        """The file of a field in Recruspace, uploaded now if it is not there yet."""
        file = self.cleaned_data[name]
        if isinstance(file, FileReference):
            return file
        try:
            stored = client.utilities.upload_file(
                name=file.name, content=file, content_type=file.content_type
            )
        except ValidationFailed as error:
            texts = [text for texts in error.fields.values() for text in texts]
            texts = [*error.messages, *texts] or [
                gettext("Recruspace did not accept this file.")
            ]
            raise ValidationFailed(
                error.call, status=400, fields={name: texts}
            ) from error
        except RecruspaceError as error:
            # A file that nothing uses does no harm, so it can be sent again.
            error.outcome_unknown = False
            raise
        reference = FileReference.sign(stored.id or 0, stored.name, self.user)
        self.files.pop(name)
        self[name].initial = reference
        self.uploaded_names.append(name)
        return reference

    def _with_form_fields(self, error: ValidationFailed) -> ValidationFailed:
        """The same error, with its messages at the fields of this form."""
        email_errors = " ".join(error.fields.get("email", ())).casefold()
        if error.conflict or "already" in email_errors:
            return ValidationFailed(
                error.call,
                status=409,
                fields={
                    "email": [
                        gettext("This candidate has already applied for this job.")
                    ]
                },
            )
        fields: dict[str, list[str]] = {}
        for name, texts in error.fields.items():
            for text in texts:
                fields.setdefault(self._form_field(name, text), []).append(text)
        return ValidationFailed(
            error.call,
            status=error.status or 400,
            fields=fields,
            messages=error.messages,
        )

    def _form_field(self, name: str, text: str) -> str:
        """The form field that a message of the API is about, if that can be told.

        For answers, the API's field has a position, such as `answers.1.answer`, or the
        message begins with the key of the question.
        """
        first, *path = name.split(".")
        if first != "answers":
            return "cv_file" if name == "cv" else name
        sent = [name for name in self.questions if self.cleaned_data[name]]
        position = identity(path[0]) if path else None
        if position is not None and position < len(sent):
            return sent[position]
        for field, question in self.questions.items():
            if question.key and re.match(rf"{re.escape(question.key)}\b", text):
                return field
        return first
