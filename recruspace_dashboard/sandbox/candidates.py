"""The calls about candidates."""

from __future__ import annotations

from . import shapes
from .fields import BLANK, REQUIRED, Fields
from .files import store_upload
from .responses import ApiError, ApiResponse, Call, invalid, list_response, not_found
from .state import Candidate, JobPost, Note, Pool, StoredFile

CV_ENDINGS = (".pdf", ".doc", ".docx")


def _candidate(call: Call, candidate_id: int | None) -> Candidate:
    if candidate_id not in call.company.candidates:
        raise not_found()
    return call.company.candidates[candidate_id]


def get(call: Call, candidate_id: int) -> ApiResponse:
    """Get Candidate."""
    candidate = _candidate(call, candidate_id)
    return ApiResponse(shapes.candidate_detail(candidate, call.company, call.link))


def search_by_email(call: Call) -> ApiResponse:
    """Search Candidate by Email."""
    if "email" not in call.request.args:
        raise invalid(email=REQUIRED)
    wanted = call.request.args["email"].strip().lower()
    if not wanted:
        raise invalid(email=BLANK)
    found = [
        candidate
        for candidate in call.company.candidates.values()
        if wanted in candidate.email.lower()
    ]
    return list_response(
        call, found, lambda each: {"id": each.id, "email": each.email}, bare=True
    )


def add(call: Call) -> ApiResponse:
    """Create Candidate, with the CV in the same call."""
    fields = Fields.of_multipart(call.request)
    first_name, last_name = fields.text("first_name"), fields.text("last_name")
    email = fields.email("email")
    phone = fields.text("phone_number", required=False)
    upload = fields.upload("cv_file", CV_ENDINGS)
    job, pool = fields.job_or_pool(call.company)
    fields.check()
    refuse_duplicate(call, email, pool, job)
    cv = store_upload(call.company, upload, "cv")
    return create(call, email, first_name, last_name, cv, job, pool, phone)


def manual_add(call: Call) -> ApiResponse:
    """Add Candidate to Job Post or Talent Pool, with a CV that was uploaded first."""
    fields = Fields.of_json(call.request)
    first_name, last_name = fields.text("first_name"), fields.text("last_name")
    email = fields.email("email")
    cv = fields.stored_file("cv", call.company)
    job, pool = fields.job_or_pool(call.company)
    fields.check()
    refuse_duplicate(call, email, pool, job)
    return create(call, email, first_name, last_name, cv, job, pool)


def refuse_duplicate(
    call: Call, email: str, pool: Pool | None, job: JobPost | None
) -> None:
    if call.company.holds(email, pool, job):
        raise ApiError(409, "A candidate with this email already exists.")


def create(
    call: Call,
    email: str,
    first_name: str,
    last_name: str,
    cv: StoredFile | None,
    job: JobPost | None,
    pool: Pool | None = None,
    phone: str = "",
    entry_method: str = "manual",
) -> ApiResponse:
    """Store a new candidate, and respond with it."""
    candidate = Candidate(
        id=call.company.new_id(),
        user_id=call.company.new_id(),
        email=email,
        first_name=first_name,
        last_name=last_name,
        entry_method=entry_method,
        source_platform="api",
        pool=pool,
        job_post=job,
        initial_applied_job_post=job,
        cv=cv,
        phone_number=phone or None,
        substage=call.company.stages[0] if job else None,
    )
    call.company.candidates[candidate.id] = candidate
    body = shapes.candidate_detail(candidate, call.company, call.link)
    return ApiResponse(body, 201)


def add_note(call: Call) -> ApiResponse:
    """Add Note."""
    fields = Fields.of_json(call.request)
    candidate_id = fields.integer("candidate_id")
    text = fields.text("text", max_length=None)
    fields.check()
    candidate = _candidate(call, candidate_id)
    note = Note(call.company.new_id(), text)
    candidate.notes.append(note)
    return ApiResponse(shapes.note(note), 201)


def add_tag(call: Call) -> ApiResponse:
    """Add Tag."""
    fields = Fields.of_json(call.request)
    candidate_id, title = fields.integer("candidate_id"), fields.text("title")
    fields.check()
    candidate = _candidate(call, candidate_id)
    tag = call.company.tag(title)
    if tag in candidate.tags:
        raise ApiError(409, "The candidate has this tag already.")
    candidate.tags.append(tag)
    return ApiResponse(shapes.tag(tag), 201)
