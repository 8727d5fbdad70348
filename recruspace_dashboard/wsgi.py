"""What gunicorn serves: ``gunicorn recruspace_dashboard.wsgi``."""

import os

from django.core.wsgi import get_wsgi_application

# What is written to the data folder is for its owner alone.
os.umask(0o077)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "recruspace_dashboard.settings")

application = get_wsgi_application()
