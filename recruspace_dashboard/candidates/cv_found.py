"""What the copy knows of a candidate's CV: where the words stand that were asked for in
the list that the candidate was opened from, or why the CV has no text."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from recruspace_dashboard.candidates.origin import ListPage
from recruspace_dashboard.library.cv_text import excerpts
from recruspace_dashboard.library.found import id_of
from recruspace_dashboard.library.query.parse import parse
from recruspace_dashboard.lists.copy import Copy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# So many pages are linked.
MOST_PAGES = 10


@dataclass(frozen=True)
class CvFound:
    """`times` the words are in the CV, on these `pages`, which are empty for a file
    without any. `problem` is why it has no text."""

    times: int = 0
    pages: Sequence[int] = ()
    problem: "StrOrPromise" = ""


def in_cv(copy: Copy, list_page: ListPage | None, candidate_id: int) -> CvFound | None:
    """None where there is nothing to say."""
    if not settings.CV_TEXT:
        return None
    id = id_of(candidate_id, copy.search())
    if id is None:
        return None
    if problem := excerpts.problem_of(id):
        return CvFound(problem=problem)
    query = list_page.asked.q if list_page and list_page.copied else ""
    asked = excerpts.asked_in(parse(query, today=timezone.now().date()).node)
    places = excerpts.places(id, asked)
    return CvFound(places.times, places.pages[:MOST_PAGES]) if places else None
