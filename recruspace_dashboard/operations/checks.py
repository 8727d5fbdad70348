"""Settings that would give people's data away, found at the start: see `start.py`.

`docs/operating.md` lists every id. `accounts/checks.py` has the others.
"""

import re
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from recruspace_dashboard.operations.generated_secrets import (
    ENCRYPTION_KEYS_FILE,
    SECRET_KEY_FILE,
)
from recruspace_dashboard.services.http.transport import LOOPBACK, origin_of

# As `.env` sets them; a password may stand in the address of a database or a cache.
_SECRETS = re.compile(
    r"(?m)^\s*(export\s+)?(SECRET_KEY|ENCRYPTION_KEYS|DATABASE_URL|CACHE_URL)\s*=\s*\S"
)
Apps = Sequence[AppConfig] | None

SHORTEST_SECRET = 50
FEWEST_CHARACTERS = 5
# What examples and templates put there for a start.
WELL_KNOWN = ("django-insecure", "changeme", "change-me", "change_me", "secret", "xxx")


@register(Tags.security)
def check_site_url(*, app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """`SITE_URL` is an origin; others than this machine reach it by https."""
    site = urlsplit(settings.SITE_URL)
    if not _is_origin(site):
        return [
            Error(
                "SITE_URL is not an address of a site: http:// or https://, a host, "
                "and nothing after that but a port.",
                "Set it to what people type, as in https://pools.example.com.",
                id="recruspace.E006",
            )
        ]
    if site.scheme == "https" or site.hostname in LOOPBACK:
        return []
    return [
        Warning(
            "SITE_URL is http: passwords and candidates' data can be read on the way.",
            "Put a proxy that speaks https in front, and https into SITE_URL.",
            id="recruspace.W011",
        )
    ]


@register(Tags.security)
def check_debug(*, app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """Traces with settings and data in them are for this machine only."""
    if not settings.DEBUG or urlsplit(settings.SITE_URL).hostname in LOOPBACK:
        return []
    return [
        Error(
            "DEBUG is on, and SITE_URL is not on this machine: whoever makes an error "
            "reads the settings and data in it.",
            "Take DEBUG out of the environment and out of .env.",
            id="recruspace.E003",
        )
    ]


@register(Tags.security)
def check_secret_key(*, app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """Nobody can guess what signs the sessions."""
    key = settings.SECRET_KEY
    long_enough = len(key) >= SHORTEST_SECRET and len(set(key)) >= FEWEST_CHARACTERS
    if long_enough and not key.lower().startswith(WELL_KNOWN):
        return []
    return [
        Error(
            f"SECRET_KEY is well known, or shorter than {SHORTEST_SECRET} characters, "
            "or of few different ones: who guesses it signs in as anybody.",
            "Take it out of the environment and out of .env: a good one is then made "
            "in DATA_DIR. Everybody signs in again.",
            id="recruspace.E004",
        )
    ]


@register(Tags.security)
def check_api_address(*, app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """API keys travel encrypted."""
    try:
        origin_of(settings.RECRUSPACE_API_URL)
    except ValueError:
        return [
            Error(
                "RECRUSPACE_API_URL is not https: everybody's API key could be read on "
                "the way. http is for this machine only.",
                "Take it out of the environment for https://api.recruspace.com.",
                id="recruspace.E005",
            )
        ]
    return []


@register(Tags.security)
def check_data_folder(*, app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """The database and the secrets have a place, and it is nobody else's."""
    return [*_cannot_write(settings.DATA_DIR), *_readable_secrets(settings.DATA_DIR)]


def _is_origin(site: SplitResult) -> bool:
    try:
        address = site.scheme in ("http", "https") and site.hostname
        return bool(address) and site.port != 0 and site.geturl().count("/") == 2
    except ValueError:
        return False


def _cannot_write(folder: Path) -> Iterator[CheckMessage]:
    try:
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        yield Error(
            f"DATA_DIR cannot be written to: {folder}: {error.strerror}.",
            "Give it to the account that runs the dashboard, or set another DATA_DIR.",
            id="recruspace.E007",
        )


def _readable_secrets(folder: Path) -> Iterator[CheckMessage]:
    files = [folder / SECRET_KEY_FILE, folder / ENCRYPTION_KEYS_FILE]
    settings_file = settings.BASE_DIR / ".env"
    if settings_file.exists() and _SECRETS.search(settings_file.read_text()):
        files.append(settings_file)
    for path in files:
        if path.exists() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            yield Error(
                f"What is secret in {path} can be read by others on this machine.",
                f"chmod 600 {path}; if others may have read it, make a new one.",
                id="recruspace.E008",
            )
