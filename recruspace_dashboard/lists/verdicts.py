"""The verdicts on the candidates of a page."""

from collections.abc import Iterable, Mapping

from recruspace_dashboard.lists.columns import Columns
from recruspace_dashboard.services.records import Candidate
from recruspace_dashboard.verdicts.reading import Verdicts, of_candidates


def shown_verdicts(
    candidates: Iterable[Candidate], columns: Columns, user: int | None
) -> Mapping[int, Verdicts]:
    """By the id of a candidate; none where their column is not shown."""
    if "verdict" not in columns.names:
        return {}
    return of_candidates([one.id for one in candidates if one.id is not None], user)
