"""A page of candidates from memory: the least that a page of the same rows takes."""

import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def read_rows(path: Path) -> list[dict[str, Any]]:
    rows = json.loads(path.read_text())
    return [row | {"added": datetime.fromisoformat(row["added"])} for row in rows]


ROWS = read_rows(Path(os.environ["FLOOR_ROWS"]))


@login_required
def candidates(request: HttpRequest) -> HttpResponse:
    size = int(request.GET.get("page_size", 25))
    return render(request, "floor.html", {"rows": ROWS[:size], "q": ""})
