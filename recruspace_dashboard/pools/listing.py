"""A pool's candidates, as the one list of candidates shows them."""

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from recruspace_dashboard.lists.asked import Asked, query_string
from recruspace_dashboard.lists.columns import Columns
from recruspace_dashboard.lists.listing import Empty, Listing
from recruspace_dashboard.lists.rows import make_rows
from recruspace_dashboard.pages.pagination import DEFAULT_PAGE_SIZE, Pagination
from recruspace_dashboard.services.pagination import Page
from recruspace_dashboard.services.records import Candidate, TalentPool


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
    columns = Columns.of(user)
    return Listing(
        title=pool.name or _("Unnamed"),
        asked=asked,
        rows=make_rows(
            page.items,
            query=query_string(origin),
            columns=columns,
            narrow=asked.narrow,
        ),
        columns=columns,
        pagination=Pagination(page, pool.candidate_count),
        own_order=_("Pool order"),
        empty=Empty(
            _("No candidates in this pool yet"),
            _("Add the first candidate with a CV."),
            f"{reverse('candidates:create')}?pool={pool.id}",
            _("Add candidate"),
            "profile",
        ),
    )
