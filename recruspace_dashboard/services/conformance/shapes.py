"""The documented fields in the answers to reads.

A shape is the name of a type, an object of shapes, or a list of one shape.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from recruspace_dashboard.services import endpoints
from recruspace_dashboard.services.endpoints import Endpoint

USER = {
    "id": "integer",
    "email": "string",
    "first_name": "string",
    "last_name": "string",
    "profile_img": "string",
}
CREATOR = {"id": "integer", "user": USER}
FILE = {
    "id": "integer",
    "path": "string",
    "name": "string",
    "type": "string",
    "file_size": "integer",
    "base": "string",
    "presigned_url": "string",
    "uploaded_at": "time",
}
JOB_REFERENCE = {
    "hash": "string",
    "title": "string",
    "status": "string",
    "pipeline": "integer",
}
STAGE = {
    "id": "integer",
    "name": "string",
    "key": "string",
    "created_at": "time",
    "pipeline": "integer",
}
SUBSTAGE = {
    "id": "integer",
    "stage": STAGE,
    "name": "string",
    "queue": "integer",
    "is_visible": "boolean",
    "created_at": "time",
    "email_template": "integer",
}
CANDIDATE = {
    "id": "integer",
    "entry_method": "string",
    "source_platform": "string",
    "job_post": JOB_REFERENCE,
    "initial_applied_job_post": JOB_REFERENCE,
    "email": "string",
    "first_name": "string",
    "last_name": "string",
    "cv": FILE,
    "photo": FILE,
    "phone_number": "string",
    "address": "string",
    "city": "string",
    "country": "string",
    "score": "number",
    "is_seen": "boolean",
    "created_at": "time",
    "tags": [{"id": "integer", "title": "string"}],
    "suitability": "string",
    "substage": SUBSTAGE,
    "error_status": "boolean",
    "error_logs": ["string"],
}
EXAMPLE_CANDIDATE = {
    "id": "integer",
    "email": "string",
    "first_name": "string",
    "last_name": "string",
    "photo": "anything",
}


@dataclass(frozen=True)
class Expected:
    """What the documents say about the answer to a read.

    `likely` holds fields with guessed names: an answer without them is still as
    documented. `array` is whether the documents print the list as a bare array.
    """

    documented: Mapping[str, Any]
    likely: Mapping[str, Any] = field(default_factory=dict)
    array: bool = False


EXPECTED: Mapping[Endpoint, Expected] = {
    endpoints.GET_CANDIDATE: Expected(
        {"id": "integer", "company": "string"}, {**CANDIDATE, "user": USER}
    ),
    endpoints.SEARCH_CANDIDATES: Expected(
        {"id": "integer", "email": "string"}, array=True
    ),
    endpoints.LIST_OFFICES: Expected(
        {},
        {
            "id": "integer",
            "name": "string",
            "address": "string",
            "postal_code": "string",
            "city": "string",
            "country": "string",
        },
    ),
    endpoints.LIST_USERS: Expected(CREATOR, {"role": "anything"}, array=True),
    endpoints.LIST_JOB_POSTS: Expected(
        {
            "hash": "string",
            "title": "string",
            "applicant_count": "integer",
            "example_candidates": [EXAMPLE_CANDIDATE],
        },
        {"status": "string"},
    ),
    endpoints.GET_JOB_POST: Expected(
        {"hash": "string", "applicant_count": "integer", "created_by": CREATOR},
        {
            "title": "string",
            "description": "string",
            "status": "string",
            "employment_type": "string",
            "workplace_type": "string",
            "locations": "anything",
        },
    ),
    endpoints.LIST_QUESTIONS: Expected({"id": "integer", "question_key": "string"}),
    endpoints.LIST_TALENT_POOLS: Expected(
        {
            "id": "integer",
            "name": "string",
            "candidate_count": "integer",
            "created_by": CREATOR,
        },
        {"created_at": "time"},
        array=True,
    ),
    endpoints.LIST_POOL_CANDIDATES: Expected(CANDIDATE, array=True),
}
