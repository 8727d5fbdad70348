"""`@each_case(names, cases)`: as `pytest.mark.parametrize`, with all cases in one test.

For many quick cases that need nothing new of their fixtures: what pytest does around a
test takes longer than such a case.
"""

import inspect
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

import pytest

Test = Callable[..., None]
PARAM = type(pytest.param())


def each_case(
    names: str | tuple[str, ...], cases: Iterable[Any]
) -> Callable[[Test], Test]:
    """Runs the test with every case, and fails with all that failed."""
    known = (names,) if isinstance(names, str) else names
    rows = list(map(_named, cases))
    assert rows

    def decorate(test: Test) -> Test:
        signature = inspect.signature(test)

        @wraps(test)
        def run_all(**fixtures: Any) -> None:
            failed = []
            for name, case in rows:
                row = (case,) if isinstance(names, str) else case
                try:
                    test(**fixtures, **dict(zip(known, row, strict=True)))
                except Exception as error:  # noqa: BLE001
                    error.add_note(f"In the case {name}")
                    failed.append(error)
            if failed:
                raise ExceptionGroup(f"{len(failed)} of {len(rows)} cases", failed)

        # What pytest looks for as fixtures.
        left = [one for name, one in signature.parameters.items() if name not in known]
        run_all.__signature__ = signature.replace(parameters=left)
        del run_all.__wrapped__
        return run_all

    return decorate


def _named(case: Any) -> tuple[str, Any]:
    """The case with its name: its id where it is a `pytest.param`."""
    if isinstance(case, PARAM):
        values = case.values if len(case.values) > 1 else case.values[0]
        return str(case.id), values
    return repr(case), case
