"""Workers that are renewed in the middle of an upgrade."""

import time
from contextlib import suppress
from pathlib import Path

import pytest
import requests

from tests.operations.test_start import AYSE, run
from tests.project.served import prepare, served

pytestmark = pytest.mark.slow

SERVE_AND_NOTE = """
import sys
from pathlib import Path
from recruspace_dashboard.wsgi import application
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client

read = []
folders = ("recruspace_dashboard", "templates", "locale")
ours = tuple(str(settings.BASE_DIR / folder) for folder in folders)

def note(event, arguments):
    if event == "open" and str(arguments[0]).startswith(ours):
        read.append(arguments[0])

sys.addaudithook(note)
visitor, user = Client(), Client()
user.force_login(User.objects.get())
for language in ("en", "tr"):
    for address in sys.argv[1:]:
        for browser in (visitor, user):
            browser.cookies["django_language"] = language
            assert browser.get(address).status_code < 600
# Where a template of Django's could be replaced, it is looked for and not there.
print(*sorted(path for path in set(map(str, read)) if Path(path).exists()))
"""


def test_what_serves_is_read_before_it_is_served(tmp_path: Path) -> None:
    """Or a worker renewed in the middle of an upgrade would have some of each version:
    one that imported half of it answered all with a bare 500."""
    prepare(tmp_path, AYSE)
    pages = [
        "/",
        "/login/",
        "/pools/",
        "/pools/new/",
        "/pools/1/",
        "/jobs/",
        "/nothing/",
    ]
    pages += ["/candidates/", "/candidates/1/", "/files/new/", "/account/", "/company/"]
    served_here = {
        "SITE_URL": "http://testserver",
        "RECRUSPACE_API_URL": "http://127.0.0.1:9",
    }
    ended = run("-c", SERVE_AND_NOTE, *pages, data=tmp_path, **served_here)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.strip() == ""


def test_workers_renewed_during_an_upgrade_go_on(tmp_path: Path) -> None:
    """The checks are made at the start, not in the middle of the work."""
    renewed = "--max-requests 1 --max-requests-jitter 0 --log-level info"
    with served(tmp_path, GUNICORN_CMD_ARGS=renewed) as site:
        back = ("manage.py", "migrate", "accounts", "zero")
        run(*back, data=tmp_path).check_returncode()
        for _ in range(600):
            # One that ends may let go of whom it has not answered.
            with suppress(requests.ConnectionError):
                assert requests.get(f"{site.site}/healthz/", timeout=60).ok
            if site.log.read_text().count("Booting worker") > 2:
                break
            time.sleep(0.1)
        assert site.log.read_text().count("Booting worker") > 2
        assert "recruspace.E009" not in site.log.read_text()
