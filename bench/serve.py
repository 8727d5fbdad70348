"""A site in a process of its own, asked over a pipe: `python -m bench.serve NAME`.

Each line of its input is a request, each line of its output says what the answer took.
No server stands between, so the figures are those of the site's code alone.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import cache
from io import BytesIO
from typing import Any

import django
from django.core.management import call_command

from bench.phases import Phases

ROWS = 2_000
USERNAME = "bench"
SETTINGS = {
    "dashboard": "recruspace_dashboard.settings",
    "floor": "bench.floor.settings",
}


def main(name: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS[name]
    django.setup()
    call_command("migrate", run_syncdb=name == "floor", verbosity=0)
    {"dashboard": prepare_dashboard, "floor": prepare_floor}[name]()
    cookie = signed_in()
    if name == "dashboard":
        call_command("sync", verbosity=0, stdout=sys.stderr)
    application = application_of(name)
    say({"cookie": cookie})
    for line in sys.stdin:
        say(ask(application, cookie, **json.loads(line)))


def application_of(name: str) -> Callable[..., Any]:
    """What the site's server would load."""
    if name == "dashboard":
        from recruspace_dashboard.wsgi import application
    else:
        from django.core.wsgi import get_wsgi_application

        application = get_wsgi_application()
    return application


def say(what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def prepare_floor() -> None:
    from bench.floor.models import Candidate
    from bench.floor.views import ROWS as KNOWN

    fields = {one.name for one in Candidate._meta.fields} - {"id"}
    rows = (KNOWN[number % len(KNOWN)] for number in range(ROWS))
    # On PostgreSQL, those of a floor that was measured before.
    Candidate._default_manager.all().delete()
    Candidate._default_manager.bulk_create(
        Candidate(**{name: row[name] for name in fields}) for row in rows
    )


def prepare_dashboard() -> None:
    from django.core.cache import caches

    from recruspace_dashboard.library import schema

    schema.make()
    # Redis may have answers of a sandbox that was measured before.
    caches["default"].clear()
    call_command("collectstatic", interactive=False, verbosity=0)


def signed_in() -> str:
    """The cookie of a signed-in superuser, with an API key where the site has them."""
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.test import Client

    user, _ = User.objects.get_or_create(
        username=USERNAME, is_superuser=True, is_staff=True
    )
    if key := os.environ.get("BENCH_API_KEY"):
        from recruspace_dashboard.accounts.models import ApiKey

        ApiKey.store(user, key)
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}"


def ask(
    application: Callable[..., Any],
    cookie: str,
    *,
    path: str,
    htmx: bool = False,
    gzip: bool = False,
    count: bool = False,
    phases: bool = False,
) -> dict[str, Any]:
    """What the answer to a GET took: `cpu` and `wall` in milliseconds, `bytes`, with
    `count` the number of SQL statements, and with `phases` where the time went."""
    watched = watch_phases() if phases else None
    environ = environ_of(path, cookie)
    if htmx:
        environ["HTTP_HX_REQUEST"] = "true"
    if gzip:
        environ["HTTP_ACCEPT_ENCODING"] = "gzip"
    status: list[str] = []
    statements: list[str] = []
    with ExitStack() as stack:
        if count:
            count_statements(stack, statements)
        cpu, wall = time.process_time(), time.perf_counter()
        response = application(environ, lambda said, *_: status.append(said))
        body = b"".join(response)
        # The visitor has the page; what is done now takes only processor time.
        waited = time.perf_counter() - wall
        response.close()
        took = time.process_time() - cpu
    if not status[0].startswith("200"):
        raise SystemExit(f"{path}: {status[0]}")
    if watched:
        return {"phases": watched.take(took)}
    return {
        "cpu": took * 1000,
        "wall": waited * 1000,
        "bytes": len(body),
        "sql": len(statements),
    }


@cache
def watch_phases() -> Phases:
    """From then on, all requests take a bit longer."""
    return Phases()


def environ_of(path: str, cookie: str) -> dict[str, Any]:
    path, _, query = path.partition("?")
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "127.0.0.1:8000",
        "HTTP_COOKIE": cookie,
        "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.url_scheme": "http",
    }


def count_statements(stack: ExitStack, statements: list[str]) -> None:
    from django.db import connections

    def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        statements.append(sql)
        return execute(sql, *rest)

    for alias in connections:
        stack.enter_context(connections[alias].execute_wrapper(note))


if __name__ == "__main__":
    main(sys.argv[1])
