"""Invented records and a form, shown by the real templates."""

from itertools import cycle, islice
from typing import Any

from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from recruspace_dashboard.files.fields import CVField
from recruspace_dashboard.pages.labels import label
from recruspace_dashboard.pages.pagination import PageRequest, Pagination
from recruspace_dashboard.services.pagination import Page
from recruspace_dashboard.services.records import Candidate

SUITABILITIES = ("suitable", "not_suitable", "undecided")
STATUSES = ("published", "open", "active", "draft", "paused", "closed", "archived")

# Without ids, so that no link leads to a real candidate.
CANDIDATES = [
    Candidate.from_payload(payload)
    for payload in (
        {
            "email": "elif.demir@example.com",
            "first_name": "Elif",
            "last_name": "Demir",
            "substage": {"name": "Phone call", "stage": {"name": "Interview"}},
            "suitability": "suitable",
            "score": 87,
            "tags": [{"title": "python"}, {"title": "remote"}],
            "city": "İzmir",
            "source_platform": "career_page",
            "created_at": "2026-03-04T09:30:00Z",
            "cv": {"name": "cv.pdf"},
        },
        {"email": "somebody.known.by.a.very.long.address@mail.example.com"},
        {
            "email": "mert@example.com",
            "first_name": "Mert",
            "last_name": "Öztürk",
            "substage": {"name": "Applied", "stage": {"name": "Applied"}},
            "suitability": "not_suitable",
            "score": 41,
            "tags": [{"title": "a tag that is longer than a badge has room for"}],
            "source_platform": "linkedin",
            "created_at": "2026-02-27T14:00:00Z",
        },
    )
]
TABLE_ROWS = list(islice(cycle(CANDIDATES), 34))


class SampleForm(forms.Form):
    """One field of each kind used on the pages; one of them has an error."""

    errors_id = "sample-form-errors"

    name = forms.CharField(label=_("First name"))
    phone = forms.CharField(label=_("Phone"), required=False)
    email = forms.EmailField(
        label=_("E-mail"), error_messages={"required": _("Enter the e-mail address.")}
    )
    note = forms.CharField(
        label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    pool = forms.ChoiceField(
        label=_("Talent pool"), required=False, choices=[("", "–"), ("1", "Backend")]
    )
    cv = CVField(label=_("CV"), required=False)
    add = forms.BooleanField(label=_("Administrator"), required=False)


def sample_form() -> SampleForm:
    return SampleForm({"name": "Elif", "add": "on"}, auto_id="sample_%s")


def sample_table(query: QueryDict) -> dict[str, Any]:
    """A page of candidates; by default one on which all pagination links show."""
    page_request = (
        PageRequest.from_query(query) if query else PageRequest(number=2, size=10)
    )
    found = Paginator(TABLE_ROWS, page_request.size).get_page(page_request.number)
    page = Page(
        items=tuple(found.object_list),
        number=found.number,
        size=page_request.size,
        total=len(TABLE_ROWS),
        has_next=found.has_next(),
    )
    return {"candidates": page.items, "pagination": Pagination(page)}


def sample_toasts() -> list[Message]:
    text = gettext("The tag “%(title)s” is already there.")
    return [
        Message(constants.SUCCESS, gettext("The note was added.")),
        Message(constants.INFO, text % {"title": "remote"}),
    ]


def sample_badges() -> list[tuple[str, Any]]:
    """The values that the API gives for badges, each with its label."""
    return [(value, label(value)) for value in (*SUITABILITIES, *STATUSES)]
