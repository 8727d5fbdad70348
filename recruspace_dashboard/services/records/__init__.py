"""The answers of the API as typed records.

Each field of a record is declared once, with where it stands in a payload
(`fields.py`). An unknown value of an enum is left as it is.
"""

from recruspace_dashboard.services.records.candidates import (
    Candidate,
    CandidateMatch,
    JobPostReference,
    Note,
    StoredFile,
    Tag,
)
from recruspace_dashboard.services.records.company import (
    CompanyUser,
    Office,
    TalentPool,
    User,
)
from recruspace_dashboard.services.records.jobs import Answer, JobPost, Question

__all__ = [
    "Answer",
    "Candidate",
    "CandidateMatch",
    "CompanyUser",
    "JobPost",
    "JobPostReference",
    "Note",
    "Office",
    "Question",
    "StoredFile",
    "Tag",
    "TalentPool",
    "User",
]
