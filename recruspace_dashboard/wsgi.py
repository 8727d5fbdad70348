"""What gunicorn serves: ``gunicorn recruspace_dashboard.wsgi``."""

import os

from recruspace_dashboard.operations.start import start

# What is written to the data folder is for its owner alone.
os.umask(0o077)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "recruspace_dashboard.settings")

application = start()
