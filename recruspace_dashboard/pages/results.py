"""Results of API calls for a page whose sections can fail separately."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from recruspace_dashboard.pages.faults import Fault, explain
from recruspace_dashboard.services.errors import AuthenticationFailed, RecruspaceError

T = TypeVar("T")


@dataclass(frozen=True)
class Result(Generic[T]):
    """The data for a section of a page, or the API error that prevented it."""

    data: T | None = None
    error: RecruspaceError | None = None

    @property
    def fault(self) -> Fault | None:
        return explain(self.error) if self.error else None


def try_read(read: Callable[[], T]) -> Result[T]:
    """The result of `read`. Raises for a refused key, which makes every call fail."""
    try:
        return Result(data=read())
    except RecruspaceError as error:
        if isinstance(error, AuthenticationFailed) and error.status == 401:
            raise
        return Result(error=error)


def raise_if_all_failed(*results: Result[Any]) -> None:
    """Raises the first error if all results failed, so the page has nothing to show."""
    errors = [result.error for result in results if result.error]
    if len(errors) == len(results):
        raise errors[0]
