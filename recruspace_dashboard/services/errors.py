"""What can go wrong with a call: six errors under one base.

They carry facts, not words for people, and never the API key.
"""

from collections.abc import Mapping, Sequence


class RecruspaceError(Exception):
    """Any call that did not give what was asked for.

    `call` names the call by method and path template, `status` is the API's HTTP
    status where it gave one. `outcome_unknown` is true for a write that was sent
    and got no clear answer, so that the API may or may not have carried it out.
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
    """No whole answer: the API could not be reached, was not done in time
    (`timed_out`), or broke off."""

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
    """401: the key is not accepted. 403: it may not do this.

    Without a status, the key has characters that cannot be sent.
    """


class NotFound(RecruspaceError):
    """404 or 410: there is no such thing, or no longer."""


class ValidationFailed(RecruspaceError):
    """Another 4xx: the API understood and refused (400 and 422 by field, 409).

    `fields` maps a field's name to the API's messages for it, `messages` are those
    that belong to no field. They are texts from outside: show them escaped.
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
        """Whether the API said that the thing exists already."""
        return self.status == 409


class RateLimited(RecruspaceError):
    """429: too many calls with this key; `retry_after` is the wait in seconds."""

    def __init__(self, call: str, *, retry_after: int) -> None:
        super().__init__(call, status=429)
        self.retry_after = retry_after


class ServerError(RecruspaceError):
    """5xx, a redirect, or an answer that cannot be understood."""
