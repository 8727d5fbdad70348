from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from recruspace_dashboard.sealing.fields import SealedTextField
from recruspace_dashboard.sealing.key_ring import key_ring
from recruspace_dashboard.sealing.rotation import count_by_key, rotate, sealed_fields


class Command(BaseCommand):
    help = (
        "Seals every sealed row of the database with the first of ENCRYPTION_KEYS, so "
        "that the others can be removed. The dashboard may run meanwhile."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="Change nothing; say how many rows each key has sealed.",
        )

    def handle(self, *, check: bool, **options: Any) -> None:
        try:
            key_ids = key_ring().key_ids
        except ValueError as error:
            raise CommandError(f"ENCRYPTION_KEYS: {error}.") from None
        fields = sealed_fields()
        failed = [] if check else [one for field in fields for one in self._do(field)]
        for field in fields:
            self._say_counts(field, key_ids)
        if failed:
            raise CommandError("\n".join([*failed, "Keep all keys: nothing is lost."]))

    def _do(self, field: SealedTextField) -> list[str]:
        label = field.model._meta.label
        outcomes = list(rotate(field))
        done = sum(well for _, well in outcomes)
        self.stdout.write(f"{label}: {done} sealed with the first key")
        return [
            f"{label} of user {owner} cannot be sealed anew."
            for owner, well in outcomes
            if not well
        ]

    def _say_counts(self, field: SealedTextField, key_ids: list[str]) -> None:
        for key_id, count in sorted(count_by_key(field).items()):
            known = key_id in key_ids
            which = f"key {key_ids.index(key_id) + 1}" if known else "not listed"
            label = field.model._meta.label
            self.stdout.write(f"{label}: {count} by {key_id or '?'} ({which})")
