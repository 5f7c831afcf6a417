"""What the tests of notices share: reading the journal at once, in the test's own transaction."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection

from sinergi.alerts import digest
from sinergi.alerts.models import Notice
from sinergi.kernel import seals


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
