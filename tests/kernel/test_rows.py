"""Rows that are written and held by statements of our own read as Django's would."""

from __future__ import annotations

import pytest
from django.db import transaction

from sinergi.kernel.models import JournalEntry
from sinergi.kernel.rows import hold
from sinergi.kernel.state import state_of
from tests.factories import World, report

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_held_row_is_read_as_the_database_keeps_it(world: World) -> None:
    report(world)
    entry = JournalEntry.objects.exclude(changes={}).latest("pk")
    with transaction.atomic():
        held = hold(JournalEntry, entry.pk)
    assert held is not None and held.changes == entry.changes
    assert state_of(held) == state_of(entry)
    assert not held._state.adding


def test_a_row_that_is_not_there_is_not_held(world: World) -> None:
    with transaction.atomic():
        assert hold(JournalEntry, 0) is None
