"""The questions of a job post: their form fields, and what kind of answer they take."""

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from recruspace_dashboard.files.fields import PhotoField
from recruspace_dashboard.jobs.rows import EducationRow, ExperienceRow, RowsField
from recruspace_dashboard.services.records import Question

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ANSWER_DESCRIPTIONS = {
    "phone": _("Phone number"),
    "experience": _("Work experience, with dates"),
    "education": _("Education, with dates"),
    "photo": _("Photo"),
}


def answer_field(question: Question) -> forms.Field:
    """The form field for an answer; a text for an unknown kind of question."""
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


def answer_description(question: Question) -> "StrOrPromise":
    """The kind of answer a question takes, in words."""
    known = ANSWER_DESCRIPTIONS.get(question.key.casefold())
    if known or not question.choices:
        return known or _("Text")
    return _("One of: %(choices)s") % {"choices": ", ".join(question.choices)}
