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
# Comments stay in the source. No script of ours has a text of several lines.
STYLE_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SCRIPT_COMMENT = re.compile(r"^ *//.*\n", re.MULTILINE)


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
            small = {STYLESHEET: STYLE_COMMENT.sub("", merged)}
            for path in paths:
                if path.startswith("js/"):
                    small[path] = SCRIPT_COMMENT.sub("", _read(*paths[path]))
            for path, text in small.items():
                self.delete(path)
                # Without indentation and empty lines.
                self._save(path, ContentFile(re.sub(r"\n\s+", "\n", text).encode()))
            paths = paths | {path: (self, path) for path in small}
        yield from super().post_process(paths, **options)


def _read(storage: Storage, path: str) -> str:
    with storage.open(path) as file:
        return str(file.read().decode())
