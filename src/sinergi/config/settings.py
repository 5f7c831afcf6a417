"""Settings, read from the environment; every one has a safe default for one machine.

What each variable means stands beside it here, and in `docs/settings.md`, made from here.
"""

from __future__ import annotations

import os
from pathlib import Path

from sinergi.config.channels import *  # noqa: F403 - ways to tell people have a file of their own
from sinergi.config.environment import (
    choice,
    database_settings,
    describe,
    flag,
    number,
    production_problems,
    text,
    words,
)
from sinergi.config.logs import logging_settings
from sinergi.config.signin import *  # noqa: F403 - how people sign in has a file of its own

BASE = Path(__file__).resolve().parents[1]
PROJECT = BASE.parents[1]

PRODUCTION = flag(
    "SINERGI_PRODUCTION",
    default=False,
    meaning="Real use: secrets are demanded, cookies travel only over HTTPS.",
)
DEFAULT_SECRET = "not-a-secret: only for a rehearsal on one machine"  # noqa: S105
SECRET_KEY = text(
    "SINERGI_SECRET_KEY",
    default=DEFAULT_SECRET,
    shown="one that production refuses",
    meaning="Signs sessions and links; at least 40 random characters, known to nobody.",
)
DEBUG = flag("SINERGI_DEBUG", default=False, meaning="Show faults on the page, to developers only.")
ALLOWED_HOSTS = words(
    "SINERGI_HOSTS",
    default="localhost,127.0.0.1,[::1],testserver",
    meaning="Names under which the server answers.",
)
PORT = number("PORT", default=8000, least=1, meaning="Port of the web server.")
PUBLIC_URL = text(
    "SINERGI_PUBLIC_URL",
    default=f"http://localhost:{PORT}",
    shown="http://localhost:PORT",
    meaning="The address that people type; in e-mails, QR codes and the origin check.",
)
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
VAR = Path(
    text(
        "SINERGI_VAR",
        default=str(PROJECT / "var"),
        shown="var/ of the project",
        meaning="Evidence and the embedded database (its data under root: /var/lib/sinergi).",
    )
)
SINERGI_HOST = text("SINERGI_HOST", default="127.0.0.1", meaning="Address to listen at.")
SINERGI_WORKERS = number(
    "SINERGI_WORKERS",
    default=min(os.cpu_count() or 1, 8),
    least=1,
    shown="one a core, at most 8",
    meaning="Processes of the web server.",
)
SINERGI_THREADS = number(
    "SINERGI_THREADS", default=8, least=1, meaning="Requests that one process answers at a time."
)
LOGGING = logging_settings(
    choice("SINERGI_LOG", default="plain", among=("plain", "json"), meaning="Form of the log."),
    choice(
        "SINERGI_LOG_LEVEL",
        default="info",
        among=("debug", "info", "warning", "error"),
        meaning="Least that is logged.",
    ),
)

INSTALLED_APPS = [
    "sinergi.web",
    "sinergi.kernel",
    "sinergi.regions",
    "sinergi.agencies",
    "sinergi.followups",
    "sinergi.stages",
    "sinergi.readiness",
    "sinergi.incidents",
    "sinergi.commitments",
    "sinergi.library",
    "sinergi.neutrality",
    "sinergi.polling",
    "sinergi.meetings",
    "sinergi.risk",
    "sinergi.alerts",
    "sinergi.briefing",
    "sinergi.config",
    "django_cotton.apps.SimpleAppConfig",
    "template_partials.apps.SimpleAppConfig",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "procrastinate.contrib.django",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "sinergi.neutrality.middleware.Blind",  # before all that could keep who asks
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "sinergi.config.compression.CompressText",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "sinergi.web.middleware.FormAnswers",
    "sinergi.agencies.middleware.CurrentPostMiddleware",
    "sinergi.web.middleware.ProblemPages",
]

ROOT_URLCONF = "sinergi.config.urls"
WSGI_APPLICATION = "sinergi.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django_cotton.cotton_loader.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sinergi.web.context.house",
            ],
        },
    }
]

describe("DATABASE_URL", "the embedded PostgreSQL", "postgresql://user:password@host/name")
DATABASES = {"default": database_settings(os.environ.get("DATABASE_URL"), PROJECT)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        # Shared by all processes: lock-outs and rate limits hold whoever answers.
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "config_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

# How many an hour the public pages of reports take from all senders together; those without script
# have a quarter of it (see `neutrality.thresholds`).
SINERGI_LETTERBOX = {
    "report": number(
        "SINERGI_REPORTS_AN_HOUR",
        default=120,
        least=4,
        meaning="Reports an hour that the public page takes, from all senders together.",
    ),
    "code": number(
        "SINERGI_CODES_AN_HOUR",
        default=600,
        least=4,
        meaning="Receipt codes an hour that may be tried, right or wrong, by all together.",
    ),
    "message": number(
        "SINERGI_MESSAGES_AN_HOUR",
        default=240,
        least=4,
        meaning="Messages of reporters an hour, from all together.",
    ),
}

SINERGI_LIVE_VIEWER = "sinergi.agencies.current.viewer_of_session"

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"
LOCALE_PATHS: list[str] = []

# Served by WhiteNoise from the rooms' own folders; what Vite built carries a hash in its name.
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 600
WHITENOISE_IMMUTABLE_FILE_TEST = r"/static/build/assets/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MEDIA_ROOT = VAR / "evidence"
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024  # files do not count, they go to disk

SESSION_COOKIE_NAME = "sinergi_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = (
    24
    * 3600
    * number(
        "SINERGI_SESSION_DAYS", default=7, least=1, meaning="Days until one must sign in again."
    )
)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SECURE_SSL_REDIRECT = (
    flag(
        "SINERGI_HTTPS_REDIRECT",
        default=True,
        meaning="In production, send visitors of http:// to https://.",
    )
    and PRODUCTION
)
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "media-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'", "blob:"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = text(
    "SINERGI_SMTP_HOST", default="", shown="none: no e-mail is sent", meaning="Mail server."
)
EMAIL_PORT = number("SINERGI_SMTP_PORT", default=25, least=1, meaning="Port of the mail server.")
EMAIL_HOST_USER = text("SINERGI_SMTP_USER", default="", meaning="Name at the mail server.")
EMAIL_HOST_PASSWORD = text("SINERGI_SMTP_PASSWORD", default="", meaning="Password there.")
EMAIL_USE_TLS = flag("SINERGI_SMTP_TLS", default=False, meaning="STARTTLS to the mail server.")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = text(
    "SINERGI_MAIL_FROM", default="sinergi@localhost", meaning="Sender of all e-mails."
)

PROBLEMS = production_problems(
    production=PRODUCTION,
    secret=SECRET_KEY,
    default_secret=DEFAULT_SECRET,
    debug=DEBUG,
    public_url=PUBLIC_URL,
)
