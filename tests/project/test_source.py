"""What the code itself must not do, and what comes with it."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client

from tests.each_case import each_case

BASE = Path(settings.BASE_DIR)
SERVED = [
    path
    for path in sorted((BASE / "recruspace_dashboard").rglob("*.py"))
    if not {"sandbox", "management"} & set(path.relative_to(BASE).parts)
]
SCRIPTS = sorted((BASE / "static" / "js").glob("*.js"))
ALLOWED = [
    # A statement of a model's own table and columns; values are parameters.
    "    return list(model._default_manager.raw(statement, list(keys)))",
    # Likewise, of the verdicts on a page of a list.
    "    rows: Iterable[Any] = numbers and Verdict.objects.raw(statement, parameters)",
    # Files are opened in a process of their own: documents/process.py.
    "import subprocess",
]


@each_case(
    "forbidden",
    [
        r"\b(eval|exec|compile|__import__)\(",
        r"^\s*(import|from) (pickle|marshal|shelve|yaml|subprocess|xml|lxml|ldap)\b",
        r"\bos\.(system|popen|exec\w+|spawn\w+)\(",
        r"\.(raw|extra|from_string)\(|\bRawSQL\b|\bTemplate\(",
        r"verify\s*=\s*False|CERT_NONE|_create_unverified_context|check_hostname",
        r"\b(md5|sha1|ECB|CBC|PKCS1v15)\b",
        r"\brandom\.(choice|choices|getrandbits|randbytes|randint|randrange)\(",
    ],
)
def test_nothing_dangerous_is_in_what_serves_users(forbidden: str):
    assert len(SERVED) > 60
    pattern = re.compile(rf"(?<!re\.)(?:{forbidden})")
    found = [
        f"{path.name}: {line.strip()}"
        for path in SERVED
        for line in path.read_text().splitlines()
        if pattern.search(line) and not line.lstrip().startswith(("#", '"'))
        if line not in ALLOWED
    ]
    assert found == []


def test_only_one_module_starts_a_process():
    starts = [path.name for path in SERVED if "subprocess." in path.read_text()]
    assert starts == ["process.py"]


@each_case("script", SCRIPTS)
def test_no_script_runs_text_or_listens_to_other_windows(script: Path):
    dangerous = r"\beval\(|new Function|document\.write|outerHTML\s*=|postMessage"
    assert not re.search(
        rf"{dangerous}|\"message\"|\bimport\b.*http", script.read_text()
    )


def test_nobody_can_sign_in_before_somebody_is_made(db):
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "address",
    ["/.git/HEAD", "/.env", "/data/secret_key", "/static/", "/static/css/"],
)
def test_no_file_that_is_not_ours_to_serve_and_no_list_of_them(
    browse: Client, settings, address: str
):
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
    assert Client().get(address).status_code in {302, 404}
    assert browse.get(address).status_code == 404


def test_every_package_is_pinned_to_one_version():
    files = sorted(BASE.glob("requirements*.txt"))
    assert len(files) == 4
    for path in files:
        for line in path.read_text().splitlines():
            if line and not line.startswith(("#", "-r ")):
                assert re.fullmatch(r"[A-Za-z0-9_.-]+==[0-9][0-9A-Za-z.]*", line), line


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/login/", "text/html; charset=utf-8"),
        ("/nothing/", "text/html; charset=utf-8"),
        ("/healthz/", "text/plain; charset=utf-8"),
        ("/static/img/icon.svg", "image/svg+xml; charset=utf-8"),
        ("/static/css/tokens.css", 'text/css; charset="utf-8"'),
        ("/static/js/dashboard.js", 'text/javascript; charset="utf-8"'),
    ],
)
def test_every_kind_of_text_says_what_it_is_in_which_letters(
    browse: Client, settings, address: str, kind: str
):
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
    answer = Client().get(address) if address == "/login/" else browse.get(address)
    assert answer.headers["Content-Type"] == kind
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    answer.close()
