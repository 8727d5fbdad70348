"""Who is likely there already, beside the form that adds a candidate."""

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.forms import Form

from recruspace_dashboard.files.digests import file_digest
from recruspace_dashboard.lists import guard
from recruspace_dashboard.lists.guard import Newcomer
from recruspace_dashboard.pages.request import HttpRequest

TYPED = ("email", "phone_number", "first_name", "last_name")
# No field of the form is longer.
LONGEST = 300


def beside(request: HttpRequest, form: Form) -> dict[str, Any]:
    """What the page of the form shows, with what is in it now."""
    if not settings.LIBRARY:
        return {}
    values = {name: form[name].value() for name in TYPED if name in form.fields}
    shown = beside_typed(request, values, form.files.get("cv_file"))
    return shown | {"watches": list(values)}


def beside_typed(
    request: HttpRequest, values: Any, file: "UploadedFile[Any] | None" = None
) -> dict[str, Any]:
    """`values` are those of the form by their names."""
    typed = {name: str(values.get(name) or "")[:LONGEST] for name in TYPED}
    newcomer = Newcomer(**typed, digest=file_digest(file.chunks()) if file else "")
    if newcomer.is_empty:
        return {}
    answer = guard.known(request, [newcomer])
    return {"known": answer.get(0, []), "looked": answer.looked}
