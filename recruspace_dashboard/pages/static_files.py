"""How static files are served.

A page asks for one stylesheet, which is many files in the source. Scripts import each
other by their hashed names.
"""

import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from whitenoise.storage import (  # type: ignore[import-untyped]
    CompressedManifestStaticFilesStorage,
)

STYLESHEET = "css/dashboard.css"
CSS_IMPORT = re.compile(r'@import url\("([\w-]+\.css)"\);')
SCRIPT_IMPORT = r'(?P<matched>import (?P<names>{[^}]*}) from "(?P<url>\./[^"]+)";)'


class StaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    # Django's own pattern for scripts also reads the comments of htmx.
    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("js/*.js", ((SCRIPT_IMPORT, 'import %(names)s from "%(url)s";'),)),
    )

    def post_process(
        self, paths: dict[str, tuple[Storage, str]], **options: Any
    ) -> Iterator[tuple[str, str, bool]]:
        if not options.get("dry_run"):
            merged = CSS_IMPORT.sub(
                lambda found: _read(*paths[f"css/{found[1]}"]),
                _read(*paths[STYLESHEET]),
            )
            self.delete(STYLESHEET)
            self._save(STYLESHEET, ContentFile(merged.encode()))
            paths = paths | {STYLESHEET: (self, STYLESHEET)}
        yield from super().post_process(paths, **options)


def _read(storage: Storage, path: str) -> str:
    with storage.open(path) as file:
        return str(file.read().decode())
