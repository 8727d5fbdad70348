"""The stored API keys that the copy may be made with."""

from dataclasses import dataclass, field

from recruspace_dashboard.accounts.models import ApiKey
from recruspace_dashboard.connection.client import Purpose, client_for
from recruspace_dashboard.sealing.fingerprints import fingerprint
from recruspace_dashboard.sealing.key_ring import UnsealError
from recruspace_dashboard.services import RecruspaceClient


@dataclass(frozen=True)
class StoredKey:
    """A readable key of an active user, or of several."""

    fingerprint: str
    api_key: str = field(repr=False)

    def client(self) -> RecruspaceClient:
        return client_for(self.api_key, Purpose.BACKGROUND)


def stored_keys(username: str | None = None) -> dict[str, StoredKey]:
    """By fingerprint; with a name, only the key of this user."""
    rows = ApiKey.objects.filter(user__is_active=True)
    if username is not None:
        rows = rows.filter(user__username=username)
    found = {}
    for row in rows.order_by("pk"):
        try:
            key = row.reveal()
        except UnsealError:
            continue
        name = fingerprint(key)
        found[name] = StoredKey(name, key)
    return found
