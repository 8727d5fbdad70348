"""The API itself: its endpoints, and the rules that all calls share."""

from __future__ import annotations

import math
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, RequestRedirect
from werkzeug.routing import Rule as Route
from werkzeug.wrappers import Request, Response

from . import candidates, company, files, jobs, pools
from .options import API_ROOT, Options, Rule
from .recording import RecordedRequest
from .responses import ApiError, ApiResponse, Call, success_response
from .seed import copied_world, new_world
from .state import World

View = Callable[..., ApiResponse]

ENDPOINTS: list[tuple[str, str, View]] = [
    ("GET", "/candidates/<int:candidate_id>/", candidates.get),
    ("POST", "/candidates/add/", candidates.add),
    ("POST", "/candidates/add-note/", candidates.add_note),
    ("POST", "/candidates/add-tag/", candidates.add_tag),
    ("POST", "/candidates/manual-add/", candidates.manual_add),
    ("GET", "/candidates/search-by-email/", candidates.search_by_email),
    ("GET", "/companies/offices/", company.list_offices),
    ("GET", "/companies/users/", company.list_users),
    ("GET", "/job-posts/", jobs.list_jobs),
    ("GET", "/job-posts/<job_hash>/", jobs.get),
    ("POST", "/job-posts/<job_hash>/apply/", jobs.apply),
    ("GET", "/job-posts/<job_hash>/questions/", jobs.list_questions),
    ("GET", "/talent-pools/", pools.list_pools),
    ("PATCH", "/talent-pools/<int:pool_id>/", pools.update),
    ("DELETE", "/talent-pools/<int:pool_id>/", pools.delete),
    ("GET", "/talent-pools/<int:pool_id>/candidates/", pools.list_candidates),
    ("POST", "/talent-pools/create/", pools.create),
    ("POST", "/utilities/upload-file/", files.upload),
]

WINDOW_SECONDS = 60
NO_CREDENTIALS = "Authentication credentials were not provided."


VIEWS: dict[str, dict[str, View]] = defaultdict(dict)
"""The views by path and method. All methods of a path share one route, as the key is
checked before the method, as in DRF."""
for _method, _path, _view in ENDPOINTS:
    VIEWS[API_ROOT + _path][_method] = _view

FILES = "/files/<int:file_id>/<name>"
ROUTES = Map(
    [Route(path, endpoint=path) for path in [*VIEWS, FILES]], merge_slashes=False
)


class Api:
    """The WSGI application: a world of companies, and the calls made to it."""

    def __init__(self, options: Options) -> None:
        self.lock = threading.RLock()
        self._begin(options, new_world(options.candidates))

    def reset(self, options: Options) -> None:
        self._begin(options, copied_world(options.candidates))

    def _begin(self, options: Options, world: World) -> None:
        with self.lock:
            self.options = options
            self.world = world
            self.rules = [Rule.parse(text) for text in options.fail]
            self.requests: list[RecordedRequest] = []
            self.calls: dict[str, deque[float]] = defaultdict(deque)

    def __call__(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        with Request(environ) as request:
            response = self.respond(request)
        return response(environ, start_response)

    def respond(self, request: Request) -> Response:
        record = RecordedRequest.of(request)
        with self.lock:
            self.requests.append(record)
            rule = self._rule_for(record)
        time.sleep(self.options.latency_ms / 1000 + (rule.delay if rule else 0))
        response = rule.response() if rule else self._route(request)
        with self.lock:
            record.status = response.status_code
            if self.options.log:
                with Path(self.options.log).open("a", encoding="utf-8") as log:
                    log.write(record.log_line() + "\n")
        return response

    def _rule_for(self, record: RecordedRequest) -> Rule | None:
        for rule in self.rules:
            if rule.matches(record.method, record.path):
                return rule.take()
        return None

    def _route(self, request: Request) -> Response:
        try:
            path, values = ROUTES.bind_to_environ(request.environ).match()
            if path == FILES:
                return files.download(request, self.world, **values)
            with self.lock:
                result = self._call(request, VIEWS[path], values)
            return success_response(result, self.options)
        except ApiError as error:
            return error.response()
        except RequestRedirect as redirect:
            # Django redirects a path without its final slash with a 301.
            return Response(status=301, headers={"Location": redirect.new_url})
        except HTTPException as error:
            return Response.force_type(error.get_response(), request.environ)

    def _call(
        self, request: Request, views: dict[str, View], values: Mapping[str, Any]
    ) -> ApiResponse:
        key = _key(request)
        if key not in self.world.keys:
            raise ApiError(401, NO_CREDENTIALS)
        self._throttle(key)
        if request.method not in views:
            message = f'Method "{request.method}" not allowed.'
            raise ApiError(405, message, Allow=", ".join(views))
        company, member = self.world.keys[key]
        link = files.link_maker(request, self.options.link_seconds)
        call = Call(request, self.options, company, member, link)
        return views[request.method](call, **values)

    def _throttle(self, key: str) -> None:
        """Allow `rate` calls in any sixty seconds; refused calls do not count."""
        if not self.options.rate:
            return
        calls, moment = self.calls[key], time.monotonic()
        while calls and calls[0] <= moment - WINDOW_SECONDS:
            calls.popleft()
        if len(calls) >= self.options.rate:
            wait = math.ceil(calls[0] + WINDOW_SECONDS - moment)
            unit = "second" if wait == 1 else "seconds"
            message = f"Request was throttled. Expected available in {wait} {unit}."
            raise ApiError(429, message, Retry_After=str(wait))
        calls.append(moment)


def _key(request: Request) -> str:
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    return key if scheme == "Bearer" else ""
