"""The Recruspace API, wrapped: one method for each of its 18 endpoints.

This package does not import Django, and is the only one that imports `requests`.
"""

from recruspace_dashboard.services.client import RecruspaceClient

__all__ = ["RecruspaceClient"]
