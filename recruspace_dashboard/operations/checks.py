"""System checks for unsafe settings; `start.py` runs them before serving.

`docs/operating.md` lists the ids of all checks. `accounts` and `sealing` have more.
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

# A line of `.env` that sets a secret. The URL of a database or cache may contain a
# password.
_SECRET_IN_ENV_FILE = re.compile(
    r"(?m)^\s*(export\s+)?(SECRET_KEY|ENCRYPTION_KEYS|DATABASE_URL|CACHE_URL)\s*=\s*\S"
)
Apps = Sequence[AppConfig] | None

MIN_SECRET_LENGTH = 50
MIN_DISTINCT_CHARACTERS = 5
# Placeholders from examples and templates.
WELL_KNOWN_PREFIXES = (
    "django-insecure",
    "changeme",
    "change-me",
    "change_me",
    "secret",
    "xxx",
)


@register(Tags.security)
def check_site_url(*, app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """`SITE_URL` is an origin, with https if other machines can reach it."""
    site = urlsplit(settings.SITE_URL)
    if not _is_origin(site):
        return [
            Error(
                "SITE_URL is not a site's address: http:// or https://, a host, and "
                "nothing after it but a port.",
                "Set it to the address users type, such as https://pools.example.com.",
                id="recruspace.E006",
            )
        ]
    if site.scheme == "https" or site.hostname in LOOPBACK:
        return []
    return [
        Warning(
            "SITE_URL is http: passwords and candidates' data travel unencrypted.",
            "Put an https proxy in front, and change SITE_URL to https.",
            id="recruspace.W011",
        )
    ]


@register(Tags.security)
def check_debug(*, app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """`DEBUG` shows settings and data in error pages: for this machine only."""
    if not settings.DEBUG or urlsplit(settings.SITE_URL).hostname in LOOPBACK:
        return []
    return [
        Error(
            "DEBUG is on, and SITE_URL is not on this machine: error pages show "
            "settings and data to any visitor.",
            "Remove DEBUG from the environment and from .env.",
            id="recruspace.E003",
        )
    ]


@register(Tags.security)
def check_secret_key(*, app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """`SECRET_KEY`, which signs the sessions, cannot be guessed."""
    key = settings.SECRET_KEY
    long_enough = (
        len(key) >= MIN_SECRET_LENGTH and len(set(key)) >= MIN_DISTINCT_CHARACTERS
    )
    if long_enough and not key.lower().startswith(WELL_KNOWN_PREFIXES):
        return []
    return [
        Error(
            f"SECRET_KEY is well known, shorter than {MIN_SECRET_LENGTH} characters, "
            "or has few different ones: whoever guesses it can sign in as any user.",
            "Remove it from the environment and from .env: on SQLite a strong one is "
            "then generated in DATA_DIR, on PostgreSQL the start says how to make one. "
            "All users must sign in again.",
            id="recruspace.E004",
        )
    ]


@register(Tags.security)
def check_api_address(*, app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """API keys are sent encrypted."""
    try:
        origin_of(settings.RECRUSPACE_API_URL)
    except ValueError:
        return [
            Error(
                "RECRUSPACE_API_URL is not https: API keys would be sent unencrypted. "
                "http is accepted for this machine only.",
                "Remove it from the environment to use https://api.recruspace.com.",
                id="recruspace.E005",
            )
        ]
    return []


@register(Tags.security)
def check_data_folder(*, app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """`DATA_DIR` can be written to, and no other user can read the secrets."""
    return [
        *_check_writable(settings.DATA_DIR),
        *_check_secret_permissions(settings.DATA_DIR),
    ]


def _is_origin(site: SplitResult) -> bool:
    try:
        named = site.hostname and "@" not in site.netloc
        address = site.scheme in ("http", "https") and named
        return bool(address) and site.port != 0 and site.geturl().count("/") == 2
    except ValueError:
        return False


def _check_writable(folder: Path) -> Iterator[CheckMessage]:
    try:
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        yield Error(
            f"DATA_DIR is not writable: {folder}: {error.strerror}.",
            "Give it to the account that runs the dashboard, or set another DATA_DIR.",
            id="recruspace.E007",
        )


def _check_secret_permissions(folder: Path) -> Iterator[CheckMessage]:
    files = [folder / SECRET_KEY_FILE, folder / ENCRYPTION_KEYS_FILE]
    settings_file = settings.BASE_DIR / ".env"
    if settings_file.exists() and _SECRET_IN_ENV_FILE.search(settings_file.read_text()):
        files.append(settings_file)
    for path in files:
        if path.exists() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            yield Error(
                f"The secrets in {path} can be read by other users of this machine.",
                f"Run `chmod 600 {path}`. If others may have read it, replace them.",
                id="recruspace.E008",
            )
