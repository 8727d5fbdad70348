import unicodedata
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
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
from recruspace_dashboard.writes.models import Write


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
        new, renamed = Write.Action.NEW_POOL, Write.Action.RENAMED_POOL
        self.action = new if pool_id is None else renamed

    def arguments(self) -> dict[str, Any]:
        return {"name": self.cleaned_data["name"], "talent_pool_id": self.pool_id}

    def send(self, client: RecruspaceClient) -> TalentPool:
        name = self.cleaned_data["name"]
        if self.pool_id is None:
            return client.talent_pools.create(name=name)
        return client.talent_pools.update(pool_id=self.pool_id, name=name)

    def find_created(self, client: RecruspaceClient) -> CreatedRecord | None:
        name = self.cleaned_data.get("name")
        for pool in client.talent_pools.all():
            is_it = pool.name == name and is_created_since(
                pool.created_at, self.sent_at, client
            )
            if is_it and pool.id is not None:
                return CreatedRecord(pool.name, reverse("pools:detail", args=[pool.id]))
        return None


# A pool with more candidates is deleted only after its name was typed.
MANY_CANDIDATES = 20


class DeletePoolForm(ApiForm):
    """Confirms that a pool is deleted, by its name if it has many candidates.

    `seen_before` is whether the user has seen the pool: then a 404 means it is gone.
    """

    confirm_name = forms.CharField(
        label=_("Name of the pool"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    action = Write.Action.DELETED_POOL
    send_once = False

    def __init__(
        self, *args: Any, pool_id: int, seen_before: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.pool_id = pool_id
        self.seen_before = seen_before

    def arguments(self) -> dict[str, Any]:
        return {"talent_pool_id": self.pool_id}

    @property
    def may_have_deleted(self) -> bool:
        """Whether the pool was seen before, and it is unknown if it was deleted."""
        error = self.error
        return self.seen_before and error is not None and error.outcome_unknown

    def ask_about(self, pool: TalentPool) -> None:
        """Prepares the form to be shown: it asks for the name of `pool`, or not."""
        if not _takes_name(pool):
            del self.fields["confirm_name"]
            return
        field = self["confirm_name"]
        field.field.required = True
        field.help_text = format_html(
            gettext("To delete the pool, type its name: {}"),
            format_html("<strong>{}</strong>", pool.name.strip()),
        )

    def check(self, client: RecruspaceClient) -> None:
        try:
            pool = client.talent_pools.find(pool_id=self.pool_id)
        except NotFound:
            if not self.seen_before:
                raise
            return
        typed = self.cleaned_data["confirm_name"]
        if _takes_name(pool) and _as_shown(typed) != _as_shown(pool.name):
            self.add_error("confirm_name", _wrong_name(typed))

    def send(self, client: RecruspaceClient) -> None:
        try:
            client.talent_pools.delete(pool_id=self.pool_id)
        except NotFound:
            # Another user was faster, or the answer to an earlier try was lost.
            if not self.seen_before:
                raise


def _as_shown(name: str) -> str:
    """A page shows several spaces as one, and letters alike in each encoding."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def _takes_name(pool: TalentPool) -> bool:
    """Whether it takes the name of `pool` to delete it; a pool may have none."""
    count = pool.candidate_count
    return (count is None or count > MANY_CANDIDATES) and bool(pool.name.strip())


def _wrong_name(typed: str) -> str:
    if not typed:
        return gettext("Nothing was deleted. Type the name of the pool.")
    return gettext(
        "Nothing was deleted. This is not the name of the pool: type it exactly as it "
        "is written above."
    )
