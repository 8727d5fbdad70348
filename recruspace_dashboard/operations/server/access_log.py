"""One line for each request, without query string and referrer: they can contain e-mail
addresses."""

import logging
import time
from collections.abc import Iterator
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

logger = logging.getLogger("gunicorn.access")

# In the `state` of the ASGI scope: the client has closed its connection.
CLIENT_GONE = "client_gone"


def access_log(application: WSGIApplication) -> WSGIApplication:
    """WSGI middleware that logs how each request was answered.

    It ends a response, such as a download, when its client has gone.
    """

    def logged(
        environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterator[bytes]:
        started, status, sent = time.monotonic(), "", 0

        def start(given: str, *arguments: object) -> object:
            nonlocal status
            status = given.split(" ")[0]
            return start_response(given, *arguments)  # type: ignore[arg-type]

        response = application(environ, start)  # type: ignore[arg-type]
        try:
            for chunk in response:
                if _client_is_gone(environ):
                    break
                sent += len(chunk)
                yield chunk
        finally:
            logger.info(
                "%s %s status=%s bytes=%d ms=%d",
                environ["REQUEST_METHOD"],
                environ["PATH_INFO"],
                status,
                sent,
                (time.monotonic() - started) * 1000,
            )
            # After the log: this ends the request, with its id.
            getattr(response, "close", lambda: None)()

    return logged


def _client_is_gone(environ: WSGIEnvironment) -> bool:
    state = environ.get("asgi.scope", {}).get("state", {})
    return bool(state.get(CLIENT_GONE))
