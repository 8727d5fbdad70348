"""The one settings file. `.env.example` explains every variable read here."""

import re
from pathlib import Path

from recruspace_dashboard.operations.caches import store_bytes_only
from recruspace_dashboard.operations.database_settings import databases, is_postgresql
from recruspace_dashboard.operations.environment import Env
from recruspace_dashboard.operations.generated_secrets import (
    ensure_private_folder,
    stored_secret,
)
from recruspace_dashboard.operations.version import read_commit

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()
env.read_env(BASE_DIR / ".env")

DEBUG = env.bool("DEBUG", False)
DATA_DIR = ensure_private_folder(
    Path(env.str("DATA_DIR", str(BASE_DIR / "data"))).resolve()
)

# The dashboard's address

_site = env.site("SITE_URL", "http://127.0.0.1:8000")
SITE_URL = _site.geturl()
HTTPS = _site.scheme == "https"
LOOPBACK_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
# Loopback is for health checks on the machine itself.
ALLOWED_HOSTS = [re.sub(r":\d*$", "", _site.netloc), *LOOPBACK_HOSTS]
CSRF_TRUSTED_ORIGINS = [f"{_site.scheme}://{_site.netloc}"]
# Headers about the visitor are trusted only if our own proxy wrote them. The dashboard
# does not serve TLS itself, so with https there is a proxy.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 1 if HTTPS else 0)
# The addresses and networks of these proxies, as gunicorn names the setting.
FORWARDED_ALLOW_IPS = env.networks("FORWARDED_ALLOW_IPS", ["127.0.0.0/8", "::1"])
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Secrets

_database = env.db_url("DATABASE_URL", f"sqlite:///{DATA_DIR / 'dashboard.sqlite3'}")
_shared = is_postgresql(_database)
SECRET_KEY = env.str("SECRET_KEY", "") or stored_secret(
    DATA_DIR, "SECRET_KEY", shared=_shared
)
# A key ring: the first key encrypts, all decrypt.
ENCRYPTION_KEYS = env.list("ENCRYPTION_KEYS", default=[]) or stored_secret(
    DATA_DIR, "ENCRYPTION_KEYS", shared=_shared
).split(",")

# The Recruspace API

RECRUSPACE_API_URL = env.str("RECRUSPACE_API_URL", "https://api.recruspace.com")
# The API allows 100, and may count calls of other programs too.
RECRUSPACE_CALLS_PER_MINUTE = env.int("RECRUSPACE_CALLS_PER_MINUTE", 95)
# How many processes share them at least, while they cannot count together.
WEB_CONCURRENCY = env.int("WEB_CONCURRENCY", 2)
# How long a response counts as fresh, and how long a page waits for the API.
RECRUSPACE_CACHE_SECONDS = env.float("RECRUSPACE_CACHE_SECONDS", 30)
RECRUSPACE_SECONDS = env.float("RECRUSPACE_SECONDS", 10)

# The copy of the pools: whether there is one, after how many minutes changed pools are
# looked for, after how many hours all are read, after how many days an unused one goes.
LIBRARY = env.bool("LIBRARY", True)
LIBRARY_MINUTES = env.float("LIBRARY_MINUTES", 15)
LIBRARY_HOURS = env.float("LIBRARY_HOURS", 24)
LIBRARY_DAYS = env.float("LIBRARY_DAYS", 30)
# Whether the text of CVs is part of it.
CV_TEXT = env.bool("CV_TEXT", True)

# For how many days it is told what was sent to Recruspace from here.
HISTORY_DAYS = env.float("HISTORY_DAYS", 365)

# Application

COMMIT = read_commit(BASE_DIR, env.str("COMMIT", ""))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "django_htmx",
    "recruspace_dashboard.sealing",
    "recruspace_dashboard.operations",
    "recruspace_dashboard.pages",
    "recruspace_dashboard.files",
    "recruspace_dashboard.connection",
    "recruspace_dashboard.accounts",
    "recruspace_dashboard.documents",
    "recruspace_dashboard.library",
    "recruspace_dashboard.verdicts",
    "recruspace_dashboard.lists",
    "recruspace_dashboard.work",
    "recruspace_dashboard.home",
    "recruspace_dashboard.review",
    "recruspace_dashboard.pools",
    "recruspace_dashboard.candidates",
    "recruspace_dashboard.jobs",
    "recruspace_dashboard.company",
    "recruspace_dashboard.styleguide",
    "recruspace_dashboard.writes",
    "recruspace_dashboard.outbox",
    "recruspace_dashboard.intake",
    "recruspace_dashboard.sandbox",
]

MIDDLEWARE = [
    "recruspace_dashboard.operations.logs.request_ids",
    "recruspace_dashboard.operations.proxies.proxy_headers",
    "recruspace_dashboard.pages.middleware.response_headers",
    "recruspace_dashboard.operations.encodings.utf8_only",
    "recruspace_dashboard.operations.server.refusals.refused_bodies",
    "django.middleware.security.SecurityMiddleware",
    "recruspace_dashboard.operations.views.health_check",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Safe against BREACH: CSRF tokens are masked differently in each response, and
    # Django adds random padding.
    "django.middleware.gzip.GZipMiddleware",
    "recruspace_dashboard.accounts.sessions.ReadingSessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "recruspace_dashboard.accounts.sessions.session_expiry",
    "django_htmx.middleware.HtmxMiddleware",
    "recruspace_dashboard.pages.error_pages.method_not_allowed",
    "recruspace_dashboard.pages.middleware.htmx_sign_in",
    "recruspace_dashboard.writes.middleware.DraftLoginRequiredMiddleware",
    "recruspace_dashboard.accounts.password_change.PasswordChangeMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "recruspace_dashboard.pages.middleware.FaultPages",
    "recruspace_dashboard.writes.middleware.InterruptedViewMiddleware",
    "recruspace_dashboard.library.middleware.RefusedKeys",
]

# Form templates in templates/django/forms override Django's.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
ROOT_URLCONF = "recruspace_dashboard.urls"
WSGI_APPLICATION = "recruspace_dashboard.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "recruspace_dashboard.pages.preferences.theme",
                "recruspace_dashboard.operations.logs.reference",
                "recruspace_dashboard.outbox.listing.outbox_waiting",
            ]
        },
    }
]

# Databases

DATABASES = databases(_database, DATA_DIR)
DATABASE_ROUTERS = ["recruspace_dashboard.library.router.LibraryRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Cache: encrypted API responses. Files work for several processes on one machine.

CACHES = {
    "default": env.cache_url("CACHE_URL", f"filecache://{DATA_DIR / 'cache'}"),
}
store_bytes_only(CACHES["default"])

# Signing in

LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
# What nearly every page asks of its user is read with them, in one statement.
USER_ROWS = ["account", "api_key", "list_settings"]
AUTHENTICATION_BACKENDS = ["recruspace_dashboard.accounts.backends.ThrottledBackend"]
# Users must sign in again after so many minutes without a request, and after so many
# hours in any case.
SESSION_IDLE_MINUTES = env.int("SESSION_IDLE_MINUTES", 60)
SESSION_HOURS = env.int("SESSION_HOURS", 12)
SESSION_ENGINE = "recruspace_dashboard.accounts.session_store"
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation."
        "UserAttributeSimilarityValidator"
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "recruspace_dashboard.accounts.passwords.GuessableWordsValidator"},
]

# Cookies, transport and headers

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
THEME_COOKIE_NAME = "theme"
if HTTPS:
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    LANGUAGE_COOKIE_NAME = "__Host-language"
    THEME_COOKIE_NAME = "__Host-theme"
# Messages name candidates and users, and browsers store cookies on disk.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
# A session cookie, set again by each page.
CSRF_COOKIE_AGE = None
CSRF_COOKIE_HTTPONLY = True
# Not "Strict": a link from another site would then come without the cookie, get a new
# one, and so make the forms in all open tabs invalid.
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "recruspace_dashboard.writes.views.csrf_failure"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz/$"]
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
X_FRAME_OPTIONS = "DENY"
# HSTS for subdomains and preload lists is up to the owner of the domain.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

# All scripts, styles and images are static files, so the policy is constant.
CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "manifest-src 'self'",
        "connect-src 'self'",
        "object-src 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ]
)

# Files

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_MIMETYPES = {
    ".webmanifest": "application/manifest+json",
    ".svg": "image/svg+xml; charset=utf-8",
}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "recruspace_dashboard.pages.static_files.StaticFilesStorage"
    },
}

# Uploads

FILE_UPLOAD_HANDLERS = [
    "recruspace_dashboard.files.many.ManyFilesHandler",
    "recruspace_dashboard.files.uploads.SizeLimitUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "recruspace_dashboard.files.uploads.NamelessFileUploadHandler",
]
# How many megabytes all files together may have that wait to be sent.
INTAKE_MB = env.int("INTAKE_MB", 2000)
# For the intake, with two more than it takes, so that it can say so. Of other forms,
# `SizeLimitUploadHandler` takes fewer.
DATA_UPLOAD_MAX_NUMBER_FILES = 502

# Language and time

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("tr", "Türkçe")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"

# Logs go to the console, where the platform collects them. The formatter masks personal
# data. Below the level ERROR, urllib3 logs whole URLs.

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "safe": {"()": "recruspace_dashboard.operations.logs.SafeFormatter"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "safe"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.server": {
            "handlers": ["console"],
            "level": "INFO",
            "propagate": False,
        },
        "gunicorn.access": {"handlers": ["console"], "propagate": False},
        "gunicorn.error": {"handlers": ["console"], "propagate": False},
        "recruspace_dashboard": {"level": "INFO"},
        "urllib3": {"level": "ERROR"},
    },
}
