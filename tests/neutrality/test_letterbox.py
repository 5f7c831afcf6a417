"""The letterbox: nothing tells of the moment, and nobody sees it before it is emptied."""

from __future__ import annotations

import pytest
from django.db import connection

from sinergi.kernel.actors import SYSTEM
from sinergi.kernel.models import JournalEntry
from sinergi.kernel.problems import Problem
from sinergi.neutrality import letterbox, thresholds
from sinergi.neutrality.actions.letterbox import collect_letterbox
from sinergi.neutrality.letterbox import Sent, lay_identity, lay_message, lay_report
from sinergi.neutrality.models import Case, Leaf, LegalClock, SpentToken
from sinergi.neutrality.receipts import Mailbox, code_of, open_mailbox
from sinergi.neutrality.thresholds import PROOF, Passage
from tests.factories import World
from tests.factories_neutrality import IDENTITY, REPORT, chamber
from tests.fixtures import Clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keys(world: World) -> None:
    chamber(world)


def passage(number: str = "1") -> Passage:
    return Passage(thresholds.REPORT, PROOF, number)


def lay(world: World, number: str = "1", **given: object) -> Sent:
    return lay_report(world.operation, report=REPORT, passage=passage(number), **given)  # type: ignore[arg-type]


def mailbox_of(sent: Sent) -> Mailbox:
    found = open_mailbox(code_of(sent.code))
    assert found is not None
    return found


def test_nobody_sees_a_report_before_the_letterbox_is_emptied(world: World) -> None:
    lay(world)
    handler = world.post("bawaslu_handler")
    assert not Case.objects.visible_to(handler).exists()
    collect_letterbox(SYSTEM, world.operation)
    assert Case.objects.visible_to(handler).exists()


def test_laying_writes_no_journal_and_collecting_writes_the_day(world: World) -> None:
    before = JournalEntry.objects.count()
    sent = lay(world)
    lay_message(mailbox_of(sent), "Ada lagi.", passage=passage("2"))
    assert JournalEntry.objects.count() == before
    collect_letterbox(SYSTEM, world.operation)
    entries = list(JournalEntry.objects.order_by("pk")[before:])
    assert [entry.verb for entry in entries] == [
        "neutrality_case.collected",
        "neutrality_case.message_collected",
    ]
    for entry in entries:
        assert entry.facts["day"] == "2024-09-10"
        assert entry.audience == [world.agencies["bawaslu"].pk]
        assert "Ada lagi" not in str(entry.facts) + str(entry.changes)


def test_an_empty_letterbox_writes_nothing(world: World) -> None:
    lay(world)
    assert collect_letterbox(SYSTEM, world.operation) == 1
    before = JournalEntry.objects.count()
    assert collect_letterbox(SYSTEM, world.operation) == 0
    assert JournalEntry.objects.count() == before


def test_numbers_follow_no_order_of_arrival(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The order is one of chance: here chance turns it round."""
    monkeypatch.setattr("secrets.SystemRandom.shuffle", lambda self, rows: rows.reverse())
    for number in range(3):
        lay(world, str(number))
    order = list(Case.objects.order_by("pk").values_list("pk", flat=True))
    collect_letterbox(SYSTEM, world.operation)
    numbered = list(Case.objects.order_by("number").values_list("pk", flat=True))
    assert numbered == list(reversed(order))


TABLES = ("neutrality_case", "neutrality_keywrap", "neutrality_receipt", "neutrality_leaf")


def versions() -> dict[str, set[str]]:
    """The row versions of PostgreSQL, as anybody who holds the database can read them."""
    found: dict[str, set[str]] = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT ctid FROM {table}")
            found[table] = {str(row[0]) for row in cursor.fetchall()}
    return found


def test_every_row_is_written_anew_when_it_is_collected(world: World) -> None:
    sent = lay(world)
    collect_letterbox(SYSTEM, world.operation)
    lay_message(mailbox_of(sent), "Ada lagi.", passage=passage("2"))
    before = versions()
    collect_letterbox(SYSTEM, world.operation)
    after = versions()
    for table in TABLES:
        assert not before[table] & after[table], table


def test_the_review_has_its_legal_time_from_the_collection_on(world: World, clock: Clock) -> None:
    lay(world)
    clock.forward(minutes=40)
    collect_letterbox(SYSTEM, world.operation)
    running = LegalClock.objects.get()
    assert (running.rule, running.started_at) == ("initial_study", clock.moment)


def test_a_name_makes_a_report_of_preliminary_information(world: World) -> None:
    sent = lay(world)
    lay_identity(mailbox_of(sent), IDENTITY, passage=passage("2"))
    collect_letterbox(SYSTEM, world.operation)
    case = Case.objects.get()
    assert (case.origin, case.has_identity) == ("report", True)
    assert not Leaf.objects.filter(collected=False).exists()


def test_a_report_of_the_reporter_has_a_day_and_no_hour(world: World) -> None:
    lay(world, identity=IDENTITY)
    for leaf in Leaf.objects.all():
        assert (leaf.written_at, leaf.day.isoformat()) == (None, "2024-09-10")


def test_what_fails_half_way_leaves_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_given: object) -> str:
        raise RuntimeError

    monkeypatch.setattr(letterbox, "give_receipt", fail)
    with pytest.raises(RuntimeError):
        lay(world)
    assert not Case.objects.exists()
    assert not SpentToken.objects.exists()


def test_a_form_is_spent_by_what_it_laid(world: World) -> None:
    lay(world)
    with pytest.raises(Problem) as refused:
        lay(world)
    assert refused.value.status == 409
    assert Case.objects.count() == 1
