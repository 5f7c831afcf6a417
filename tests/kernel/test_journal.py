"""The journal only grows, and its seals tell when someone changed it all the same."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from sinergi.incidents import actions
from sinergi.kernel import merkle, seals
from sinergi.kernel.action import registry
from sinergi.kernel.models import JournalEntry, Seal
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sealed(world: factories.World) -> list[JournalEntry]:
    """Six entries under two seals."""
    for _ in range(3):
        factories.report(world)
    seals.make_seal()
    for _ in range(3):
        factories.report(world)
    seals.make_seal()
    return list(JournalEntry.objects.order_by("id"))


def tamper(sql: str, *values: Any) -> None:
    """What only the owner of the database can do: without the trigger."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE kernel_journalentry DISABLE TRIGGER append_only")
        cursor.execute("ALTER TABLE kernel_seal DISABLE TRIGGER append_only")
        cursor.execute(sql, values)
        cursor.execute("ALTER TABLE kernel_journalentry ENABLE TRIGGER append_only")
        cursor.execute("ALTER TABLE kernel_seal ENABLE TRIGGER append_only")


def test_an_entry_says_who_what_where_when_and_what_changed(world: factories.World) -> None:
    """All that the audit needs is in the one row, in the same transaction."""
    case = factories.report(world)
    entry = JournalEntry.objects.get(verb="incident.reported")
    assert entry.subject_id == str(case.pk)
    assert entry.region == case.region_id
    assert entry.at == factories.START
    assert entry.post_id == world.posts["babinsa"].pk
    assert entry.actor_label == world.posts["babinsa"].title
    assert entry.changes["what"] == [None, case.what]
    assert entry.door == "test"
    assert entry.request_id


def test_a_refused_action_leaves_no_entry(world: factories.World) -> None:
    """What was rolled back did not happen."""
    case = factories.report(world)
    before = JournalEntry.objects.count()
    with pytest.raises(Exception, match=r".+"):
        actions.settle(world.post("babinsa"), case, outcome="Selesai dengan damai.")
    assert JournalEntry.objects.count() == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {} SET actor_label = 'x'",
        "DELETE FROM {}",
        "TRUNCATE {} CASCADE",
    ],
)
def test_the_database_refuses_to_change_the_journal(world: factories.World, statement: str) -> None:
    """Not even the house's own connection can."""
    factories.report(world)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(statement.format("kernel_journalentry"))


def test_a_whole_journal_verifies(sealed: list[JournalEntry]) -> None:
    """Every entry counted, every seal chained."""
    verdict = seals.verify()
    assert (verdict.ok, verdict.seals, verdict.entries) == (True, 2, len(sealed))


def test_an_altered_entry_is_named(sealed: list[JournalEntry]) -> None:
    """Even one letter of one label."""
    tamper("UPDATE kernel_journalentry SET actor_label = 'x' WHERE id = %s", sealed[1].pk)
    verdict = seals.verify()
    assert not verdict.ok
    assert verdict.first_bad == sealed[1].pk


def test_a_removed_entry_is_named(sealed: list[JournalEntry]) -> None:
    """Its number is known to the seal."""
    tamper("DELETE FROM kernel_journalentry WHERE id = %s", sealed[2].pk)
    assert seals.verify().first_bad == sealed[2].pk


def test_an_inserted_entry_is_named(sealed: list[JournalEntry]) -> None:
    """A copy slipped into a sealed range."""
    tamper(
        """
        INSERT INTO kernel_journalentry (id, txid, at, recorded_at, operation_id, region,
            account_id, post_id, actor_label, verb, subject_type, subject_id, subject_label,
            changes, facts, door, request_id, audience)
        SELECT 900000, txid, at, recorded_at, operation_id, region, account_id, post_id,
            actor_label, verb, subject_type, subject_id, subject_label, changes, facts, door,
            request_id, audience
        FROM kernel_journalentry WHERE id = %s
        """,
        sealed[0].pk,
    )
    assert seals.verify().first_bad == 900000


def test_reordered_entries_are_named(sealed: list[JournalEntry]) -> None:
    """Two entries that exchanged their places."""
    first, second = sealed[0].pk, sealed[1].pk
    for before, after in ((first, 800000), (second, first), (800000, second)):
        tamper("UPDATE kernel_journalentry SET id = %s WHERE id = %s", after, before)
    assert seals.verify().first_bad == first


def test_a_seal_cannot_be_left_out(sealed: list[JournalEntry]) -> None:
    """The chain would not close."""
    tamper("DELETE FROM kernel_seal WHERE number = 1")
    assert not seals.verify().ok


def test_a_rewritten_chain_does_not_match_what_was_printed(sealed: list[JournalEntry]) -> None:
    """Whoever rewrites everything cannot rewrite signed paper."""
    printed = Seal.objects.get(number=2)
    tamper("UPDATE kernel_journalentry SET actor_label = 'x' WHERE id = %s", sealed[4].pk)
    tamper("DELETE FROM kernel_seal")
    seals.make_seal()
    seals.make_seal()
    assert seals.verify().ok
    assert not seals.verify(anchor=(printed.number, printed.hash[:16])).ok


def test_the_command_says_so_in_one_line(sealed: list[JournalEntry], capsys: Any) -> None:
    """`sinergi journal verify` is what an auditor runs."""
    call_command("journal", "verify")
    assert "whole" in capsys.readouterr().out
    tamper("UPDATE kernel_journalentry SET verb = 'x' WHERE id = %s", sealed[3].pk)
    with pytest.raises(CommandError, match=str(sealed[3].pk)):
        call_command("journal", "verify")


def test_the_inclusion_of_one_entry_can_be_proved(sealed: list[JournalEntry]) -> None:
    """Without showing any other entry."""
    proof = seals.prove(sealed[4])
    assert proof is not None
    assert proof.holds()
    assert not type(proof)(**{**proof.__dict__, "leaf": "00" * 32}).holds()


def test_what_runs_while_sealing_is_sealed_later(world: factories.World) -> None:
    """An entry of a transaction that has not ended is not passed over."""
    import psycopg

    factories.report(world)
    settings = connection.get_connection_params()
    wanted = ("dbname", "host", "port", "user", "password")
    with psycopg.connect(**{k: v for k, v in settings.items() if k in wanted and v}) as other:
        other.execute("SELECT pg_current_xact_id()")  # holds the horizon
        factories.report(world)
        seals.make_seal()
        other.rollback()
    seals.make_seal()
    sealed = [pk for seal in Seal.objects.all() for pk in seal.entry_ids]
    assert sorted(sealed) == list(JournalEntry.objects.order_by("id").values_list("id", flat=True))


@given(st.integers(min_value=1, max_value=70), st.data())
def test_every_leaf_of_every_tree_has_its_path(count: int, data: st.DataObject) -> None:
    """RFC 6962: the path of a leaf leads to the root, and that of another does not."""
    leaves = [merkle.leaf_hash(bytes([n])) for n in range(count)]
    index = data.draw(st.integers(min_value=0, max_value=count - 1))
    path = merkle.inclusion_path(index, leaves)
    assert merkle.root_from_path(leaves[index], index, count, path) == merkle.root(leaves)
    forged = merkle.leaf_hash(b"forged")
    assert merkle.root_from_path(forged, index, count, path) != merkle.root(leaves)


def test_the_tree_of_no_leaves_is_the_hash_of_nothing() -> None:
    """RFC 6962, section 2.1."""
    assert merkle.root([]).hex().startswith("e3b0c44298fc1c14")


def test_verbs_are_nouns_with_a_past_and_unique() -> None:
    """The journal's vocabulary: one verb, one action."""
    verbs = [entry.verb for entry in registry.values()]
    assert len(verbs) == len(set(verbs))
    assert all(verb.count(".") == 1 and verb == verb.lower() for verb in verbs)


def test_the_exercise_clock_marks_the_entry(world: factories.World, clock: Any) -> None:
    """`at` is the operation's time; `recorded_at` that of the world."""
    clock.forward(minutes=5)
    factories.report(world)
    entry = JournalEntry.objects.latest("id")
    assert entry.at == factories.START + timedelta(minutes=5)
    assert entry.recorded_at.year >= 2026


def test_a_long_wait_is_sealed_in_pieces_that_part_no_transaction(
    world: factories.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A day without a worker is not sealed in one breath."""
    monkeypatch.setattr(seals, "MAX_BATCH", 2)
    with transaction.atomic():
        for _ in range(4):
            factories.report(world)
    for _ in range(3):
        factories.report(world)
    sizes = []
    while seal := seals.make_seal():
        sizes.append(len(seal.entry_ids))
    assert sizes == [4, 2, 1]
    assert seals.verify().ok
