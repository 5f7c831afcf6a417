"""What the tests of notices share: reading the journal at once, in the test's own transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection

from sinergi.alerts import digest, sending
from sinergi.alerts.models import Notice
from sinergi.kernel import seals
from tests.alerts import sinks
from tests.alerts.sinks import Sink


@pytest.fixture
def read_journal(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Digest what is in the journal, also of the transaction in which the test itself lives.

    What holds for transactions that run side by side has tests of its own (test_reading).
    """

    def horizon() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()::text::bigint + 1")
            return int(cursor.fetchone()[0])

    monkeypatch.setattr(seals, "horizon", horizon)
    return digest.digest_all


@pytest.fixture
def told(world, read_journal):
    """Who was told of a verb, by role: `told("incident.reported")` gives {role: importance}."""

    def ask(verb: str) -> dict[str, str]:
        read_journal()
        roles = {post.pk: role for role, post in world.posts.items()}
        rows = Notice.objects.filter(verb=verb)
        return {roles[row.post_id]: row.importance for row in rows}

    return ask


@pytest.fixture
def sink(settings: Any) -> Iterator[Sink]:
    """Somebody's server on this machine, to which the house may speak in this test."""
    settings.SINERGI_PRIVATE_TARGETS = True
    settings.PUBLIC_URL = "https://sinergi.madiun.example"
    with sinks.sink() as made:
        yield made


@pytest.fixture
def sent(read_journal: Callable[[], int]) -> Callable[[], int]:
    """Read the journal and send what is due."""

    def run() -> int:
        read_journal()
        return sending.send_due()

    return run
