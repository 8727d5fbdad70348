"""Parts of a page of which each fails by itself, and leaves the others standing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from recruspace_dashboard.pages.faults import Fault, explain
from recruspace_dashboard.services.errors import AuthenticationFailed, RecruspaceError

T = TypeVar("T")


@dataclass(frozen=True)
class Result(Generic[T]):
    """What was read for a part of a page, or the error that kept it from being read."""

    data: T | None = None
    error: RecruspaceError | None = None

    @property
    def fault(self) -> Fault | None:
        return explain(self.error) if self.error else None


def try_read(read: Callable[[], T]) -> Result[T]:
    """What `read` gives, as a part. A key that is refused is an error of every part."""
    try:
        return Result(data=read())
    except RecruspaceError as error:
        if isinstance(error, AuthenticationFailed) and error.status == 401:
            raise
        return Result(error=error)


def raise_if_all_failed(*parts: Result[Any]) -> None:
    """Raises the first error where a page would show nothing but faults."""
    errors = [part.error for part in parts if part.error]
    if len(errors) == len(parts):
        raise errors[0]
