"""Makes reads to find out how an API answers. It checks raw answers, not records."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from recruspace_dashboard.services import endpoints, parse
from recruspace_dashboard.services.client import RecruspaceClient
from recruspace_dashboard.services.conformance.report import (
    Report,
    decoded,
    described,
    detail_of,
    items_of,
    shape_of,
)
from recruspace_dashboard.services.endpoints import ENDPOINTS, Endpoint
from recruspace_dashboard.services.errors import (
    ApiConnectionError,
    AuthenticationFailed,
    NotFound,
    RateLimited,
    ServerError,
)
from recruspace_dashboard.services.http.responses import unwrap, wait_of
from recruspace_dashboard.services.http.wire import RawResponse

NO_CREDENTIALS = "Authentication credentials were not provided."
WRONG_KEY = "this-is-no-key-but-a-question"
# The largest 32-bit id, which no candidate has.
UNKNOWN_ID = 2**31 - 1
BEYOND = 9999

Ids = Mapping[str, int | str]
Query = Mapping[str, int | str]
NOTHING: Mapping[str, int | str] = {}


class Survey:
    """One round of reads with one key: at most twenty calls."""

    def __init__(self, client: RecruspaceClient, wrong_key: RecruspaceClient) -> None:
        """`wrong_key` is a client of the same API whose key it cannot know."""
        self._client = client
        self._wrong_key = wrong_key
        self._reports = {endpoint: Report(endpoint) for endpoint in ENDPOINTS}
        self.all_calls = Report()
        self.calls = 0

    @property
    def reports(self) -> list[Report]:
        """One for each endpoint: guessed paths first, writes last."""

        def order(endpoint: Endpoint) -> tuple[bool, bool, int]:
            return not endpoint.reads, endpoint.sure != "guess", endpoint.number

        return [self._reports[endpoint] for endpoint in sorted(ENDPOINTS, key=order)]

    @property
    def as_documented(self) -> bool:
        found = [self.all_calls, *self._reports.values()]
        return not any(report.verdict == "differs" for report in found)

    def run(self) -> None:
        """Raises `RecruspaceError` if the API cannot be judged: it cannot be reached,
        refuses the key, or allows no more calls."""
        self._check_key()
        self._check_all_calls()
        pools = self._check_list(endpoints.LIST_TALENT_POOLS)
        self._check_paging(endpoints.LIST_TALENT_POOLS, pools)
        self._check_list(endpoints.LIST_OFFICES)
        self._check_list(endpoints.LIST_USERS)
        self._check_jobs()
        self._check_candidates(pools)

    def _check_key(self) -> None:
        self.calls += 1
        endpoint = endpoints.LIST_TALENT_POOLS
        status = self._client.ask(endpoint, query={"page_size": 1}).status
        if status in {401, 403}:
            raise AuthenticationFailed(str(endpoint), status=status)

    def _check_all_calls(self) -> None:
        report, endpoint = self.all_calls, endpoints.LIST_TALENT_POOLS
        if answer := self._ask(report, endpoint, client=self._wrong_key):
            text = f"wrong key: {described(answer)}"
            report.check(answer.status == 401 and detail_of(answer) != "", text)
            if detail_of(answer) not in {"", NO_CREDENTIALS}:
                report.add("note", "wrong key: the detail has other words")
        unslashed = replace(endpoint, path=endpoint.path.rstrip("/"))
        if answer := self._ask(report, unslashed):
            needed = answer.status != 200
            text = f"without the last slash: {described(answer)}"
            report.add("ok" if needed else "note", text)

    def _check_jobs(self) -> None:
        jobs = parse.mappings(self._check_list(endpoints.LIST_JOB_POSTS))
        hashes = filter(None, (parse.text(job.get("hash")) for job in jobs))
        if job_hash := next(hashes, None):
            ids = {"job_hash": job_hash}
            self._check_object(endpoints.GET_JOB_POST, ids)
            self._check_list(endpoints.LIST_QUESTIONS, ids)

    def _check_candidates(self, pools: list[Any]) -> None:
        sizes = {
            pool_id: parse.integer(pool.get("candidate_count")) or 0
            for pool in parse.mappings(pools)
            if (pool_id := parse.integer(pool.get("id"))) is not None
        }
        if not sizes:
            return
        endpoint = endpoints.LIST_POOL_CANDIDATES
        ids = {"pool_id": max(sizes, key=sizes.__getitem__)}
        candidates = self._check_list(endpoint, ids)
        self._check_paging(endpoint, candidates, ids)
        for candidate in parse.mappings(candidates):
            candidate_id = parse.integer(candidate.get("id"))
            if candidate_id is not None:
                self._check_candidate(candidate_id)
                self._check_search(candidate_id, parse.text(candidate.get("email")))
                break

    def _check_candidate(self, candidate_id: int) -> None:
        endpoint = endpoints.GET_CANDIDATE
        report = self._reports[endpoint]
        candidate = self._check_object(endpoint, {"candidate_id": candidate_id})
        if candidate:
            user = parse.mapping(candidate.get("user"))
            emails = {
                "at the top": candidate.get("email"),
                "in user": user.get("email"),
            }
            places = [place for place, email in emails.items() if email]
            text = f"the e-mail is {' and '.join(places)}"
            report.check(bool(places), text, "there is no e-mail")
        if answer := self._ask(report, endpoint, {"candidate_id": UNKNOWN_ID}):
            text = f"unknown id: {described(answer)}"
            report.check(answer.status == 404 and detail_of(answer) != "", text)

    def _check_search(self, candidate_id: int, email: str) -> None:
        endpoint = endpoints.SEARCH_CANDIDATES
        report = self._reports[endpoint]
        if part := email.partition("@")[0]:
            found = self._check_list(endpoint, query={"email": part})
            ids = {parse.integer(one.get("id")) for one in parse.mappings(found)}
            text = "a part of an address finds its candidate"
            report.check(candidate_id in ids, text, f"not so: {text}")
        if answer := self._ask(report, endpoint):
            text = f"without an address: {described(answer)}"
            report.check(answer.status == 400, text)

    def _check_object(self, endpoint: Endpoint, ids: Ids) -> dict[str, Any]:
        report = self._reports[endpoint]
        answer = self._ask(report, endpoint, ids)
        body = report.body(answer) if answer else None
        if isinstance(body, dict):
            report.fields([body])
            return body
        if body is not None:
            report.add("differs", "not an object")
        return {}

    def _check_list(
        self, endpoint: Endpoint, ids: Ids = NOTHING, query: Query = NOTHING
    ) -> list[Any]:
        report = self._reports[endpoint]
        answer = self._ask(report, endpoint, ids, query)
        body = report.body(answer) if answer else None
        if body is None:
            return []
        items = report.list_shape(body)
        report.fields(items)
        return items

    def _check_paging(
        self, endpoint: Endpoint, items: list[Any], ids: Ids = NOTHING
    ) -> None:
        report = self._reports[endpoint]
        if not items:
            return
        if answer := self._ask(report, endpoint, ids, {"page": 1, "page_size": 1}):
            body = unwrap(decoded(answer))
            came = items_of(body)
            text = "no list" if came is None else f"{len(came)}, {shape_of(body)}"
            one = came is not None and len(came) == 1
            report.check(one, f"page_size=1 brings {text}")
        if answer := self._ask(report, endpoint, ids, {"page": BEYOND}):
            came = items_of(unwrap(decoded(answer)))
            text = "an empty list" if came == [] else described(answer)
            ends = came == [] or answer.status == 404
            report.check(ends, f"page past the end: {text}")

    def _ask(
        self,
        report: Report,
        endpoint: Endpoint,
        ids: Ids = NOTHING,
        query: Query = NOTHING,
        client: RecruspaceClient | None = None,
    ) -> RawResponse | None:
        self.calls += 1
        try:
            answer = (client or self._client).ask(endpoint, ids=ids, query=query)
        except (ApiConnectionError, NotFound, ServerError) as error:
            report.add("differs", f"no answer to read ({type(error).__name__})")
            return None
        if answer.status == 429:
            # Says nothing about how the API answers otherwise.
            seconds = wait_of(answer.headers, [detail_of(answer)])
            raise RateLimited(str(endpoint), retry_after=seconds)
        return answer
