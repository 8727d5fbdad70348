"""The 18 endpoints of the API: every path, and how sure it is, in this one place.

`sure` is "doc" (the vendor's documents say so), "vendor" (the vendor's own client does
so) or "guess" (written nowhere, but likely). A wrong path is corrected here alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

PREFIX = "/api/v1/client"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One call of the API. `path` is below `PREFIX` and ends in a slash."""

    number: int
    name: str
    method: Literal["GET", "POST", "PATCH", "DELETE"]
    path: str
    sure: Literal["doc", "vendor", "guess"]

    @property
    def reads(self) -> bool:
        return self.method == "GET"

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    def fill(self, ids: Mapping[str, int | str]) -> str:
        """The path from the root of the host, with its ids quoted.

        Raises `ValueError` for an id that is empty or only dots, which the HTTP library
        would resolve as a relative path, quoted or not.
        """
        quoted = {}
        for name, value in ids.items():
            text = str(value)
            if not text.strip("."):
                raise ValueError(f"{name} is no id")
            quoted[name] = quote(text, safe="")
        return PREFIX + self.path.format(**quoted)


GET_CANDIDATE = Endpoint(
    1, "Get Candidate", "GET", "/candidates/{candidate_id}/", "doc"
)
CREATE_CANDIDATE = Endpoint(2, "Create Candidate", "POST", "/candidates/add/", "doc")
ADD_NOTE = Endpoint(3, "Add Note", "POST", "/candidates/add-note/", "doc")
ADD_TAG = Endpoint(4, "Add Tag", "POST", "/candidates/add-tag/", "doc")
ADD_CANDIDATE_TO = Endpoint(
    5,
    "Add Candidate to Job Post or Talent Pool",
    "POST",
    "/candidates/manual-add/",
    "doc",
)
SEARCH_CANDIDATES = Endpoint(
    6, "Search Candidate by Email", "GET", "/candidates/search-by-email/", "doc"
)
LIST_OFFICES = Endpoint(
    7, "List Company Offices", "GET", "/companies/offices/", "guess"
)
LIST_USERS = Endpoint(8, "List Company Users", "GET", "/companies/users/", "doc")
LIST_JOB_POSTS = Endpoint(9, "List Job Posts", "GET", "/job-posts/", "guess")
GET_JOB_POST = Endpoint(10, "Get Job Post", "GET", "/job-posts/{job_hash}/", "doc")
APPLY_TO_JOB_POST = Endpoint(
    11, "Apply to Job Post", "POST", "/job-posts/{job_hash}/apply/", "guess"
)
LIST_QUESTIONS = Endpoint(
    12, "List Job Post Questions", "GET", "/job-posts/{job_hash}/questions/", "guess"
)
LIST_TALENT_POOLS = Endpoint(13, "List Talent Pools", "GET", "/talent-pools/", "doc")
UPDATE_TALENT_POOL = Endpoint(
    14, "Update Talent Pool", "PATCH", "/talent-pools/{pool_id}/", "doc"
)
DELETE_TALENT_POOL = Endpoint(
    15, "Delete Talent Pool", "DELETE", "/talent-pools/{pool_id}/", "guess"
)
LIST_POOL_CANDIDATES = Endpoint(
    16,
    "List Talent Pool Candidates",
    "GET",
    "/talent-pools/{pool_id}/candidates/",
    "doc",
)
CREATE_TALENT_POOL = Endpoint(
    17, "Create Talent Pool", "POST", "/talent-pools/create/", "doc"
)
UPLOAD_FILE = Endpoint(18, "Upload File", "POST", "/utilities/upload-file/", "guess")

ENDPOINTS = (
    GET_CANDIDATE,
    CREATE_CANDIDATE,
    ADD_NOTE,
    ADD_TAG,
    ADD_CANDIDATE_TO,
    SEARCH_CANDIDATES,
    LIST_OFFICES,
    LIST_USERS,
    LIST_JOB_POSTS,
    GET_JOB_POST,
    APPLY_TO_JOB_POST,
    LIST_QUESTIONS,
    LIST_TALENT_POOLS,
    UPDATE_TALENT_POOL,
    DELETE_TALENT_POOL,
    LIST_POOL_CANDIDATES,
    CREATE_TALENT_POOL,
    UPLOAD_FILE,
)
