"""Readable, translated labels for values of the API."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# The API may send other values: these were seen, or are likely.
LABELS: dict[str, "StrOrPromise"] = {
    # suitability
    "suitable": _("Suitable"),
    "not_suitable": _("Not suitable"),
    "undecided": _("Undecided"),
    # sources
    "api": "API",
    "linkedin": "LinkedIn",
    "indeed": "Indeed",
    "career_page": _("Career page"),
    "referral": _("Referral"),
    # how a candidate was added
    "applied": _("Applied"),
    "imported": _("Imported"),
    "manual": _("Added manually"),
    "manually_added": _("Added manually"),
    # status of a job post
    "draft": _("Draft"),
    "published": _("Published"),
    "open": _("Open"),
    "active": _("Active"),
    "paused": _("Paused"),
    "closed": _("Closed"),
    "archived": _("Archived"),
    # employment and workplace
    "full_time": _("Full time"),
    "part_time": _("Part time"),
    "contract": _("Contract"),
    "intern": _("Intern"),
    "internship": _("Internship"),
    "remote": _("Remote"),
    "hybrid": _("Hybrid"),
    "on_site": _("On site"),
    "onsite": _("On site"),
    # degrees
    "high_school_diploma": _("High school diploma"),
    "associate_degree": _("Associate degree"),
    "bachelors_degree": _("Bachelor's degree"),
    "masters_degree": _("Master's degree"),
    "doctorate_degree": _("Doctorate"),
    "certificate_or_diploma": _("Certificate or diploma"),
    # roles of users
    "owner": _("Owner"),
    "admin": _("Admin"),
    "recruiter": _("Recruiter"),
    "hiring_manager": _("Hiring manager"),
    "member": _("Member"),
}


def label(value: str) -> "StrOrPromise":
    """The label of `value`. An unknown value only gets spaces and a capital letter."""
    if not value.islower():
        return value
    return LABELS.get(value) or value.replace("_", " ").capitalize()
