"""Settings, read from the environment; every one has a safe default for one machine."""

from __future__ import annotations

import os
from pathlib import Path

from sinergi.config.environment import database_settings, flag, production_problems, text

BASE = Path(__file__).resolve().parents[1]
PROJECT = BASE.parents[1]

PRODUCTION = flag("SINERGI_PRODUCTION", default=False)
DEFAULT_SECRET = "not-a-secret: only for a rehearsal on one machine"  # noqa: S105
SECRET_KEY = text("SINERGI_SECRET_KEY", default=DEFAULT_SECRET)
DEBUG = flag("SINERGI_DEBUG", default=False)
ALLOWED_HOSTS = text("SINERGI_HOSTS", default="localhost,127.0.0.1,[::1],testserver").split(",")
PUBLIC_URL = text("SINERGI_PUBLIC_URL", default="http://localhost:8000")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
VAR = Path(text("SINERGI_VAR", default=str(PROJECT / "var")))

INSTALLED_APPS = [
    "sinergi.web",
    "sinergi.kernel",
    "sinergi.regions",
    "sinergi.agencies",
    "sinergi.followups",
    "sinergi.incidents",
    "sinergi.alerts",
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
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
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

DATABASES = {"default": database_settings(os.environ.get("DATABASE_URL"), PROJECT)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CONN_HEALTH_CHECKS = True

AUTH_USER_MODEL = "agencies.Account"
AUTHENTICATION_BACKENDS = ["sinergi.agencies.backends.PhoneOrEmail"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
SINERGI_LIVE_VIEWER = "sinergi.agencies.current.viewer_of_session"
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"
LOCALE_PATHS: list[str] = []

STATIC_URL = "/static/"
STATIC_ROOT = PROJECT / "build" / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MEDIA_ROOT = VAR / "evidence"
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024 * 1024

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SECURE_SSL_REDIRECT = PRODUCTION and flag("SINERGI_HTTPS_REDIRECT", default=True)
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
EMAIL_HOST = text("SINERGI_SMTP_HOST", default="")
EMAIL_PORT = int(text("SINERGI_SMTP_PORT", default="25"))
EMAIL_HOST_USER = text("SINERGI_SMTP_USER", default="")
EMAIL_HOST_PASSWORD = text("SINERGI_SMTP_PASSWORD", default="")
EMAIL_USE_TLS = flag("SINERGI_SMTP_TLS", default=False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = text("SINERGI_MAIL_FROM", default="sinergi@localhost")

PROBLEMS = production_problems(
    production=PRODUCTION, secret=SECRET_KEY, default_secret=DEFAULT_SECRET, debug=DEBUG
)
