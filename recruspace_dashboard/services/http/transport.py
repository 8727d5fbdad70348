"""The one place that sends calls to the API."""

import logging
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, BinaryIO
from urllib.parse import urlsplit

import requests
from requests_toolbelt import MultipartEncoder

from recruspace_dashboard.services.endpoints import Endpoint
from recruspace_dashboard.services.errors import (
    ApiConnectionError,
    AuthenticationFailed,
    NotFound,
    RateLimited,
    RecruspaceError,
)
from recruspace_dashboard.services.http import responses, wire
from recruspace_dashboard.services.http.call_gate import CallGate
from recruspace_dashboard.services.http.deadline import Exchange
from recruspace_dashboard.services.http.session import BearerAuth
from recruspace_dashboard.services.http.upstream import GATEWAY_ERRORS, upstream_of
from recruspace_dashboard.services.http.wire import Limits, RawResponse

logger = logging.getLogger(__name__)

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
# A clock that differs by more is no clock.
MOST_DIFFERENCE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class FileToSend:
    """A file for the form field `field`; `content` is read once."""

    field: str
    name: str
    content: BinaryIO
    content_type: str


def origin_of(base_url: str) -> str:
    """The origin of the API: https, or http on loopback. Raises `ValueError`."""
    parts = urlsplit(base_url)
    safe = parts.scheme == "https" and parts.hostname
    if not safe and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise ValueError("The API's address must be https; http only on loopback")
    return f"{parts.scheme}://{parts.netloc}"


class Transport:
    """Sends calls to one API with one key.

    `clock_difference` is how far the API's clock was ahead of ours in its last answer
    that told the time, else 0.
    """

    def __init__(
        self,
        api_key: str,
        base_url: str,
        limits: Limits,
        gate: CallGate | None = None,
        patient: bool = True,
    ) -> None:
        self._origin = origin_of(base_url)
        self._auth = BearerAuth(api_key)
        # Differs between keys, and says nothing about them.
        self._user = hash(api_key)
        self._limits = limits
        self._ends = time.monotonic() + limits.together
        self._gate = gate
        self._patient = patient
        self._upstream = upstream_of(self._origin)
        self.clock_difference = timedelta()

    def call(
        self,
        endpoint: Endpoint,
        *,
        ids: Mapping[str, int | str] | None = None,
        query: Mapping[str, str | int] | None = None,
        json: Mapping[str, Any] | None = None,
        form: Mapping[str, str] | None = None,
        file: FileToSend | None = None,
        patient: bool = True,
    ) -> Any:
        """The decoded body of the answer, without its envelope; None if it is empty.

        Sends `json`, or `form` and `file`, which is streamed. A read without an answer,
        or with 502, 503 or 504, is retried once if there is time; a write never is.
        If too many calls are under way, a `patient` call of a patient transport waits a
        moment for its turn. Raises `RecruspaceError`.
        """
        request = self._request(endpoint, ids, query)
        request.json = json
        if file is not None:
            part = (file.name, file.content, file.content_type)
            request.data = MultipartEncoder({**(form or {}), file.field: part})
            request.headers = {"Content-Type": request.data.content_type}
        patient = patient and self._patient
        with self._upstream.slot(str(endpoint), patient=patient, user=self._user):
            return self._send_with_retry(endpoint, request, file)

    def ask(
        self,
        endpoint: Endpoint,
        *,
        ids: Mapping[str, int | str] | None = None,
        query: Mapping[str, str | int] | None = None,
    ) -> RawResponse:
        """The answer to a read, whatever its status."""
        request = self._request(endpoint, ids, query)
        self._pass_gate(endpoint)
        return self._answer(endpoint, request, self._exchange_with(endpoint))

    def _request(
        self,
        endpoint: Endpoint,
        ids: Mapping[str, int | str] | None,
        query: Mapping[str, str | int] | None,
    ) -> requests.Request:
        if not self._auth.sendable:
            raise AuthenticationFailed(str(endpoint), reason="no key looks like this")
        try:
            url = self._origin + endpoint.fill(ids or {})
        except ValueError:
            raise NotFound(str(endpoint), reason="no id looks like this") from None
        return requests.Request(endpoint.method, url, params=query, auth=self._auth)

    def _exchange_with(
        self, endpoint: Endpoint, file: FileToSend | None = None
    ) -> Exchange:
        limits, now = self._limits, time.monotonic()
        if file is not None:
            return Exchange(
                ends=now + limits.upload,
                patience=limits.read,
                sending=limits.upload_read,
                answering=limits.total,
            )
        ends = min(now + limits.total, self._ends)
        exchange = Exchange(ends=ends, patience=limits.read)
        # A write that starts too late would only end with an unknown outcome.
        if exchange.left < (0 if endpoint.reads else 0.2 * limits.total):
            reason = "no time left for it"
            raise ApiConnectionError(str(endpoint), timed_out=True, reason=reason)
        return exchange

    def _worth_retrying(self, error: RecruspaceError, exchange: Exchange) -> bool:
        if self._upstream.breaker.is_open or exchange.left < 0.4 * self._limits.total:
            return False
        return isinstance(error, ApiConnectionError) or error.status in GATEWAY_ERRORS

    def _send_with_retry(
        self, endpoint: Endpoint, request: requests.Request, file: FileToSend | None
    ) -> Any:
        began, exchange = time.monotonic(), self._exchange_with(endpoint, file)
        try:
            return self._attempt(endpoint, request, exchange)
        except RecruspaceError as error:
            if not (endpoint.reads and self._worth_retrying(error, exchange)):
                raise
        finally:
            if file is not None:
                # An upload takes no time from the calls after it.
                self._ends += time.monotonic() - began
        # Spreads the retries of many calls: 0.3 s at most of the usual ten.
        time.sleep(random.uniform(0, 0.03 * self._limits.total))  # noqa: S311
        return self._attempt(endpoint, request, exchange)

    def _attempt(
        self, endpoint: Endpoint, request: requests.Request, exchange: Exchange
    ) -> Any:
        self._pass_gate(endpoint)
        self._upstream.check(str(endpoint))
        error: RecruspaceError | None = None
        try:
            answer = self._answer(endpoint, request, exchange)
            return responses.read(endpoint, answer.status, answer.headers, answer.body)
        except RecruspaceError as raised:
            error = raised
            if self._gate and isinstance(error, RateLimited):
                self._gate.refused(error.retry_after)
            raise
        finally:
            self._upstream.note(error)

    def _pass_gate(self, endpoint: Endpoint) -> None:
        if self._gate and (seconds := self._gate.take()):
            raise RateLimited(str(endpoint), retry_after=seconds)

    def _answer(
        self, endpoint: Endpoint, request: requests.Request, exchange: Exchange
    ) -> RawResponse:
        began = time.monotonic()
        outcome = "failed"
        try:
            answer = wire.send(endpoint, request, exchange, self._limits)
            outcome = str(answer.status)
            self._note_clock(answer)
            return answer
        except RecruspaceError as error:
            outcome = f"failed ({error.reason})"
            raise
        finally:
            spent = (time.monotonic() - began) * 1000
            logger.info("%s %s %d ms", endpoint, outcome, spent)

    def _note_clock(self, answer: RawResponse) -> None:
        at = responses.date_of(answer.headers.get("Date", ""))
        difference = at - datetime.now(UTC) if at else timedelta()
        if at and abs(difference) < MOST_DIFFERENCE:
            self.clock_difference = difference
