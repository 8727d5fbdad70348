"""A record of each call for tests, and its line in the log."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from werkzeug.datastructures import Headers
from werkzeug.wrappers import Request

from .reading import parse_json


@dataclass(frozen=True)
class UploadedFile:
    filename: str
    content_type: str
    content: bytes = field(repr=False)


def _json_of(request: Request) -> Any:
    try:
        return parse_json(request.get_data()) if request.is_json else None
    except ValueError:
        return None


@dataclass
class RecordedRequest:
    """One call. Its status is 0 until the response is sent."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: Headers = field(repr=False)
    body: bytes = field(repr=False)
    json: Any
    form: dict[str, str]
    files: dict[str, UploadedFile]
    status: int = 0

    @classmethod
    def of(cls, request: Request) -> RecordedRequest:
        # The whole body is read first, so that the form is parsed from a copy.
        body = request.get_data(parse_form_data=False)
        files = {
            name: UploadedFile(
                file.filename or "", file.content_type or "", file.stream.read()
            )
            for name, file in request.files.items()
        }
        for file in request.files.values():
            file.stream.seek(0)
        return cls(
            method=request.method,
            path=request.path,
            query=request.args.to_dict(flat=False),
            headers=Headers(request.headers),
            body=body,
            json=_json_of(request),
            form=request.form.to_dict(),
            files=files,
        )

    def log_line(self) -> str:
        """The call as JSON, with the end of the key and the types of fields only."""
        key = self.headers.get("Authorization", "").rpartition(" ")[2]
        entry = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "method": self.method,
            "path": self.path,
            "query": self.query,
            "status": self.status,
            "key": key[-4:],
            "body": self._field_types(),
        }
        return json.dumps(entry, ensure_ascii=False)

    def _field_types(self) -> dict[str, str]:
        values = self.json if isinstance(self.json, dict) else self.form
        types = {name: type(value).__name__ for name, value in values.items()}
        return types | dict.fromkeys(self.files, "file")
