"""How settings are read from the environment, and what production refuses.

Each variable is read once, with a line that says what it is for; `docs/settings.md` is made of
these lines.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class Variable:
    """One variable of the environment: its name, its default as shown, and what it is for."""

    name: str
    default: str
    meaning: str


catalogue: dict[str, Variable] = {}


def describe(name: str, default: str, meaning: str) -> None:
    """Enter a variable into the catalogue without reading it here."""
    catalogue[name] = Variable(name, default, meaning)


def text(name: str, *, default: str, meaning: str, shown: str | None = None) -> str:
    """The value of a variable, or its default; `shown` stands for a default that varies."""
    describe(name, default if shown is None else shown, meaning)
    return os.environ.get(name, default)


def words(name: str, *, default: str, meaning: str) -> list[str]:
    """A list, separated by commas."""
    value = text(name, default=default, meaning=meaning)
    return [word.strip() for word in value.split(",") if word.strip()]


def flag(name: str, *, default: bool, meaning: str) -> bool:
    """A yes/no variable: 1, true, yes, on (any case) mean yes."""
    value = text(name, default="yes" if default else "no", meaning=meaning)
    return value.strip().lower() in {"1", "true", "yes", "on"}


def number(
    name: str, *, default: int, meaning: str, least: int = 0, shown: str | None = None
) -> int:
    """A whole number. Raises ImproperlyConfigured when it is none, or less than `least`."""
    value = text(name, default=str(default), meaning=meaning, shown=shown)
    try:
        found = int(value)
    except ValueError:
        found = least - 1
    if found < least:
        raise ImproperlyConfigured(f"{name} must be a whole number from {least}, not {value!r}")
    return found


def choice(name: str, *, default: str, among: tuple[str, ...], meaning: str) -> str:
    """One of a few words. Raises ImproperlyConfigured for any other."""
    value = text(name, default=default, meaning=f"{meaning} ({', '.join(among)})")
    if value not in among:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(among)}, not {value!r}")
    return value


def database_settings(url: str | None, project: Path) -> dict[str, Any]:
    """Django's description of the database named by `url`, or of the embedded one.

    Without a URL the embedded server's socket is named; nothing is started here, because
    settings are also read by commands that need no database (see `config.embedded`).
    """
    if not url:
        from sinergi.config.embedded import socket_folder

        return _postgresql("sinergi", {"host": str(socket_folder(project))}, user="postgres")
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql://")
    options = dict(parse_qsl(parts.query))
    if parts.hostname:
        options["host"] = unquote(parts.hostname)
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
        # A connection that died with the server is noticed before it is used again.
        "CONN_HEALTH_CHECKS": True,
        # A thread holds a connection only while it answers; the pool keeps them warm.
        "OPTIONS": {**options, "pool": {"min_size": 1, "max_size": 16, "timeout": 20}},
    }


def production_problems(
    *, production: bool, secret: str, default_secret: str, debug: bool, public_url: str
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
    if not public_url.startswith("https://"):
        problems.append("SINERGI_PUBLIC_URL must be the https:// address that people type")
    if problems:
        raise ImproperlyConfigured("; ".join(problems))
    return problems
