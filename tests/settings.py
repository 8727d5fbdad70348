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
for name in ("DATABASE_URL", "CACHE_URL"):
    os.environ.pop(name, None)
# `make test-postgresql` starts servers for the tests of all that is stored there.
if server := os.environ.get("TEST_DATABASE_URL"):
    os.environ["DATABASE_URL"] = server
if cache := os.environ.get("TEST_CACHE_URL"):
    # Each process that tests has a part of its own, as it empties it.
    _number = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    os.environ["CACHE_URL"] = f"{cache.rpartition('/')[0]}/{_number}"

# What stands in .env is for a dashboard that is used.
with patch.object(Env, "read_env"):
    from recruspace_dashboard.settings import *  # noqa: F403
    from recruspace_dashboard.settings import DATABASES, STORAGES

# A file, as in real life: each thread of the live server then has its connection.
for _alias, _database in DATABASES.items() if not server else ():
    _database["TEST"] = {"NAME": str(Path(_folder.name) / f"test-{_alias}.sqlite3")}
# The browser tests stand in one event loop with Playwright.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

if not cache:
    _in_memory = "django.core.cache.backends.locmem.LocMemCache"
    CACHES = {"default": {"BACKEND": _in_memory}}

# Nothing is collected for tests, and whitenoise warns of a folder that is not there.
STATIC_ROOT = _folder.name
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
