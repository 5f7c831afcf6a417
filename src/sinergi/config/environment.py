"""How settings are read from the environment, and what production refuses."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, *, default: str) -> str:
    """The value of an environment variable, or its default."""
    return os.environ.get(name, default)


def flag(name: str, *, default: bool) -> bool:
    """A yes/no variable: 1, true, yes, on (any case) mean yes."""
    return os.environ.get(name, str(default)).strip().lower() in {"1", "true", "yes", "on"}


def database_settings(url: str | None, project: Path) -> dict[str, Any]:
    """Django's description of the database named by `url`, or of the embedded one.

    Without a URL the embedded server's socket is named; nothing is started here, because
    settings are also read by commands that need no database (see `config.embedded`).
    """
    if url is None:
        from sinergi.config.embedded import socket_folder

        return _postgresql("sinergi", {"host": str(socket_folder(project))}, user="postgres")
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql://")
    options = dict(parse_qsl(parts.query))
    if parts.hostname:
        options["host"] = parts.hostname
    if parts.port:
        options["port"] = str(parts.port)
    return _postgresql(
        unquote(parts.path.lstrip("/")) or "sinergi",
        options,
        user=unquote(parts.username or "postgres"),
        password=unquote(parts.password or ""),
    )


def _postgresql(
    name: str, options: dict[str, str], *, user: str, password: str = ""
) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": user,
        "PASSWORD": password,
        "HOST": options.pop("host", ""),
        "PORT": options.pop("port", ""),
        "CONN_MAX_AGE": 0,
        # A worker thread holds a connection only while it answers; the pool keeps them warm.
        "OPTIONS": {**options, "pool": {"min_size": 1, "max_size": 16, "timeout": 20}},
    }


def production_problems(
    *, production: bool, secret: str, default_secret: str, debug: bool
) -> list[str]:
    """Refuse to run in production with what is only fit for a rehearsal.

    Raises ImproperlyConfigured naming every setting that must be changed; returns [] otherwise.
    """
    if not production:
        return []
    problems = []
    if secret == default_secret or len(secret) < 40:
        problems.append("SINERGI_SECRET_KEY must be set to at least 40 random characters")
    if debug:
        problems.append("SINERGI_DEBUG must be off")
    if problems:
        raise ImproperlyConfigured("; ".join(problems))
    return problems
