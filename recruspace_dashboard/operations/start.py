"""Starts the dashboard, or says why not. Servers of WSGI run no system checks."""

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

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

# With this one gunicorn ends, rather than start the same again without end.
REFUSED = 3
# Parts of the package that are commands of their own.
NOT_SERVED = {"management", "migrations", "sandbox"}


def start() -> WSGIHandler:
    """The application; ends the process where it would be unsafe to serve it."""
    try:
        application = get_wsgi_application()
        found = list(problems())
    except ImproperlyConfigured as error:
        _say(f"The settings cannot be used. {error}")
        sys.exit(REFUSED)
    for problem in found:
        _say(str(problem))
    if any(problem.is_serious() for problem in found):
        _say("The dashboard does not start like this. docs/operating.md tells more.")
        sys.exit(REFUSED)
    _read_all()
    return application


def problems() -> Iterator[CheckMessage]:
    """What is unsafe, and what an installation or upgrade has left out."""
    tags = [Tags.security, Tags.database]
    try:
        for message in run_checks(tags=tags, databases=[DEFAULT_DB_ALIAS]):
            if not message.is_silenced():
                yield message
        yield from _migrations()
        yield from _static_files()
    finally:
        # The processes that serve are forked from here, and open their own.
        connection.close()


def _migrations() -> Iterator[CheckMessage]:
    # Not a system check: `migrate` itself runs those, and would be kept from its work.
    try:
        executor = MigrationExecutor(connection)
    except DatabaseError as error:
        # It may come up later than we do. Until then, pages say that it is away.
        yield Warning(
            f"The database does not answer: {type(error).__name__}.",
            "If it does not come up by itself, see DATABASE_URL and DATA_DIR.",
            id="recruspace.W012",
        )
        return
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield Error(
            "The database is not of this version: there are migrations to apply.",
            "Run `python manage.py migrate`.",
            id="recruspace.E009",
        )


def _static_files() -> Iterator[CheckMessage]:
    """A style that was not collected is an error on every page that uses it."""
    storage = staticfiles_storage
    if settings.DEBUG or not isinstance(storage, ManifestFilesMixin):
        return
    needed = {path for finder in get_finders() for path, _ in finder.list(None)}
    if needed - storage.hashed_files.keys():
        yield Error(
            "Styles and scripts of this version are not collected.",
            "Run `python manage.py collectstatic --noinput`.",
            id="recruspace.E013",
        )


def _read_all() -> None:
    """Reads the code, the templates and the translations that would be read when they
    are first needed, so that a worker which is renewed in the middle of an upgrade does
    not serve the old version of one with the new one of another."""
    here = "recruspace_dashboard"
    for found in walk_packages([str(settings.BASE_DIR / here)], f"{here}."):
        if not NOT_SERVED & set(found.name.split(".")):
            import_module(found.name)
    for folder in map(Path, Engine.get_default().dirs):
        for path in folder.rglob("*.html"):
            get_template(path.relative_to(folder).as_posix())
    for language, _ in settings.LANGUAGES:
        with override(language):
            gettext("Home")


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201 nothing else may be set up
