"""Explains an API error to the user: what happened, and what they can do."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recruspace_dashboard.services.errors import (
    ApiConnectionError,
    AuthenticationFailed,
    NotFound,
    RateLimited,
    RecruspaceError,
    ServerError,
    ValidationFailed,
)


@dataclass(frozen=True)
class Fault:
    """An error as shown to the user. `status` is the status of our own response.

    `wait` is the number of seconds after which to try again; None if unknown.
    """

    status: int
    title: str
    text: str
    wait: int | None = None


def explain(error: RecruspaceError, *, repeatable: bool = False) -> Fault:
    """The text and status for any error of the client.

    `repeatable` means that sending the change again does no harm if it was made.
    """
    fault = _explain(error)
    if not error.outcome_unknown:
        return fault
    if repeatable:
        unknown = _(
            "The change may or may not have been made. You can safely send it again."
        )
    else:
        unknown = _("The change may or may not have been made.")
    return replace(fault, text=f"{fault.text} {unknown}")


def _explain(error: RecruspaceError) -> Fault:
    match error:
        case ApiConnectionError(timed_out=True):
            return Fault(
                504,
                _("Recruspace is taking too long"),
                _("Recruspace did not respond in time. Try again in a moment."),
            )
        case ApiConnectionError():
            return Fault(
                503,
                _("Recruspace cannot be reached"),
                _(
                    "The dashboard could not connect to Recruspace. "
                    "Try again in a moment."
                ),
            )
        case AuthenticationFailed(status=403):
            return Fault(
                403,
                _("Not allowed"),
                _("Your API key is not allowed to do this in Recruspace."),
            )
        case AuthenticationFailed():
            return Fault(
                403,
                _("API key refused"),
                _(
                    "Recruspace does not accept your API key. Make a new one in "
                    "Recruspace under Settings > Career Page and store it here."
                ),
            )
        case NotFound():
            return Fault(
                404,
                _("Not found"),
                _("This is not in Recruspace, or it was deleted."),
            )
        case RateLimited(retry_after=seconds):
            return Fault(
                429,
                _("Too many requests"),
                ngettext(
                    "Recruspace allows 100 requests a minute per API key. Try "
                    "again in %(seconds)d second.",
                    "Recruspace allows 100 requests a minute per API key. Try "
                    "again in %(seconds)d seconds.",
                    seconds,
                )
                % {"seconds": seconds},
                wait=seconds,
            )
        case ValidationFailed():
            return Fault(
                422,
                _("Rejected by Recruspace"),
                # Its own message may contain personal data, so only forms show it.
                _("Recruspace did not accept this."),
            )
        case ServerError():
            return Fault(
                502,
                _("Recruspace has a problem"),
                _("Recruspace reported an error of its own. Try again in a moment."),
            )
        case _:
            return Fault(
                502, _("Recruspace has a problem"), _("Try again in a moment.")
            )
