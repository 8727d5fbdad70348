from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from recruspace_dashboard.sealing.key_ring import key_ring
from recruspace_dashboard.sealing.rotation import (
    SealedField,
    count_by_key,
    rotate,
    sealed_fields,
)


class Command(BaseCommand):
    help = (
        "Re-encrypts every encrypted row with the first of ENCRYPTION_KEYS, so that "
        "the other keys can be removed. The dashboard may run meanwhile."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="Change nothing; only count the rows encrypted with each key.",
        )

    def handle(self, *, check: bool, **options: Any) -> None:
        try:
            key_ids = key_ring().key_ids
        except ValueError as error:
            raise CommandError(f"ENCRYPTION_KEYS: {error}.") from None
        fields = sealed_fields()
        failed = (
            [] if check else [line for field in fields for line in self._rotate(field)]
        )
        for field in fields:
            self._write_counts(field, key_ids)
        if failed:
            raise CommandError("\n".join([*failed, "Keep all keys: no row was lost."]))

    def _rotate(self, field: SealedField) -> list[str]:
        """Rotates one field; returns an error message for each row that failed."""
        outcomes = list(rotate(field))
        rotated = sum(success for _, success in outcomes)
        self.stdout.write(f"{field}: {rotated} encrypted with the first key")
        return [
            f"{field} of user {owner} cannot be re-encrypted."
            for owner, success in outcomes
            if not success
        ]

    def _write_counts(self, field: SealedField, key_ids: list[str]) -> None:
        for key_id, count in sorted(count_by_key(field).items()):
            listed = key_id in key_ids
            which = f"key {key_ids.index(key_id) + 1}" if listed else "not listed"
            self.stdout.write(f"{field}: {count} by {key_id or '?'} ({which})")
