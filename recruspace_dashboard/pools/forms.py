from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from recruspace_dashboard.pages.fields import CountedField
from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.services.errors import NotFound
from recruspace_dashboard.services.records import TalentPool
from recruspace_dashboard.writes.forms import (
    ApiForm,
    CreatedRecord,
    is_created_since,
)


class PoolForm(ApiForm):
    """The name of a new pool, or with `pool_id` of a pool to rename."""

    name = CountedField(
        label=_("Name"),
        max_length=255,
        error_messages={
            "required": _("Enter a name for the pool."),
            "max_length": _(
                "A name has at most %(limit_value)d characters; "
                "this one has %(show_value)d."
            ),
        },
    )

    def __init__(self, *args: Any, pool_id: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pool_id = pool_id
        self.send_once = pool_id is None

    def send(self, client: RecruspaceClient) -> TalentPool:
        name = self.cleaned_data["name"]
        if self.pool_id is None:
            return client.talent_pools.create(name=name)
        return client.talent_pools.update(pool_id=self.pool_id, name=name)

    def find_created(self, client: RecruspaceClient) -> CreatedRecord | None:
        name = self.cleaned_data.get("name")
        for pool in client.talent_pools.all():
            is_it = pool.name == name and is_created_since(
                pool.created_at, self.sent_at
            )
            if is_it and pool.id is not None:
                return CreatedRecord(pool.name, reverse("pools:detail", args=[pool.id]))
        return None


class DeletePoolForm(ApiForm):
    """Confirms that a pool is deleted; it has no fields.

    `seen_before` is whether the user has seen the pool: then a 404 means it is gone.
    """

    send_once = False

    def __init__(
        self, *args: Any, pool_id: int, seen_before: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.pool_id = pool_id
        self.seen_before = seen_before

    @property
    def may_have_deleted(self) -> bool:
        """Whether the pool was seen before, and it is unknown if it was deleted."""
        error = self.error
        return self.seen_before and error is not None and error.outcome_unknown

    def send(self, client: RecruspaceClient) -> None:
        try:
            client.talent_pools.delete(pool_id=self.pool_id)
        except NotFound:
            # Another user was faster, or the answer to an earlier try was lost.
            if not self.seen_before:
                raise
