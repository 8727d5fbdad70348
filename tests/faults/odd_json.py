"""Good answers turned odd: what the API may say in place of what is expected."""

import json
from collections.abc import Callable
from typing import Any

from tests.faults.server import Changed, Good
from tests.services.raw_server import Reply

ENUMS = {
    "status",
    "suitability",
    "employment_type",
    "workplace_type",
    "entry_method",
    "source_platform",
    "role",
    "answer_type",
}
LINKS = {"presigned_url", "profile_img"}
NAMES = {"name", "first_name", "last_name", "title", "question", "description"}


def changed(change: Callable[[Any], Any]) -> Changed:
    """The answer with its body changed, where it is good and JSON."""

    def act(good: Good) -> Reply:
        if not good.status.startswith("2") or not good.body:
            return good.whole()
        body = json.dumps(change(json.loads(good.body)))
        return Good(good.status, good.headers, body.encode()).whole()

    return Changed(act)


def rebuilt(change: Callable[[Good], bytes]) -> Changed:
    """The answer with other bytes for its body."""

    def act(good: Good) -> Reply:
        return Good(good.status, good.headers, change(good)).whole()

    return Changed(act)


def each_value(change: Callable[[str, Any], Any]) -> Changed:
    """Each value at the end of a branch, by its name, becomes what `change` gives."""

    def walk(value: Any, name: str = "") -> Any:
        if isinstance(value, dict):
            return {key: walk(inner, key) for key, inner in value.items()}
        if isinstance(value, list):
            return [walk(inner, name) for inner in value]
        return change(name, value)

    return changed(walk)


def named(names: set[str], value: Any) -> Changed:
    """What has one of `names` becomes `value`."""
    return each_value(lambda name, old: value if name in names else old)


def dates(value: Any) -> Changed:
    return each_value(lambda name, old: value if name.endswith("_at") else old)


def each_object(change: Callable[[dict[str, Any]], Any]) -> Changed:
    """The one object, or each of the list, becomes what `change` gives."""

    def whole(body: Any) -> Any:
        if isinstance(body, list):
            return [change(item) for item in body]
        if "results" in body:
            return {**body, "results": [change(item) for item in body["results"]]}
        return change(body)

    return changed(whole)


def without(*names: str) -> Changed:
    return each_object(
        lambda item: {key: value for key, value in item.items() if key not in names}
    )


def only_id(item: dict[str, Any]) -> dict[str, Any]:
    return {key: item[key] for key in ("id", "hash") if key in item}


def a_list(make: Callable[[list[Any]], Any]) -> Changed:
    """The list, however it came, in the form that `make` gives it."""

    def whole(body: Any) -> Any:
        return make(body if isinstance(body, list) else body["results"])

    return changed(whole)


def a_page(**changes: Any) -> Changed:
    """The list as a page of the API, with some of it changed."""

    def make(rows: list[Any]) -> Any:
        known = {"count": len(rows), "next": None, "previous": None, "results": rows}
        return {
            key: value for key, value in (known | changes).items() if value is not ...
        }

    return a_list(make)
