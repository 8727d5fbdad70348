from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from recruspace_dashboard.sealing.key_ring import KeyRing
from recruspace_dashboard.sealing.rotation import (
    SEALED_FIELDS,
    SealedField,
    counts,
    rotate,
)


class Command(BaseCommand):
    help = (
        "Seals all that is sealed in the database with the first of ENCRYPTION_KEYS, "
        "so that the others may be dropped. The dashboard may run meanwhile."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="Change nothing; say how many rows each key has sealed.",
        )

    def handle(self, *, check: bool, **options: Any) -> None:
        try:
            ring = KeyRing(settings.ENCRYPTION_KEYS).key_ids
        except ValueError as error:
            raise CommandError(f"ENCRYPTION_KEYS: {error}.") from None
        failed = [] if check else [one for of in SEALED_FIELDS for one in self._do(of)]
        for of in SEALED_FIELDS:
            self._say_counts(of, ring)
        if failed:
            raise CommandError("\n".join([*failed, "Keep all keys: nothing is lost."]))

    def _do(self, of: SealedField) -> list[str]:
        outcomes = list(rotate(of))
        done = sum(well for _, well in outcomes)
        self.stdout.write(f"{of.model}: {done} sealed with the first key")
        return [
            f"{of.model} of person {owner} cannot be sealed anew."
            for owner, well in outcomes
            if not well
        ]

    def _say_counts(self, of: SealedField, ring: list[str]) -> None:
        for key_id, count in sorted(counts(of).items()):
            place = f"key {ring.index(key_id) + 1}" if key_id in ring else "not listed"
            self.stdout.write(f"{of.model}: {count} by {key_id or '?'} ({place})")
