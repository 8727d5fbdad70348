"""The child process that opens one file, locked. It knows neither Django nor the rest
of the dashboard: `python -m recruspace_dashboard.documents.child KIND [FIRST LAST]`."""
