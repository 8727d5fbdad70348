"""Starts the dashboard if it is safe. A WSGI server runs no system checks itself."""

import gc
import sys
from collections.abc import Iterable, Iterator
from importlib import import_module
from ipaddress import ip_address
from pathlib import Path
from pkgutil import walk_packages
from socket import AF_UNIX, socket

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import (
    ManifestFilesMixin,
    staticfiles_storage,
)
from django.core.checks import CheckMessage, Error, Tags, Warning, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.template import Engine
from django.template.loader import get_template
from django.utils.translation import gettext, override

from recruspace_dashboard.operations.databases import disconnect, serve_pages
from recruspace_dashboard.operations.encodings import Utf8Request
from recruspace_dashboard.operations.running import hold_lock

# An exit status with which gunicorn stops, instead of restarting forever.
EXIT_REFUSED = 3
# Packages that no request uses, or that need what may not be installed.
# The child opens files; its libraries are for its own process only.
NOT_PRELOADED = {"management", "migrations", "sandbox", "pooled_postgresql", "child"}


def start() -> WSGIHandler:
    """The WSGI application. Exits the process if serving would be unsafe."""
    try:
        application = get_wsgi_application()
        found = list(problems())
    except ImproperlyConfigured as error:
        _print_error(f"The settings are invalid. {error}")
        sys.exit(EXIT_REFUSED)
    for problem in found:
        _print_error(str(problem))
    if any(problem.is_serious() for problem in found):
        _print_error("The dashboard did not start. See docs/operating.md.")
        sys.exit(EXIT_REFUSED)
    _preload()
    # What is there now stays: the collector need not look at it again and again.
    gc.freeze()
    application.request_class = Utf8Request
    serve_pages()
    return application


def check_listeners(listeners: Iterable[socket]) -> None:
    """Exits the process if the settings are unsafe for an address it listens at."""
    if all(map(_is_on_this_machine, listeners)):
        return
    if settings.DEBUG:
        _print_error(
            "DEBUG is on, and other machines can reach the server: error pages show "
            "settings and data. Remove DEBUG, or remove BIND. (recruspace.E003)"
        )
        sys.exit(EXIT_REFUSED)
    if not settings.HTTPS:
        _print_error(
            "Other machines can reach the server, and SITE_URL is not https: passwords "
            "and candidates' data travel unencrypted. (recruspace.W011)"
        )


def _is_on_this_machine(listener: socket) -> bool:
    if listener.family == AF_UNIX:
        return True
    return ip_address(listener.getsockname()[0].partition("%")[0]).is_loopback


def problems() -> Iterator[CheckMessage]:
    """Unsafe settings, and forgotten steps of an installation or upgrade."""
    tags = [Tags.security, Tags.database]
    try:
        for message in run_checks(tags=tags, databases=[DEFAULT_DB_ALIAS]):
            if not message.is_silenced():
                yield message
        yield from _check_restore()
        yield from _check_migrations()
        yield from _check_static_files()
    finally:
        # The workers are forked from this process, and open their own connections.
        disconnect()


def _check_restore() -> Iterator[CheckMessage]:
    """Also keeps `restore` from running, for as long as this process does."""
    try:
        hold_lock()
    except BlockingIOError:
        yield Error(
            "A backup is being restored.",
            "Start the dashboard when `manage.py restore` has ended.",
            id="recruspace.E018",
        )
    except OSError as error:
        yield Error(
            f"No file in DATA_DIR can be locked: {error.strerror}.",
            "Set DATA_DIR to a folder on a disk of this machine.",
            id="recruspace.E019",
        )


def _check_migrations() -> Iterator[CheckMessage]:
    # Not a system check: `migrate` runs those first, so this one would stop it.
    try:
        executor = MigrationExecutor(connection)
    except DatabaseError as error:
        # The database may start later. Until then, pages say that it does not answer.
        yield Warning(
            f"The database does not answer: {type(error).__name__}.",
            "If it stays away, check DATABASE_URL and DATA_DIR.",
            id="recruspace.W012",
        )
        return
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield Error(
            "The database is not up to date: there are migrations to apply.",
            "Run `python manage.py migrate`.",
            id="recruspace.E009",
        )


def _check_static_files() -> Iterator[CheckMessage]:
    """A missing static file would be a server error on every page that uses it."""
    storage = staticfiles_storage
    if settings.DEBUG or not isinstance(storage, ManifestFilesMixin):
        return
    needed = {path for finder in get_finders() for path, _ in finder.list(None)}
    if needed - storage.hashed_files.keys():
        yield Error(
            "The static files of this version are not collected.",
            "Run `python manage.py collectstatic --noinput`.",
            id="recruspace.E013",
        )


def _preload() -> None:
    """Loads all code, templates and translations, which are otherwise loaded when first
    used. So a worker that is restarted during an upgrade does not mix two versions."""
    package = "recruspace_dashboard"
    for module in walk_packages([str(settings.BASE_DIR / package)], f"{package}."):
        if not NOT_PRELOADED & set(module.name.split(".")):
            import_module(module.name)
    for folder in map(Path, Engine.get_default().dirs):
        for path in folder.rglob("*.html"):
            get_template(path.relative_to(folder).as_posix())
    for language, _ in settings.LANGUAGES:
        with override(language):
            gettext("Home")


def _print_error(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201 (logging may not be set up)
