"""The faults that a reading call can meet, in groups: for tests that copy a company
first, and then act out one fault after the other."""

from collections.abc import Iterable, Iterator

import pytest

from tests.faults.faults import FAULTS, Fault
from tests.faults.odd_faults import ODD_FAULTS

MET = [fault for fault in [*FAULTS, *ODD_FAULTS] if fault.reads]
# The first of each number.
FIRST = list({fault.number: fault for fault in reversed(MET)}.values())[::-1]
EACH_GROUP = 6


def groups(metafunc: pytest.Metafunc, quick: set[int]) -> Iterator:
    """The faults of some numbers at a time. A quick run has the first fault of each of
    the `quick` numbers."""
    if metafunc.config.option.markexpr.startswith("not faults"):
        yield pytest.param(
            [fault for fault in FIRST if fault.number in quick], id="quick"
        )
        return
    numbers = [fault.number for fault in FIRST]
    for start in range(0, len(numbers), EACH_GROUP):
        group = numbers[start : start + EACH_GROUP]
        yield pytest.param(
            [fault for fault in MET if fault.number in group],
            id=f"U{group[0]}-U{group[-1]}",
        )


def first_of(faults: Iterable[Fault]) -> list[Fault]:
    return [fault for fault in faults if fault in FIRST]
