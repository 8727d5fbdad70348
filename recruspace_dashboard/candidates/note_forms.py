"""The two forms on a candidate's page: a note and a tag."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from recruspace_dashboard.pages.fields import CountedField
from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.services.errors import ValidationFailed
from recruspace_dashboard.services.records import Note, Tag
from recruspace_dashboard.writes.forms import ApiForm


class NoteForm(ApiForm):
    errors_id = "note-form-errors"
    can_find_created = False
    unknown_outcome_help = _(
        "Notes are visible only in Recruspace. Check this candidate there."
    )

    text = CountedField(
        label=_("Note"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Write the note first."),
            "max_length": _(
                "A note has at most %(limit_value)d characters; "
                "this one has %(show_value)d."
            ),
        },
    )

    def __init__(self, *args: Any, candidate_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = "id_note_%s"
        self.candidate_id = candidate_id

    def send(self, client: RecruspaceClient) -> Note:
        # Browsers post line ends as CRLF.
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        note = client.candidates.add_note(candidate_id=self.candidate_id, text=text)
        return replace(
            note,
            text=note.text or text,
            created_at=note.created_at or timezone.now(),
        )


class TagForm(ApiForm):
    errors_id = "tag-form-errors"
    # Adding the same tag again changes nothing.
    send_once = False
    # Whether the candidate already had the tag.
    already_added = False

    title = CountedField(
        label=_("Tag"),
        max_length=255,
        widget=forms.TextInput(attrs={"list": "tags-seen", "autocomplete": "off"}),
        error_messages={
            "required": _("Write the tag first."),
            "max_length": _(
                "A tag has at most %(limit_value)d characters; "
                "this one has %(show_value)d."
            ),
        },
    )

    def __init__(self, *args: Any, candidate_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = "id_tag_%s"
        self.candidate_id = candidate_id

    def send(self, client: RecruspaceClient) -> Tag:
        title = self.cleaned_data["title"]
        try:
            tag = client.candidates.add_tag(candidate_id=self.candidate_id, title=title)
            return replace(tag, title=tag.title or title)
        except ValidationFailed as error:
            if not error.conflict:
                raise
            self.already_added = True
            return Tag(None, title)

    @property
    def outcome(self) -> str:
        """The message for the user."""
        title = self.result.title
        if self.already_added:
            return _("The tag “%(title)s” is already there.") % {"title": title}
        return _("The tag “%(title)s” was added.") % {"title": title}
