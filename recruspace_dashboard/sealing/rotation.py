"""Re-encrypts every sealed field with the first key of the ring."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import BinaryField, Model, QuerySet
from django.db.models.functions import Substr

from recruspace_dashboard.sealing.fields import SealedBytesField, SealedTextField
from recruspace_dashboard.sealing.key_ring import (
    HEAD_BYTES,
    KeyRing,
    UnsealError,
    key_id_of,
    key_id_of_bytes,
)

SealedField = SealedTextField | SealedBytesField

# A row is read and written again if another request saved it in between. No row is
# saved as often as this.
ATTEMPTS = 10


def sealed_fields() -> list[SealedField]:
    """All sealed columns of the database."""
    return [
        field
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, SealedTextField | SealedBytesField)
    ]


def count_by_key(field: SealedField) -> Counter[str]:
    """The number of rows sealed with each key, by key id; `""` for what is unsealed."""
    if isinstance(field, SealedTextField):
        texts = _rows(field).values_list(field.name, flat=True)
        return Counter(key_id_of(text) for text in texts.iterator())
    head = Substr(field.name, 1, HEAD_BYTES, output_field=BinaryField())
    heads = _rows(field).annotate(head=head).values_list("head", flat=True)
    return Counter(key_id_of_bytes(bytes(one)) for one in heads.iterator())


def rotate(field: SealedField) -> Iterator[tuple[int, bool]]:
    """Seals every row with the first key; yields its owner's id and the success."""
    ring = KeyRing(settings.ENCRYPTION_KEYS)
    first = KeyRing(settings.ENCRYPTION_KEYS[:1])
    named = field.bound_to if isinstance(field, SealedBytesField) else ()
    rows = _rows(field).order_by("pk").values("pk", field.owner, *named)
    for row in list(rows):
        yield row[field.owner], _rotate_row(field, row, ring, first)


def _rows(field: SealedField) -> QuerySet[Model]:
    nothing = "" if isinstance(field, SealedTextField) else b""
    return field.model._default_manager.exclude(**{field.name: nothing})


def _rotate_row(
    field: SealedField, known: dict[str, Any], ring: KeyRing, first: KeyRing
) -> bool:
    row = _rows(field).filter(pk=known["pk"])
    for _ in range(ATTEMPTS):
        sealed = row.values_list(field.name, flat=True).first()
        # None if the row was deleted meanwhile.
        if sealed is None or _is_sealed_by(first, field, sealed, known):
            return True
        try:
            rotated = _rotated(field, sealed, known, ring, first)
        except UnsealError:
            return False
        # Matches no row if it was saved since the read: the next round reads it again.
        row.filter(**{field.name: sealed}).update(**{field.name: rotated})
    return False


def _is_sealed_by(
    ring: KeyRing, field: SealedField, sealed: Any, known: dict[str, Any]
) -> bool:
    try:
        _unseal(field, sealed, known, ring)
    except UnsealError:
        return False
    return True


def _rotated(
    field: SealedField,
    sealed: Any,
    known: dict[str, Any],
    ring: KeyRing,
    first: KeyRing,
) -> str | bytes:
    content, owner = _unseal(field, sealed, known, ring), known[field.owner]
    if isinstance(field, SealedTextField):
        return first.seal(str(content), owner)
    return first.seal_bytes(bytes(content), owner, field.place(known))


def _unseal(
    field: SealedField, sealed: Any, known: dict[str, Any], ring: KeyRing
) -> Any:
    owner = known[field.owner]
    if isinstance(field, SealedTextField):
        return ring.unseal(sealed, owner)
    return ring.unseal_bytes(bytes(sealed), owner, field.place(known))
