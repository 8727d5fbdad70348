"""Whether an API answers as its documents say: what `manage.py check_api` asks."""

from recruspace_dashboard.services.conformance.report import Report
from recruspace_dashboard.services.conformance.survey import Survey

__all__ = ["Report", "Survey"]
