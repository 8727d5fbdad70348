"""The WSGI application: ``gunicorn recruspace_dashboard.wsgi``."""

import os

from recruspace_dashboard.operations.start import start

# Only the owner may read the files written to DATA_DIR.
os.umask(0o077)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "recruspace_dashboard.settings")

application = start()
