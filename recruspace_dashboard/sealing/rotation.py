"""Re-encrypts every `SealedTextField` with the first key of the ring."""

from collections import Counter
from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.db.models import Model, QuerySet

from recruspace_dashboard.sealing.fields import SealedTextField
from recruspace_dashboard.sealing.key_ring import KeyRing, UnsealError, key_id_of

# A row is read and written again if another request saved it in between. No row is
# saved as often as this.
ATTEMPTS = 10


def sealed_fields() -> list[SealedTextField]:
    """All sealed columns of the database."""
    return [
        field
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, SealedTextField)
    ]


def count_by_key(field: SealedTextField) -> Counter[str]:
    """The number of rows sealed with each key, by key id; `""` for unsealed text."""
    texts = _rows(field).values_list(field.name, flat=True)
    return Counter(key_id_of(text) for text in texts.iterator())


def rotate(field: SealedTextField) -> Iterator[tuple[int, bool]]:
    """Seals every row with the first key; yields its owner's id and the success."""
    ring = KeyRing(settings.ENCRYPTION_KEYS)
    first = KeyRing(settings.ENCRYPTION_KEYS[:1])
    rows = list(_rows(field).order_by("pk").values_list("pk", field.owner))
    for pk, owner in rows:
        yield owner, _rotate_row(field, pk, owner, ring, first)


def _rows(field: SealedTextField) -> QuerySet[Model]:
    return field.model._default_manager.exclude(**{field.name: ""})


def _rotate_row(
    field: SealedTextField, pk: int, owner: int, ring: KeyRing, first: KeyRing
) -> bool:
    row = _rows(field).filter(pk=pk)
    for _ in range(ATTEMPTS):
        sealed = row.values_list(field.name, flat=True).first()
        # None if the row was deleted meanwhile.
        if sealed is None or _is_sealed_by(first, sealed, owner):
            return True
        try:
            rotated = first.seal(ring.unseal(sealed, owner), owner)
        except UnsealError:
            return False
        # Matches no row if it was saved since the read: the next round reads it again.
        row.filter(**{field.name: sealed}).update(**{field.name: rotated})
    return False


def _is_sealed_by(ring: KeyRing, sealed: str, owner: int) -> bool:
    try:
        ring.unseal(sealed, owner)
    except UnsealError:
        return False
    return True
