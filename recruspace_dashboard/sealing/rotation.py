"""Which rows of the database are sealed with the key ring, and how they are sealed anew
when its first key has changed."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.db.models import Model, QuerySet

from recruspace_dashboard.sealing.key_ring import KeyRing, KeyUnreadable, key_id_of

# Somebody may save the row each time between our reading and writing it; more often
# than this nobody does.
ATTEMPTS = 10


@dataclass(frozen=True)
class SealedField:
    model: str
    field: str
    # Whose it is: what is sealed is bound to this person.
    owner: str

    def rows(self) -> QuerySet[Model]:
        model: type[Model] = apps.get_model(self.model)
        return model._default_manager.exclude(**{self.field: ""})


SEALED_FIELDS = [
    SealedField("accounts.ApiKey", field="ciphertext", owner="user_id"),
    SealedField("writes.Draft", field="sealed", owner="owner_id"),
    SealedField("writes.Submission", field="sealed_address", owner="user_id"),
]


def counts(of: SealedField) -> Counter[str]:
    """How many rows each key has sealed, by its id."""
    texts = of.rows().values_list(of.field, flat=True)
    return Counter(key_id_of(text) for text in texts.iterator())


def rotate(of: SealedField) -> Iterator[tuple[int, bool]]:
    """Seals every row with the first key of the ring: each row's person, and whether
    the row can now be read with that key alone."""
    ring = KeyRing(settings.ENCRYPTION_KEYS)
    first = KeyRing(settings.ENCRYPTION_KEYS[:1])
    rows = list(of.rows().order_by("pk").values_list("pk", of.owner))
    for pk, owner in rows:
        yield owner, _rotate_row(of, pk, owner, ring, first)


def _rotate_row(
    of: SealedField, pk: int, owner: int, ring: KeyRing, first: KeyRing
) -> bool:
    row = of.rows().filter(pk=pk)
    for _ in range(ATTEMPTS):
        sealed = row.values_list(of.field, flat=True).first()
        # Gone: forgotten in the meantime.
        if sealed is None or _opens(first, sealed, owner):
            return True
        try:
            anew = first.seal(ring.unseal(sealed, owner), owner)
        except KeyUnreadable:
            return False
        # Changes nothing where somebody has saved the row since: theirs is newer. What
        # stands there now is read back in the next round.
        row.filter(**{of.field: sealed}).update(**{of.field: anew})
    return False


def _opens(key_ring: KeyRing, sealed: str, owner: int) -> bool:
    try:
        key_ring.unseal(sealed, owner)
    except KeyUnreadable:
        return False
    return True
