"""The two forms on a person's page: a note, and a tag."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.services.errors import ValidationFailed
from recruspace_dashboard.services.records import Note, Tag
from recruspace_dashboard.writes.forms import ApiForm, CountedField


class NoteForm(ApiForm):
    errors_id = "note-form-errors"
    can_look = False
    cannot_look = _("Notes are visible only in Recruspace. Check this candidate there.")

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
        # Forms are posted with the line ends of another age.
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        note = client.candidates.add_note(candidate_id=self.candidate_id, text=text)
        return replace(
            note,
            text=note.text or text,
            created_at=note.created_at or timezone.now(),
        )


class TagForm(ApiForm):
    errors_id = "tag-form-errors"
    # A person has a tag once, however often it is added.
    once = False
    # Whether the person had the tag before.
    there_already = False

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
            self.there_already = True
            return Tag(None, title)

    @property
    def outcome(self) -> str:
        """What came of it, in words."""
        title = self.result.title
        if self.there_already:
            return _("The tag “%(title)s” is already there.") % {"title": title}
        return _("The tag “%(title)s” was added.") % {"title": title}
