"""The examples of the API's documentation, and a comparison with them."""

from __future__ import annotations

import json
from typing import Any

FILE = {
    "id": 0,
    "path": "string",
    "name": "string",
    "type": "string",
    "file_size": 0,
    "base": "string",
    "presigned_url": "string",
    "uploaded_at": "2019-08-24T14:15:22.123Z",
}
JOB_REFERENCE = {"hash": "string", "title": "string", "status": "draft", "pipeline": 0}
USER = {
    "id": 0,
    "email": "user@example.com",
    "first_name": "string",
    "last_name": "string",
    "profile_img": "string",
}
POOL = {
    "id": 0,
    "name": "string",
    "candidate_count": 0,
    "created_by": {"id": 0, "user": USER},
    "created_at": "2019-08-24T14:15:22.123Z",
}
POOL_CANDIDATE = json.loads("""
{"id": 0, "entry_method": "applied", "source_platform": "api",
 "job_post":
  {"hash": "string", "title": "string", "status": "draft", "pipeline": 0},
 "initial_applied_job_post":
  {"hash": "string", "title": "string", "status": "draft", "pipeline": 0},
 "email": "user@example.com", "first_name": "string", "last_name": "string",
 "cv": {"id": 0, "path": "string", "name": "string", "type": "string",
        "file_size": 0, "base": "string", "presigned_url": "string",
        "uploaded_at": "2019-08-24T14:15:22.123Z"},
 "photo": {"id": 0, "path": "string", "name": "string", "type": "string",
        "file_size": 0, "base": "string", "presigned_url": "string",
        "uploaded_at": "2019-08-24T14:15:22.123Z"},
 "phone_number": "string", "address": "string", "city": "string",
 "country": "string",
 "score": 0, "is_seen": true, "created_at": "2019-08-24T14:15:22.123Z",
 "tags": [{"id": 0, "title": "string"}], "suitability": "suitable",
 "substage": {"id": 0,
              "stage": {"id": 0, "name": "string", "key": "string",
                        "created_at": "2019-08-24T14:15:22.123Z", "pipeline": 0},
              "name": "string", "queue": 0, "is_visible": true,
              "created_at": "2019-08-24T14:15:22.123Z", "email_template": 0},
 "error_status": true, "error_logs": ["string"]}
""")


def assert_shape(value: Any, example: Any) -> None:
    """The value has the fields of the example, with their types or null."""
    if value is None:
        return
    assert type(value) is type(example), (value, example)
    if isinstance(example, dict):
        assert value.keys() == example.keys()
        for name in example:
            assert_shape(value[name], example[name])
    if isinstance(example, list):
        for item in value:
            assert_shape(item, example[0])
