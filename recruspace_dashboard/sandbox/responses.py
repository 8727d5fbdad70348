"""Responses: plain ones, errors in the style of DRF, and pages of lists."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

from werkzeug.wrappers import Request, Response

from .options import Options
from .reading import whole
from .shapes import Link
from .state import Company, Member

DEFAULT_PAGE_SIZE = 20
LARGEST_PAGE_SIZE = 100

T = TypeVar("T")


@dataclass(frozen=True)
class Call:
    """One authenticated call, as a view gets it."""

    request: Request
    options: Options
    company: Company
    member: Member
    link: Link


@dataclass(frozen=True)
class ApiResponse:
    body: Any = None
    status: int = 200


class ApiError(Exception):
    """An error response. A string as the body is sent under `detail`."""

    def __init__(self, status: int, body: object, **headers: str) -> None:
        super().__init__(status)
        self.status = status
        self.body = {"detail": body} if isinstance(body, str) else body
        self.headers = {name.replace("_", "-"): headers[name] for name in headers}

    def response(self) -> Response:
        response = json_response(self.body, self.status)
        response.headers.update(self.headers)
        return response


def not_found() -> ApiError:
    return ApiError(404, "Not found.")


def invalid(**fields: str) -> ApiError:
    """A 400 with one message for each field."""
    return ApiError(400, {name: [message] for name, message in fields.items()})


def json_response(body: object, status: int) -> Response:
    text = json.dumps(body, ensure_ascii=False)
    return Response(text, status, content_type="application/json")


def success_response(result: ApiResponse, options: Options) -> Response:
    if result.status == 204:
        return Response(status=204)
    wrapped = {"success": "OK", "content": result.body}
    return json_response(wrapped if options.wrap else result.body, result.status)


def list_response(
    call: Call, items: Sequence[T], shape: Callable[[T], Any], *, bare: bool
) -> ApiResponse:
    """A page of the list; `bare` says whether the documentation shows an array."""
    number, size = _page_number(call.request), _page_size(call.request)
    part = items[(number - 1) * size : number * size]
    results = [shape(item) for item in part]
    if call.options.lists == "array" or (call.options.lists == "mixed" and bare):
        return ApiResponse(results)
    if not part and number > 1:
        raise ApiError(404, "Invalid page.")
    ends = {
        "next": _page_link(call, number + 1) if number * size < len(items) else None,
        "previous": _page_link(call, number - 1) if number > 1 else None,
    }
    if call.options.lists == "mixed":
        ends = {name: url for name, url in ends.items() if url}
    return ApiResponse({"count": len(items), **ends, "results": results})


def _page_number(request: Request) -> int:
    number = whole(request.args.get("page", "1"))
    if not number:
        raise ApiError(404, "Invalid page.")
    return number


def _page_size(request: Request) -> int:
    """The requested size, at most 100. An invalid one is ignored."""
    wanted = whole(request.args.get("page_size", ""))
    return min(wanted or DEFAULT_PAGE_SIZE, LARGEST_PAGE_SIZE)


def _page_link(call: Call, number: int) -> str:
    query = {**call.request.args.to_dict(), "page": str(number)}
    return f"{call.request.base_url}?{urlencode(query)}"
