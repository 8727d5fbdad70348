"""The findings about an endpoint: names, types and counts, but no values."""

from dataclasses import dataclass, field
from typing import Any, Literal

from recruspace_dashboard.services.conformance.compare import compare, kind_of
from recruspace_dashboard.services.conformance.shapes import EXPECTED
from recruspace_dashboard.services.endpoints import Endpoint
from recruspace_dashboard.services.http.responses import decode, unwrap
from recruspace_dashboard.services.http.wire import RawResponse

# A "note" is about something that the documents leave open.
Level = Literal["ok", "note", "differs"]


@dataclass(frozen=True)
class Finding:
    level: Level
    text: str


@dataclass
class Report:
    """The findings about one endpoint, or about all calls."""

    endpoint: Endpoint | None = None
    findings: list[Finding] = field(default_factory=list)

    @property
    def verdict(self) -> str:
        levels = {finding.level for finding in self.findings}
        if not levels:
            return "not tried"
        return "differs" if "differs" in levels else "as documented"

    def add(self, level: Level, text: str) -> None:
        self.findings.append(Finding(level, text))

    def check(self, holds: bool, text: str, otherwise: str = "") -> None:
        self.add("ok" if holds else "differs", text if holds else otherwise or text)

    def body(self, answer: RawResponse) -> Any:
        """The content of a 200 without its envelope; None for any other answer."""
        guessed = self.endpoint is not None and self.endpoint.sure == "guess"
        body = decoded(answer)
        if answer.status != 200 or body is None:
            text = described(answer)
            self.add("differs", f"{text}; the path is a guess" if guessed else text)
            return None
        if guessed:
            self.add("ok", "the guessed path is right")
        content = unwrap(body)
        if content is not body:
            self.add("note", "in an envelope of success and content")
        return content

    def list_shape(self, body: Any) -> list[Any]:
        """The items of a list, which may be an array or a page."""
        items = items_of(body)
        if items is None:
            self.add("differs", "neither an array nor a page")
            return []
        printed = self.endpoint is not None and EXPECTED[self.endpoint].array
        count = None
        if isinstance(body, list):
            self.add("ok" if printed else "note", shape_of(body))
        else:
            text = shape_of(body)
            self.add("note", f"{text}; an array is printed" if printed else text)
            count = body.get("count")
            self.check(kind_of(count) == "integer", "count is there", "no count")
        of = f" of {count}" if isinstance(count, int) else ""
        self.add("note", f"{len(items)}{of} came without page_size")
        return items

    def fields(self, items: list[Any]) -> None:
        """Compares the fields of all items together with the documented ones."""
        if self.endpoint is None or not items:
            return
        expected = EXPECTED[self.endpoint]
        promised = compare(expected.documented, items)
        whole = compare({**expected.likely, **expected.documented}, items)
        texts: list[tuple[Level, str, list[str]]] = [
            ("differs", "missing", promised.missing),
            ("differs", "of another type", promised.wrong),
            ("note", "guessed, not there", _without(whole.missing, promised.missing)),
            ("note", "guessed, otherwise", _without(whole.wrong, promised.wrong)),
            ("note", "not documented", whole.unknown),
        ]
        if expected.documented and not (promised.missing or promised.wrong):
            self.add("ok", "all documented fields, with their types")
        for level, what, names in texts:
            if names:
                self.add(level, f"{what}: {', '.join(names)}")


def _without(names: list[str], others: list[str]) -> list[str]:
    return [name for name in names if name not in others]


def shape_of(body: Any) -> str:
    """Whether a list is a bare array, or a page with links to others."""
    if isinstance(body, list):
        return "an array"
    links = (f"{name} {_link(body, name)}" for name in ("next", "previous"))
    return f"a page, {', '.join(links)}"


def _link(page: dict[str, Any], name: str) -> str:
    kind = kind_of(page[name]) if name in page else "absent"
    return "an address" if kind == "string" else kind


def decoded(answer: RawResponse) -> Any:
    """The JSON of an answer, or None."""
    try:
        return decode(answer.body)
    except ValueError:
        return None


def items_of(body: Any) -> list[Any] | None:
    """The items of an array or a page; None for anything else."""
    found = body.get("results") if isinstance(body, dict) else body
    return found if isinstance(found, list) else None


def detail_of(answer: RawResponse) -> str:
    body = decoded(answer)
    detail = body.get("detail") if isinstance(body, dict) else None
    return detail if isinstance(detail, str) else ""


def described(answer: RawResponse) -> str:
    """The status of an answer and the kind of its body."""
    body = decoded(answer)
    if detail_of(answer):
        what = "a detail"
    elif body is not None:
        what = f"JSON, {kind_of(body)}"
    else:
        what = "no JSON" if answer.body.strip() else "no body"
    return f"{answer.status} with {what}"
