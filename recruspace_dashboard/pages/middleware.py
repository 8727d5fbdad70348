"""Middleware for all responses: headers, sign-in under htmx, errors of the API."""

from typing import cast

from django.conf import settings
from django.http import HttpRequest as DjangoRequest
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django_htmx.http import HttpResponseClientRedirect

from recruspace_dashboard.pages.faults import explain
from recruspace_dashboard.pages.htmx import is_htmx, show_above_page
from recruspace_dashboard.pages.next_page import htmx_current_path, with_next
from recruspace_dashboard.pages.pagination import PastTheEnd
from recruspace_dashboard.pages.request import GetResponse, HttpRequest
from recruspace_dashboard.services.errors import RecruspaceError


def response_headers(get_response: GetResponse) -> GetResponse:
    """Adds security headers to every response; only static files may be stored."""

    def middleware(request: DjangoRequest) -> HttpResponseBase:
        response = get_response(request)
        headers = response.headers
        headers.setdefault("Content-Security-Policy", settings.CONTENT_SECURITY_POLICY)
        headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=()"
        )
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not request.path.startswith(f"/{settings.STATIC_URL.lstrip('/')}"):
            headers.setdefault("Cache-Control", "no-store, private")
        return response

    return middleware


def htmx_sign_in(get_response: GetResponse) -> GetResponse:
    """Makes htmx load the sign-in page as a full page, not into a fragment."""

    def middleware(request: DjangoRequest) -> HttpResponseBase:
        response = get_response(request)
        sign_in = resolve_url(settings.LOGIN_URL)
        location = response.headers.get("Location", "").split("?")[0]
        if not is_htmx(request) or location != sign_in:
            return response
        back = htmx_current_path(cast(HttpRequest, request)) or "/"
        return HttpResponseClientRedirect(with_next(sign_in, back))

    return middleware


class FaultPages:
    """Turns an API error into an error page or fragment, and redirects from a page past
    the end of a list to its last page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: DjangoRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, error: Exception
    ) -> HttpResponse | None:
        if isinstance(error, PastTheEnd):
            return HttpResponseRedirect(request.path + error.query)
        if not isinstance(error, RecruspaceError):
            return None
        fault = explain(error)
        page = "includes/_fault.html" if request.htmx else "fault.html"
        response = render(request, page, {"fault": fault}, status=fault.status)
        if fault.wait is not None:
            response.headers["Retry-After"] = str(fault.wait)
        return show_above_page(response) if request.htmx else response
