"""The words for an error of the API: what happened, and what a person can do."""

from dataclasses import dataclass

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
    """An error as it is shown. `status` is the status of our own answer."""

    status: int
    title: str
    text: str


def explain(error: RecruspaceError) -> Fault:
    """Words and status for any of the client's errors."""
    fault = _explain(error)
    if not error.outcome_unknown:
        return fault
    return Fault(
        fault.status,
        fault.title,
        f"{fault.text} It is not known whether the change was made: "
        "look before you send it again.",
    )


def _explain(error: RecruspaceError) -> Fault:
    match error:
        case ApiConnectionError(timed_out=True):
            return Fault(
                504,
                "Recruspace takes too long",
                "Recruspace did not answer in time. Try again in a moment.",
            )
        case ApiConnectionError():
            return Fault(
                503,
                "Recruspace cannot be reached",
                "The dashboard could not connect to Recruspace. Try again in a moment.",
            )
        case AuthenticationFailed(status=403):
            return Fault(
                403,
                "Not allowed",
                "Your API key is not allowed to do this in Recruspace.",
            )
        case AuthenticationFailed():
            return Fault(
                403,
                "API key refused",
                "Recruspace does not accept your API key. Make a new one in "
                "Recruspace under Settings > Career Page and store it here.",
            )
        case NotFound():
            return Fault(
                404,
                "Not found",
                "This is not in Recruspace, or not any more.",
            )
        case RateLimited(retry_after=seconds):
            unit = "second" if seconds == 1 else "seconds"
            return Fault(
                429,
                "Too many calls",
                "Recruspace allows 100 calls a minute with one key. "
                f"Try again in {seconds} {unit}.",
            )
        case ValidationFailed():
            return Fault(
                422,
                "Refused by Recruspace",
                " ".join(error.all_messages()) or "Recruspace refused this.",
            )
        case ServerError():
            return Fault(
                502,
                "Recruspace has a fault",
                "Recruspace answered with an error of its own. Try again in a moment.",
            )
        case _:
            return Fault(502, "Recruspace has a fault", "Try again in a moment.")
