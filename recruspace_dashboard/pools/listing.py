"""A pool's candidates, as the one list of candidates shows them."""

import json

from django.conf import settings
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from recruspace_dashboard.lists.asked import Asked, query_string
from recruspace_dashboard.lists.columns import Columns
from recruspace_dashboard.lists.copied import CopiedList
from recruspace_dashboard.lists.copied_listing import copied_listing, review_address
from recruspace_dashboard.lists.copy import Copy, is_copied
from recruspace_dashboard.lists.listing import NOTHING, Empty, Listing
from recruspace_dashboard.lists.printing import print_rows
from recruspace_dashboard.lists.verdicts import shown_verdicts
from recruspace_dashboard.pages.pagination import DEFAULT_PAGE_SIZE, Pagination
from recruspace_dashboard.pages.request import HttpRequest
from recruspace_dashboard.services.pagination import Page
from recruspace_dashboard.services.records import Candidate, TalentPool

# Shown with the pool as it is.
NOT_COPIED = _("This pool is not copied yet, so it cannot be searched or sorted.")


def searched_pool(
    request: HttpRequest, pool_id: int, asked: Asked, *, filters: bool
) -> tuple[TalentPool | None, Listing | None]:
    """The pool and those of its candidates that are asked for, from the copy; None
    while that has not got them."""
    copy = Copy.of(request)
    if not copy.begun(pool_id):
        return None, None
    pool = TalentPool.from_payload(json.loads(copy.pools[pool_id].payload))
    listing = copied_listing(
        CopiedList(copy, asked, pool_id),
        request.user,
        title=pool.name or _("Unnamed"),
        empty=Empty(_("No candidates found")),
        filters=filters,
    )
    return pool, listing


def pool_listing(
    pool: TalentPool, page: Page[Candidate], asked: Asked, user: User
) -> Listing:
    """The list of a pool's candidates, live from the API."""
    origin = {"pool": pool.id} | {
        name: number
        for name, number, default in (
            ("page", page.number, 1),
            ("page_size", page.size, DEFAULT_PAGE_SIZE),
        )
        if number != default
    }
    # Only the copy knows what stands in CVs.
    columns = Columns.of(user).without("excerpt")
    return Listing(
        title=pool.name or _("Unnamed"),
        asked=asked,
        rows_html=print_rows(
            page,
            columns,
            asked,
            page.mark,
            narrow=asked.narrow,
            query=query_string(origin),
            verdicts=shown_verdicts(page.items, columns, user.pk),
        ),
        columns=columns,
        pagination=Pagination(page, pool.candidate_count),
        own_order=_("Pool order"),
        can_search=settings.LIBRARY,
        review_address=_review_address(pool, page, asked),
        notice=NOT_COPIED if asked else "",
        pool=pool.id,
        empty=NOTHING if page.items else _nobody(pool),
    )


def _nobody(pool: TalentPool) -> Empty:
    return Empty(
        _("No candidates in this pool yet"),
        _("Add the first candidate with a CV."),
        f"{reverse('candidates:create')}?pool={pool.id}",
        _("Add candidate"),
        "profile",
    )


def _review_address(pool: TalentPool, page: Page[Candidate], asked: Asked) -> str:
    """From the first candidate of the page on, as the copy may have another order."""
    ids = [one.id for one in page.items if one.id is not None]
    if not ids or not is_copied(pool.id or 0):
        return ""
    return review_address(asked, pool.id, page.number, at=ids[0])
