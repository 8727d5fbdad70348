"""Whether a user may see a candidate, as their own key says."""

from django.conf import settings
from django.db import DatabaseError

from recruspace_dashboard.library import schema
from recruspace_dashboard.library.bulk import ids_of
from recruspace_dashboard.library.search import LARGEST_ID, Search
from recruspace_dashboard.library.visible import visible_pools
from recruspace_dashboard.operations.databases import is_database_fault
from recruspace_dashboard.pages.request import HttpRequest
from recruspace_dashboard.pages.results import try_read


def check_sight(request: HttpRequest, candidate_id: int) -> None:
    """Raises `RecruspaceError` if the user's key cannot see the candidate, or if nobody
    can say."""
    try:
        is_copied = _is_copied(request, candidate_id)
    except DatabaseError as error:
        if not is_database_fault(error):
            raise
        is_copied = False
    if not is_copied:
        request.recruspace.candidates.get(candidate_id=candidate_id)


def _is_copied(request: HttpRequest, candidate_id: int) -> bool:
    """Whether a pool of the copy that the user may see has the candidate."""
    if not settings.LIBRARY or candidate_id > LARGEST_ID:
        return False
    schema.ensure()
    id = ids_of([candidate_id]).get(candidate_id)
    if id is None:
        return False
    read = try_read(lambda: visible_pools(request.user, request.recruspace))
    pools = read.data.ids if read.data else ()
    return id in Search(dict.fromkeys(pools, "")).visible
