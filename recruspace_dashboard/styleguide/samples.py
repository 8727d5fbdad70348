"""Invented records and a form, shown by the real templates."""

from dataclasses import replace
from datetime import UTC, datetime
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
from recruspace_dashboard.lists.asked import Asked
from recruspace_dashboard.lists.columns import DEFAULT, Columns
from recruspace_dashboard.lists.filters import Filter, FilterGroup
from recruspace_dashboard.lists.listing import Listing
from recruspace_dashboard.lists.printing import print_rows
from recruspace_dashboard.pages.labels import label
from recruspace_dashboard.pages.pagination import PageRequest, Pagination
from recruspace_dashboard.services.pagination import Page
from recruspace_dashboard.services.records import Candidate
from recruspace_dashboard.writes.models import Batch, Write

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
            "is_seen": False,
            "tags": [
                {"title": "python"},
                {"title": "a tag that is longer than its place"},
                {"title": "remote"},
            ],
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
            "tags": [{"title": "remote"}],
            "error_status": True,
            "error_logs": ["The file could not be read."],
            "source_platform": "linkedin",
            "created_at": "2026-02-27T14:00:00Z",
        },
    )
]
AS_OF = datetime(2026, 11, 27, 12, 3, tzinfo=UTC)
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


def sample_listing(address: str, query: QueryDict) -> Listing:
    """A page of candidates; by default one on which all pagination links show."""
    asked = Asked.of(address, query)
    if not query:
        asked = replace(asked, page_request=PageRequest(number=2, size=10))
    size = asked.page_request.size
    found = Paginator(TABLE_ROWS, size).get_page(asked.page_request.number)
    page = Page(
        items=tuple(found.object_list),
        number=found.number,
        size=size,
        total=len(TABLE_ROWS),
        has_next=found.has_next(),
    )
    columns = Columns.named(DEFAULT)
    return Listing(
        title=_("Candidates"),
        asked=replace(asked, page_request=PageRequest(found.number, size)),
        rows_html=print_rows(
            page, columns, asked, None, query="", verdicts={}, narrow=asked.narrow
        ),
        columns=columns,
        pagination=Pagination(page),
        as_of=AS_OF,
        new_since_yesterday=3,
        problems=[_("“score:high” is no number")] if asked.q else [],
        exports=[("CSV", "#table"), ("XLSX", "#table")],
        filters=_sample_filters(asked) if "filters" in query else None,
        save_address="#table",
    )


def _sample_filters(asked: Asked) -> list[FilterGroup]:
    suitable = asked.narrow("suitability", "suitable")
    return [
        FilterGroup(
            _("Suitability"),
            [
                Filter(_("Suitable"), suitable, on=True, count=21),
                Filter(_("Undecided"), suitable, count=9),
            ],
        ),
        FilterGroup(
            _("City"), [Filter("İzmir", asked.narrow("city", "İzmir"), count=12)]
        ),
    ]


def sample_toasts() -> list[Message]:
    text = gettext("The tag “%(title)s” is already there.")
    return [
        Message(constants.SUCCESS, gettext("The note was added.")),
        Message(constants.INFO, text % {"title": "remote"}),
    ]


def sample_badges() -> list[tuple[str, Any]]:
    """The values that the API gives for badges and the states of what is sent, each
    with its label."""
    sent = [*Write.State.choices, *Batch.State.choices]
    return [(one, label(one)) for one in (*SUITABILITIES, *STATUSES)] + sent
