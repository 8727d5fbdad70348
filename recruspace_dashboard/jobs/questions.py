"""The questions of a job post: how each is asked for, and said in plain words."""

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from recruspace_dashboard.files.uploads import PhotoField
from recruspace_dashboard.jobs.rows import EducationRow, ExperienceRow, RowsField
from recruspace_dashboard.services.job_records import Question

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

WORDS = {
    "phone": _("Phone number"),
    "experience": _("Work experience, with dates"),
    "education": _("Education, with dates"),
    "photo": _("Photo"),
}


def answer_field(question: Question) -> forms.Field:
    """The field for an answer. A question of a kind not seen yet takes a text."""
    label, required = question.text or _("Question"), question.required
    match question.key.casefold():
        case "experience":
            return RowsField(ExperienceRow, label=label, required=required)
        case "education":
            return RowsField(EducationRow, label=label, required=required)
        case "photo":
            return PhotoField(label=label, required=required)
        case "phone":
            phone = forms.TelInput()
            return forms.CharField(label=label, required=required, widget=phone)
    if question.choices:
        choices = [("", "–"), *((choice, choice) for choice in question.choices)]
        return forms.ChoiceField(label=label, required=required, choices=choices)
    text = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, required=required, widget=text)


def in_words(question: Question) -> "StrOrPromise":
    """What kind of answer a question takes."""
    known = WORDS.get(question.key.casefold())
    if known or not question.choices:
        return known or _("Text")
    return _("One of: %(choices)s") % {"choices": ", ".join(question.choices)}
