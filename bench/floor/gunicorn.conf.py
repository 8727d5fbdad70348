"""Nothing but what gunicorn does by itself."""
