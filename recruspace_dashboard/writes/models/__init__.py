from recruspace_dashboard.writes.models.draft import Draft
from recruspace_dashboard.writes.models.submission import Submission

__all__ = ["Draft", "Submission"]
