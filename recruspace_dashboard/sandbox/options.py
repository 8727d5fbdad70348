"""The options of the sandbox, and the rules that make calls fail."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import responses as phrases
from typing import Any, Literal

from werkzeug.wrappers import Response

from .reading import whole

API_ROOT = "/api/v1/client"


@dataclass(frozen=True)
class Options:
    """How the API behaves where its documentation leaves a choice."""

    lists: Literal["array", "page", "mixed"] = "mixed"
    wrap: bool = False
    patch: Literal[200, 204] = 200
    candidates: int = 400
    rate: int = 100
    latency_ms: int = 0
    link_seconds: int = 300
    fail: tuple[str, ...] = ()
    log: str | None = None
    host: str = "127.0.0.1"


@dataclass
class Rule:
    """A response sent instead of the real one, `times` times or always."""

    method: str
    prefix: str
    status: int
    body: object = None
    headers: Mapping[str, str] = field(default_factory=dict)
    times: int | None = None
    delay: float = 0.0

    @classmethod
    def parse(cls, text: str) -> Rule:
        """Read `METHOD PATH-PREFIX STATUS [TIMES]`, as `--fail` takes it."""
        method, prefix, status, *times = text.split()
        number, most = whole(status) or 0, [whole(each) for each in times]
        # A status from 100 would only announce the response.
        if not prefix.startswith("/") or number not in range(200, 600):
            raise ValueError(text)
        if len(most) > 1 or None in most:
            raise ValueError(text)
        return cls(method, prefix, number, times=most[0] if most else None)

    def matches(self, method: str, path: str) -> bool:
        if self.times == 0 or self.method.upper() not in (method, "*"):
            return False
        return path.removeprefix(API_ROOT).startswith(self.prefix)

    def take(self) -> Rule:
        if self.times is not None:
            self.times -= 1
        return self

    def response(self) -> Response:
        content: Any = self.body
        content_type = "text/html; charset=utf-8"
        if content is None and self.status not in (204, 304):
            content = {"detail": phrases.get(self.status, "Without a name.")}
        if isinstance(content, dict | list):
            content, content_type = json.dumps(content), "application/json"
        if isinstance(content, bytes):
            content_type = "application/octet-stream"
        response = Response(content, self.status, content_type=content_type)
        response.headers.update(self.headers)
        return response
