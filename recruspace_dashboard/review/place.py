"""Where a candidate stands in a list of the copy, and who stands around."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from recruspace_dashboard.library import found
from recruspace_dashboard.lists.copied import CopiedList

# So many are shown of the list, and so many of them before the current one.
SHOWN = 25
BEFORE = 8
# Who is not on the page any more is looked for among so many before and after it; in a
# list that is no longer than this, anywhere.
AROUND = 500
MOST_SEARCHED = 20_000


@dataclass(frozen=True)
class Place:
    """`number` is where somebody stands, from 0 on, and `ids` are those around in the
    copy, from number `start` on. Who is not `listed` any more is among them all the
    same, where they would stand."""

    number: int
    start: int
    ids: Sequence[int]
    listed: bool

    @classmethod
    def of(cls, copied: CopiedList, candidate_id: int | None) -> Self | None:
        """The place of a candidate, or without one of the first of the page that is
        asked for; None if there is nobody, or if it is too far to look for."""
        size = copied.asked.page_request.size
        first = (copied.asked.page_request.number - 1) * size
        if candidate_id is None:
            number = min(first, max(copied.total - 1, 0))
            # The first of the last page, if the page is past the end.
            number -= number % size
            id = next(iter(copied.slice(number, 1)), None)
        else:
            id = found.id_of(candidate_id, copied.search)
        return None if id is None else cls._found(copied, id, first, size)

    @classmethod
    def _found(cls, copied: CopiedList, id: int, first: int, size: int) -> Self | None:
        listed = id in copied.ids
        for start, length in _searched(first, size, copied.total + 1):
            ids = copied.slice(start, length, also=id)
            if id in ids:
                number = start + ids.index(id)
                begin = max(number - BEFORE, 0)
                is_inside = start <= begin and begin + SHOWN <= start + len(ids)
                around = (
                    ids[begin - start : begin - start + SHOWN]
                    if is_inside
                    else copied.slice(begin, SHOWN, also=id)
                )
                return cls(number, begin, around, listed)
        return None

    @property
    def id(self) -> int:
        return self.ids[self.number - self.start]

    def number_of(self, place: int) -> int:
        """The number in the list of somebody at a place among `ids`."""
        number = self.start + place
        # Who is not listed takes no number.
        return number - (not self.listed and number > self.number)


def _searched(first: int, size: int, total: int) -> list[tuple[int, int]]:
    """Where to look, from a number on, and among how many: the page comes first."""
    near = max(first - BEFORE, 0)
    far = max(first - AROUND, 0)
    places = [
        (near, first - near + size + SHOWN),
        (far, first - far + size + AROUND),
    ]
    return [*places, (0, total)] if total <= MOST_SEARCHED else places
