from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.services.errors import NotFound
from recruspace_dashboard.services.records import TalentPool
from recruspace_dashboard.writes.forms import (
    ApiForm,
    CountedField,
    Found,
    is_made_since,
)


class PoolForm(ApiForm):
    """The name of a pool: a new one, or with `pool_id` one to be renamed."""

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
        self.once = pool_id is None

    def send(self, client: RecruspaceClient) -> TalentPool:
        name = self.cleaned_data["name"]
        if self.pool_id is None:
            return client.talent_pools.create(name=name)
        return client.talent_pools.update(pool_id=self.pool_id, name=name)

    def look(self, client: RecruspaceClient) -> Found | None:
        name = self.cleaned_data.get("name")
        for pool in client.talent_pools.all():
            is_it = pool.name == name and is_made_since(pool.created_at, self.sent_at)
            if is_it and pool.id is not None:
                return Found(pool.name, reverse("pools:detail", args=[pool.id]))
        return None


class DeletePoolForm(ApiForm):
    """The question whether to delete; it has no fields."""

    once = False

    def __init__(
        self, *args: Any, pool_id: int, was_there: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.pool_id = pool_id
        self.was_there = was_there

    @property
    def may_have_deleted(self) -> bool:
        """Whether the pool was there, and the answer to deleting it was not clear."""
        error = self.error
        return self.was_there and error is not None and error.outcome_unknown

    def send(self, client: RecruspaceClient) -> None:
        try:
            client.talent_pools.delete(pool_id=self.pool_id)
        except NotFound:
            # Somebody was faster, or the answer to an earlier try was lost.
            if not self.was_there:
                raise
