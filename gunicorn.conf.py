"""What gunicorn reads beside the web line of the Procfile."""

# Threads wait for the API; see services/upstream.py for how many of them may.
threads = 16
# Workers are renewed now and then, not all at once.
max_requests = 2000
max_requests_jitter = 200
graceful_timeout = 30
control_socket_disable = True
# No query and no referrer in the log: they can hold e-mail addresses.
accesslog = "-"
access_log_format = "%(m)s %(U)s status=%(s)s bytes=%(B)s ms=%(M)s"
# The checks at the start run once, before anything is served, and not again when a
# worker is renewed in the middle of an upgrade.
preload_app = True
