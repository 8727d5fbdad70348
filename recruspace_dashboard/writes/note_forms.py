"""The two short forms about a candidate: a note and a tag."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.services.records import Note, Tag
from recruspace_dashboard.writes.actions import AddNote, AddTag
from recruspace_dashboard.writes.fields import NoteField, TagField
from recruspace_dashboard.writes.forms import ApiForm
from recruspace_dashboard.writes.signature import signed


class NoteForm(ApiForm):
    action = AddNote.name
    errors_id = "note-form-errors"
    can_find_created = False
    unknown_outcome_help = _(
        "Notes are visible only in Recruspace. Check this candidate there."
    )

    text = NoteField(widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(
        self, *args: Any, candidate_id: int, user: User, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.auto_id = "id_note_%s"
        self.candidate_id: int = candidate_id

    @property
    def note(self) -> AddNote:
        text = signed(self.cleaned_data["text"], self.user)
        return AddNote(self.candidate_id, text)

    def arguments(self) -> dict[str, Any]:
        return self.note.arguments

    def send(self, client: RecruspaceClient) -> Note:
        note: Note = self.note.send(client).result
        return note


class TagForm(ApiForm):
    action = AddTag.name
    errors_id = "tag-form-errors"
    # Adding the same tag again changes nothing.
    send_once = False
    title = TagField(
        widget=forms.TextInput(attrs={"list": "tags-seen", "autocomplete": "off"})
    )

    def __init__(self, *args: Any, candidate_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = "id_tag_%s"
        self.candidate_id: int = candidate_id

    def arguments(self) -> dict[str, Any]:
        return {"title": self.cleaned_data["title"]}

    def send(self, client: RecruspaceClient) -> Tag:
        sent = AddTag(self.candidate_id, self.cleaned_data["title"]).send(client)
        self.already = sent.already
        tag: Tag = sent.result
        return tag

    @property
    def outcome(self) -> str:
        """The message for the user."""
        title = self.result.title
        if self.already:
            return _("The tag “%(title)s” is already there.") % {"title": title}
        return _("The tag “%(title)s” was added.") % {"title": title}
