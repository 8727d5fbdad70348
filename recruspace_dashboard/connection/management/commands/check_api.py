"""`manage.py check_api`: run this first with a real API key."""

import json
import os
import sys
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from recruspace_dashboard.connection.client import Purpose, client_for
from recruspace_dashboard.pages.faults import explain
from recruspace_dashboard.services.conformance import WRONG_KEY, Report, Survey
from recruspace_dashboard.services.errors import RecruspaceError

MARKS = {"ok": "+", "note": "·", "differs": "!"}


class Command(BaseCommand):
    help = (
        "Check that the API answers as documented, using read-only calls and the key "
        "in RECRUSPACE_API_KEY. Exits with 1 if it does not. The output names fields "
        "and types, and contains no key and no personal data."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="Print JSON, not text.")

    def handle(self, *, json: bool, **options: Any) -> None:
        survey = self._survey()
        self.stdout.write(as_json(survey) if json else "\n".join(as_text(survey)))
        if not survey.as_documented:
            sys.exit(1)

    def _survey(self) -> Survey:
        api_key = os.environ.get("RECRUSPACE_API_KEY", "").strip()
        if not api_key:
            raise CommandError("Set RECRUSPACE_API_KEY to a Recruspace API key.")
        try:
            survey = Survey(
                client_for(api_key, Purpose.BACKGROUND),
                client_for(WRONG_KEY, Purpose.BACKGROUND),
            )
            survey.run()
        except ValueError as error:
            raise CommandError(f"RECRUSPACE_API_URL: {error}") from None
        except RecruspaceError as error:
            raise CommandError(explain(error).text) from None
        return survey


def as_text(survey: Survey) -> Iterator[str]:
    yield f"{settings.RECRUSPACE_API_URL}, checked with {survey.calls} read-only calls"
    yield ""
    yield f"All calls: {survey.all_calls.verdict}"
    yield from _findings(survey.all_calls)
    for report in survey.reports:
        endpoint = report.endpoint
        if endpoint is None:
            continue
        title = f"{endpoint.number:>2}  {endpoint.name}"
        guess = ", a guess" if endpoint.sure == "guess" else ""
        yield f"{title}: {report.verdict} ({endpoint}{guess})"
        yield from _findings(report)
    yield ""
    yield "+ as documented   · not documented   ! differs from the documentation"
    result = "answers as documented" if survey.as_documented else "differs: see !"
    yield f"Result: {result}. Write calls and the rate limit were not tried."


def _findings(report: Report) -> Iterator[str]:
    for finding in report.findings:
        yield f"      {MARKS[finding.level]} {finding.text}"


def as_json(survey: Survey) -> str:
    return json.dumps(
        {
            "api": settings.RECRUSPACE_API_URL,
            "calls": survey.calls,
            "as_documented": survey.as_documented,
            "all_calls": _as_dict(survey.all_calls),
            "endpoints": [_as_dict(report) for report in survey.reports],
        },
        indent=2,
    )


def _as_dict(report: Report) -> dict[str, Any]:
    endpoint = report.endpoint
    about: dict[str, Any] = {}
    if endpoint:
        about = {
            "number": endpoint.number,
            "name": endpoint.name,
            "call": str(endpoint),
            "sure": endpoint.sure,
        }
    findings = [
        {"level": finding.level, "text": finding.text} for finding in report.findings
    ]
    return {**about, "verdict": report.verdict, "findings": findings}
