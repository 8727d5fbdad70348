"""Checks whether an API answers as documented, for `manage.py check_api`."""

from recruspace_dashboard.services.conformance.report import Report
from recruspace_dashboard.services.conformance.survey import WRONG_KEY, Survey

__all__ = ["WRONG_KEY", "Report", "Survey"]
