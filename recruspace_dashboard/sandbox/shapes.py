"""The JSON shapes of the API, as in its documentation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from .state import (
    Candidate,
    Company,
    JobPost,
    Member,
    Note,
    Office,
    Pool,
    Question,
    StoredFile,
    Substage,
    Tag,
)

JsonObject = dict[str, Any]
Link = Callable[[StoredFile], str]


def moment(value: datetime) -> str:
    text = value.astimezone(UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


def stored_file(file: StoredFile, link: Link) -> JsonObject:
    return {
        "id": file.id,
        "path": f"{file.folder}/{file.id}/{file.name}",
        "name": file.name,
        "type": file.type,
        "file_size": file.file_size,
        "base": file.folder,
        "presigned_url": link(file),
        "uploaded_at": moment(file.uploaded_at),
    }


def optional_file(file: StoredFile | None, link: Link) -> JsonObject | None:
    return stored_file(file, link) if file else None


def user(member: Member, link: Link) -> JsonObject:
    image = member.profile_img
    return {
        "id": member.user_id,
        "email": member.email,
        "first_name": member.first_name,
        "last_name": member.last_name,
        "profile_img": link(image) if image else None,
    }


def creator(member: Member, link: Link) -> JsonObject:
    return {"id": member.id, "user": user(member, link)}


def member(value: Member, link: Link) -> JsonObject:
    return {
        **creator(value, link),
        "role": value.role,
        "created_at": moment(value.created_at),
    }


def office(value: Office) -> JsonObject:
    return {
        "id": value.id,
        "name": value.name,
        "address": value.address,
        "postal_code": value.postal_code,
        "city": value.city,
        "country": value.country,
    }


def pool(value: Pool, company: Company, link: Link) -> JsonObject:
    return {
        "id": value.id,
        "name": value.name,
        "candidate_count": len(company.in_pool(value)),
        "created_by": creator(value.created_by, link),
        "created_at": moment(value.created_at),
    }


def job_reference(job: JobPost | None) -> JsonObject | None:
    if job is None:
        return None
    return {
        "hash": job.hash,
        "title": job.title,
        "status": job.status,
        "pipeline": job.pipeline,
    }


def job_row(job: JobPost, company: Company, link: Link) -> JsonObject:
    applicants = company.applicants(job)
    return {
        "hash": job.hash,
        "title": job.title,
        "status": job.status,
        "employment_type": job.employment_type,
        "workplace_type": job.workplace_type,
        "locations": [office(place) for place in job.locations],
        "created_at": moment(job.created_at),
        "applicant_count": len(applicants),
        "example_candidates": [
            {
                "id": candidate.id,
                "email": candidate.email,
                "first_name": candidate.first_name,
                "last_name": candidate.last_name,
                "photo": optional_file(candidate.photo, link),
            }
            for candidate in applicants[:3]
        ],
    }


def job(value: JobPost, company: Company, link: Link) -> JsonObject:
    row = job_row(value, company, link)
    del row["example_candidates"]
    return {
        **row,
        "description": value.description,
        "pipeline": value.pipeline,
        "created_by": creator(value.created_by, link),
    }


def question(value: Question) -> JsonObject:
    return {
        "id": value.id,
        "question_key": value.question_key,
        "question": value.question,
        "answer_type": value.answer_type,
        "options": value.options,
    }


def substage(value: Substage | None) -> JsonObject | None:
    if value is None:
        return None
    return {
        "id": value.id,
        "stage": {
            "id": value.stage.id,
            "name": value.stage.name,
            "key": value.stage.key,
            "created_at": moment(value.stage.created_at),
            "pipeline": value.stage.pipeline,
        },
        "name": value.name,
        "queue": value.queue,
        "is_visible": value.is_visible,
        "created_at": moment(value.created_at),
        "email_template": value.email_template,
    }


def tag(value: Tag) -> JsonObject:
    return {"id": value.id, "title": value.title}


def note(value: Note) -> JsonObject:
    return {
        "id": value.id,
        "text": value.text,
        "created_at": moment(value.created_at),
        "updated_at": moment(value.created_at),
    }


def candidate(value: Candidate, link: Link) -> JsonObject:
    """A candidate as in the list of a pool, without the fields in `missing`."""
    whole = {
        "id": value.id,
        "entry_method": value.entry_method,
        "source_platform": value.source_platform,
        "job_post": job_reference(value.job_post),
        "initial_applied_job_post": job_reference(value.initial_applied_job_post),
        "email": value.email,
        "first_name": value.first_name,
        "last_name": value.last_name,
        "cv": optional_file(value.cv, link),
        "photo": optional_file(value.photo, link),
        "phone_number": value.phone_number,
        "address": value.address,
        "city": value.city,
        "country": value.country,
        "score": value.score,
        "is_seen": value.is_seen,
        "created_at": moment(value.created_at),
        "tags": [tag(each) for each in value.tags],
        "suitability": value.suitability,
        "substage": substage(value.substage),
        "error_status": value.error_status,
        "error_logs": value.error_logs,
    }
    return {name: whole[name] for name in whole if name not in value.missing}


def candidate_detail(value: Candidate, company: Company, link: Link) -> JsonObject:
    """A candidate as in Get Candidate, which has the names twice."""
    return {
        **candidate(value, link),
        "company": company.name,
        "user": {
            "id": value.user_id,
            "email": value.email,
            "first_name": value.first_name,
            "last_name": value.last_name,
            "profile_img": link(value.photo) if value.photo else None,
        },
    }
