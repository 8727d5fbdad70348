"""The six errors of a call, under one base.

They hold facts, not sentences to show, and never the API key.
"""

from collections.abc import Mapping, Sequence


class RecruspaceError(Exception):
    """A call that failed.

    `call` is its method and path template, `status` the HTTP status, if one came.
    `outcome_unknown` is true for a write that was sent but got no clear answer: the API
    may or may not have carried it out.
    """

    def __init__(
        self,
        call: str,
        *,
        status: int | None = None,
        outcome_unknown: bool = False,
        reason: str = "",
    ) -> None:
        self.call = call
        self.status = status
        self.outcome_unknown = outcome_unknown
        self.reason = reason
        answer = "no answer" if status is None else str(status)
        super().__init__(f"{call}: {answer}{f' ({reason})' if reason else ''}")


class ApiConnectionError(RecruspaceError):
    """No whole answer: the API was not reached, broke off, or took too long
    (`timed_out`)."""

    def __init__(
        self,
        call: str,
        *,
        timed_out: bool = False,
        outcome_unknown: bool = False,
        reason: str = "",
    ) -> None:
        super().__init__(call, outcome_unknown=outcome_unknown, reason=reason)
        self.timed_out = timed_out


class AuthenticationFailed(RecruspaceError):
    """401: the key is not accepted. 403: the key may not do this.

    Without a status: the key has characters that cannot be sent.
    """


class NotFound(RecruspaceError):
    """404 or 410: it does not exist, or no longer."""


class ValidationFailed(RecruspaceError):
    """Any other 4xx: the API refused the request (400 and 422 by field, 409).

    `fields` maps the name of a field to the API's messages for it; `messages` are the
    others. They are texts from outside: show them escaped.
    """

    def __init__(
        self,
        call: str,
        *,
        status: int,
        fields: Mapping[str, Sequence[str]] | None = None,
        messages: Sequence[str] = (),
    ) -> None:
        super().__init__(call, status=status)
        self.fields = dict(fields or {})
        self.messages = list(messages)

    @property
    def conflict(self) -> bool:
        """Whether the API said that it exists already."""
        return self.status == 409


class RateLimited(RecruspaceError):
    """429: too many calls with this key; wait `retry_after` seconds."""

    def __init__(self, call: str, *, retry_after: int) -> None:
        super().__init__(call, status=429)
        self.retry_after = retry_after


class ServerError(RecruspaceError):
    """5xx, a redirect, or an answer that cannot be understood."""
