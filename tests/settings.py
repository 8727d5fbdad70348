"""The project's settings with what tests need: no traces, and quick passwords."""

import os
import tempfile
from pathlib import Path
from unittest.mock import patch

from recruspace_dashboard.operations.environment import Env

_folder = tempfile.TemporaryDirectory(prefix="recruspace-tests-")
os.environ |= {
    "DATA_DIR": _folder.name,
    "DEBUG": "off",
    "SITE_URL": "http://127.0.0.1:8000",
    "SECRET_KEY": "only-for-tests-and-therefore-long-but-known-to-everybody",
    "ENCRYPTION_KEYS": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
}
os.environ.pop("DATABASE_URL", None)
# `make test-postgresql` starts a server for the tests of what differs there.
if server := os.environ.get("TEST_DATABASE_URL"):
    os.environ["DATABASE_URL"] = server

# What stands in .env is for a dashboard that is used.
with patch.object(Env, "read_env"):
    from recruspace_dashboard.settings import *  # noqa: F403
    from recruspace_dashboard.settings import DATABASES, STORAGES

# A file, as in real life: each thread of the live server then has its connection.
for _alias, _database in DATABASES.items() if not server else ():
    _database["TEST"] = {"NAME": str(Path(_folder.name) / f"test-{_alias}.sqlite3")}
# The browser tests stand in one event loop with Playwright.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# Nothing is collected for tests, and whitenoise warns of a folder that is not there.
STATIC_ROOT = _folder.name
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
