"""The health check, for monitoring."""

import threading
from concurrent.futures import Future, ThreadPoolExecutor

from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_deny
from django.views.decorators.http import require_safe

from recruspace_dashboard.operations.logs import GetResponse

# How long the database may take to answer.
HEALTHY_SECONDS = 2.0


@login_not_required
@require_safe
@xframe_options_deny
def healthz(request: HttpRequest) -> HttpResponse:
    """Responds `ok` if the process and its database work. Does not call the API."""
    _check.wait(HEALTHY_SECONDS)
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


def health_check(get_response: GetResponse) -> GetResponse:
    """Responds to the health check by any name or address of this machine.

    A load balancer asks by the address, with which no page may be opened.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.path == reverse("healthz") and request.method in {"GET", "HEAD"}:
            return healthz(request)
        return get_response(request)

    return middleware


class DatabaseCheck:
    """Asks the database in a thread of its own, so that nobody waits longer than they
    want to. While it hangs, all wait for the same check."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="health")
        self._lock = threading.Lock()
        self._running: Future[None] | None = None

    def wait(self, seconds: float) -> None:
        """Raises `OperationalError` if the database does not answer in time."""
        with self._lock:
            if self._running is None or self._running.done():
                self._running = self._thread.submit(_ask_database)
            running = self._running
        try:
            running.result(seconds)
        except TimeoutError:
            raise OperationalError("no answer in time") from None


_check = DatabaseCheck()


def _ask_database() -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    finally:
        connection.close()
