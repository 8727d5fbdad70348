"""One session of `requests` for each thread, over connections shared by all threads."""

import http.cookiejar
import threading

import requests
import urllib3
from requests.auth import AuthBase

from recruspace_dashboard.services.http.deadline import DeadlineAdapter


class BearerAuth(AuthBase):
    """Sends the key in the `Authorization` header.

    An auth object, as a `~/.netrc` would replace a header set on a session.
    """

    def __init__(self, api_key: str) -> None:
        self._api_key = api_key

    @property
    def sendable(self) -> bool:
        """Whether the key can be sent in a header."""
        return self._api_key.isascii() and self._api_key.isprintable()

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._api_key}"
        return request

    def __repr__(self) -> str:
        return "BearerAuth()"


class Session(requests.Session):
    """A session without cookies, redirects, and settings from the environment."""

    def __init__(self) -> None:
        super().__init__()
        self.trust_env = False
        self.cookies.set_policy(http.cookiejar.DefaultCookiePolicy(allowed_domains=[]))
        self.headers.update(
            {"Accept": "application/json", "Accept-Encoding": "gzip, deflate"}
        )
        for scheme in ("http://", "https://"):
            self.mount(scheme, _connections)

    def get_redirect_target(self, resp: requests.Response) -> None:
        """None, as otherwise requests reads and decompresses the whole body of a
        redirect, however large, even with `allow_redirects` off."""


# Connections may be shared by threads, a session may not. Retries are `Transport`'s.
_connections = DeadlineAdapter(
    pool_maxsize=32,
    max_retries=urllib3.Retry(
        total=0, redirect=False, read=False, respect_retry_after_header=False
    ),
)
_of_thread = threading.local()


def session() -> Session:
    """The session of the current thread."""
    if not hasattr(_of_thread, "session"):
        _of_thread.session = Session()
    found: Session = _of_thread.session
    return found
