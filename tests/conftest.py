"""A throw-away PostgreSQL for each process that tests, and what every test may lean on.

Each has a server of its own, unless DATABASE_URL names one: seals and readers of the journal wait
for the oldest transaction of the whole server, which must not be another test's. It is stopped at
the end, also after Ctrl-C; what a killed run leaves behind, the next one sweeps away.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as house
from django.core.cache import cache

from sinergi.config import embedded
from sinergi.config.environment import database_settings
from sinergi.neutrality.sealing.passphrase import Cost

pytest_plugins = ["tests.fixtures"]
SERVER = pytest.StashKey[embedded.Embedded]()


def pytest_configure(config: pytest.Config) -> None:
    """Start the server before the first connection; pytest-django has read the settings already."""
    if config.getoption("numprocesses", None):
        return  # the workers test, this process only hands out
    if not os.environ.get("DATABASE_URL"):
        config.stash[SERVER] = embedded.start_throw_away()
        os.environ["DATABASE_URL"] = config.stash[SERVER].url
    described = database_settings(os.environ["DATABASE_URL"], house.PROJECT)
    # Each test has one connection, in a transaction of its own: a pool would only be in the way.
    described["OPTIONS"].pop("pool")
    house.DATABASES["default"].update(described)
    # Kept in memory, so that a page's statements are its own; tests/config tries the real one.
    house.CACHES["default"].update(BACKEND="django.core.cache.backends.locmem.LocMemCache")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop and remove the server of this process."""
    if SERVER in config.stash:
        config.stash[SERVER].stop()


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Any) -> None:
    """Argon2 is slow on purpose; tests sign in hundreds of times."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.SINERGI_KEY_COST = Cost(memory=8, passes=1)


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """No lock-out or rate limit of one test reaches the next."""
    cache.clear()


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    """No test writes into the evidence of the house."""
    settings.MEDIA_ROOT = tmp_path / "media"
