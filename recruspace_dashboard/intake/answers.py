"""What a script is told of the files of an intake."""

from collections.abc import Iterable
from typing import Any

from django.http import JsonResponse
from django.urls import reverse

from recruspace_dashboard.intake.models import Intake, IntakeFile


def told(row: IntakeFile) -> dict[str, Any]:
    return {
        "number": row.number,
        "name": row.name,
        "inside": row.inside,
        "size": row.size,
        "state": IntakeFile.State.FAILED if row.is_gone else row.state,
        "words": row.why or row.get_state_display(),
        "problem": IntakeFile.Problem.GONE if row.is_gone else row.problem,
    }


def answer(
    intake: Intake, rows: Iterable[IntakeFile], status: int = 200, **more: Any
) -> JsonResponse:
    address = reverse("intake:detail", args=[intake.pk])
    files = [told(row) for row in rows]
    answer = JsonResponse({"address": address, "files": files, **more}, status=status)
    if status == 201:
        answer.headers["Location"] = address
    return answer


def refusal(words: Iterable[object], status: int = 422) -> JsonResponse:
    return JsonResponse({"error": " ".join(map(str, words))}, status=status)
