"""The API's payloads, as its documents print them."""

from recruspace_dashboard.services.records import (
    Candidate,
    CandidateMatch,
    CompanyUser,
    JobPost,
    JobPostReference,
    Note,
    Office,
    Question,
    StoredFile,
    Tag,
    TalentPool,
    User,
)

MOMENT = "2019-08-24T14:15:22.123Z"
USER = {
    "id": 1,
    "email": "user@example.com",
    "first_name": "string",
    "last_name": "string",
    "profile_img": "https://files.example.com/1",
}
FILE = {
    "id": 0,
    "path": "string",
    "name": "cv.pdf",
    "type": "string",
    "file_size": 0,
    "base": "string",
    "presigned_url": "https://files.example.com/2",
    "uploaded_at": MOMENT,
}
JOB = {"hash": "string", "title": "string", "status": "draft", "pipeline": 0}
# A candidate of a pool as documented, with what Get Candidate adds.
CANDIDATE = {
    "id": 0,
    "entry_method": "applied",
    "source_platform": "api",
    "job_post": JOB,
    "initial_applied_job_post": JOB,
    "email": "user@example.com",
    "first_name": "string",
    "last_name": "string",
    "cv": FILE,
    "photo": FILE,
    "phone_number": "string",
    "address": "string",
    "city": "string",
    "country": "string",
    "score": 0,
    "is_seen": True,
    "created_at": MOMENT,
    "tags": [{"id": 0, "title": "string"}],
    "suitability": "suitable",
    "substage": {
        "id": 0,
        "stage": {"id": 0, "name": "Interview", "key": "string", "pipeline": 0},
        "name": "Task",
        "queue": 0,
        "is_visible": True,
        "created_at": MOMENT,
        "email_template": 0,
    },
    "error_status": True,
    "error_logs": ["string"],
    "company": "string",
    "user": USER,
}
# For each record, a payload with all of its fields.
WHOLE = {
    Candidate: CANDIDATE,
    CandidateMatch: {"id": 1, "email": "user@example.com"},
    CompanyUser: {"id": 1, "user": USER, "role": "admin"},
    JobPost: {
        **JOB,
        "description": "<p>string</p>",
        "employment_type": "full_time",
        "workplace_type": "remote",
        "locations": [{"id": 1, "name": "HQ", "city": "İstanbul", "country": "TR"}],
        "applicant_count": 3,
        "example_candidates": [CANDIDATE],
        "created_by": {"id": 1, "user": USER},
        "created_at": MOMENT,
    },
    JobPostReference: JOB,
    Note: {"id": 1, "text": "string", "created_at": MOMENT},
    Office: {"id": 1, "name": "HQ", "address": "string", "city": "string"},
    Question: {
        "id": 1,
        "question_key": "Phone",
        "question": "string",
        "is_required": True,
        "choices": ["string", {"title": "string"}],
    },
    StoredFile: FILE,
    Tag: {"id": 1, "title": "string"},
    TalentPool: {
        "id": 1,
        "name": "string",
        "candidate_count": 3,
        "created_by": {"id": 1, "user": USER},
        "created_at": MOMENT,
    },
    User: USER,
}
