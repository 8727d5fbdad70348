import json
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.http import QueryDict
from django.utils import timezone

from recruspace_dashboard.operations.databases import if_writable
from recruspace_dashboard.operations.retention import Retention
from recruspace_dashboard.sealing.fields import SealedTextField
from recruspace_dashboard.sealing.key_ring import key_ring, unseal_or_empty
from recruspace_dashboard.writes.form_ids import LIFETIME


class Draft(models.Model):
    """What a user typed into a form that was not sent, encrypted for that user."""

    MAX_PER_USER = 5
    MAX_BYTES = 256 * 1024
    # A draft that was shown survives reloads for this long; later it is in the way.
    RELOAD_WINDOW = timedelta(minutes=15)

    retention = Retention("created_at", LIFETIME)

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    path = models.CharField(max_length=500)
    sealed = SealedTextField(owner="owner_id")
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)
    shown_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"draft of user {self.owner_id}"

    @classmethod
    def store(cls, owner: User, address: str, typed: dict[str, list[str]]) -> bool:
        """Stores a draft, replacing one of the same form; False if it cannot be stored.

        The query of the address is encrypted too, as it may contain an e-mail.
        """
        path, _, query = address.partition("?")
        text = json.dumps([query, typed], ensure_ascii=False)
        if len(text.encode()) > cls.MAX_BYTES or len(path) > 500 or "\0" in path:
            return False
        drafts = cls.objects.filter(owner=owner)
        drafts.filter(path=path).delete()
        drafts.filter(created_at__lt=timezone.now() - LIFETIME).delete()
        newest_first = drafts.order_by("-created_at").values_list("pk", flat=True)
        drafts.filter(pk__in=list(newest_first[cls.MAX_PER_USER - 1 :])).delete()
        cls.objects.create(
            owner=owner, path=path, sealed=key_ring().seal(text, owner.pk)
        )
        return True

    @classmethod
    def load(cls, owner: User, address: str) -> QueryDict | None:
        """The draft of the form at an address, or None; it expires soon after.

        If the address has a query, such as `?pool=3`, the draft must have the same.
        """
        path, _, query = address.partition("?")
        draft = cls.objects.filter(owner=owner, path=path).last()
        if draft is None:
            return None
        now = timezone.now()
        seen = draft.shown_at and draft.shown_at < now - cls.RELOAD_WINDOW
        if seen or draft.created_at < now - LIFETIME:
            with if_writable():
                draft.delete()
            return None
        text = unseal_or_empty(draft.sealed, owner.pk)
        if not text:
            return None
        typed_query, fields = json.loads(text)
        if query not in ("", typed_query):
            return None
        if draft.shown_at is None:
            with if_writable():
                cls.objects.filter(pk=draft.pk).update(shown_at=now)
        typed = QueryDict(mutable=True)
        for name, values in fields.items():
            typed.setlist(name, values)
        return typed
