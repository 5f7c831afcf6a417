"""Whether it is calm, in a table of situations; and what a decision could rest on. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinergi.briefing import rules
from sinergi.briefing.rules import Signs, Word, judge, known_at, quiet_spells

START = datetime(2024, 9, 10, 1, 0, tzinfo=UTC)
SITUATIONS = [
    # desks, confirmed, critical, alerts, late, recent, usual -> state, reasons
    ((222, 200, 0, 0, 0, 4, 4.0), "calm", ("quiet",)),
    ((222, 111, 0, 0, 0, 0, 4.0), "calm", ("quiet",)),
    ((222, 40, 0, 0, 0, 0, 4.0), "unknown", ("silent",)),
    ((222, 0, 0, 0, 0, 0, None), "unknown", ("silent",)),
    ((0, 0, 0, 0, 0, 0, None), "unknown", ("silent",)),
    ((222, 200, 1, 0, 0, 4, 4.0), "grave", ("critical",)),
    ((222, 40, 1, 0, 0, 4, 4.0), "grave", ("critical", "silent")),
    ((222, 200, 0, 2, 0, 4, 4.0), "watch", ("alerts",)),
    ((222, 200, 0, 0, 0, 8, 4.0), "watch", ("unusual",)),
    ((222, 200, 0, 0, 0, 7, 4.0), "calm", ("quiet",)),
    ((222, 200, 0, 0, 0, 2, 0.1), "calm", ("quiet",)),
    ((222, 200, 0, 0, 0, 3, None), "watch", ("unusual",)),
    ((222, 200, 0, 0, 5, 0, 4.0), "watch", ("late",)),
    ((222, 10, 0, 1, 5, 9, 4.0), "watch", ("alerts", "unusual", "late", "silent")),
    ((222, 10, 3, 1, 5, 9, 4.0), "grave", ("critical", "alerts", "unusual", "late", "silent")),
]


@pytest.mark.parametrize(("counts", "state", "reasons"), SITUATIONS)
def test_a_situation_is_judged(counts, state, reasons) -> None:
    desks, confirmed, critical, alerts, late, recent, usual = counts
    told = judge(Signs(desks, confirmed, critical, alerts, late, recent, usual))
    assert (told.state, told.reasons) == (state, reasons)
    assert told.complete is (state == "calm" or "silent" not in reasons)


signs = st.builds(
    Signs,
    desks=st.integers(0, 300),
    confirmed=st.integers(0, 300),
    critical=st.integers(0, 3),
    alerts=st.integers(0, 3),
    late=st.integers(0, 3),
    recent=st.integers(0, 30),
    usual=st.none() | st.floats(0, 20),
)


@given(signs)
def test_silence_is_never_called_calm(told: Signs) -> None:
    if judge(told).state == "calm":
        assert told.desks > 0 and told.confirmed >= told.desks * rules.ENOUGH


@given(signs, st.integers(1, 5))
def test_more_danger_never_sounds_calmer(told: Signs, more: int) -> None:
    worse = Signs(
        told.desks, told.confirmed, told.critical + more, told.alerts, told.late, told.recent,
        told.usual,
    )  # fmt: skip
    states = rules.STATES
    assert states.index(judge(worse).state) <= states.index(judge(told).state)


def word(minutes: int, verb: str, key: int) -> Word:
    return Word(START + timedelta(minutes=minutes), verb, key)


def test_what_was_told_later_was_not_known() -> None:
    words = [
        word(0, "incident.reported", 1),
        word(10, "evidence.added", 2),
        word(15, "incident.acknowledged", 3),
        word(20, "incident.corrected", 4),
        word(30, "incident.settled", 5),
        word(40, "evidence.added", 6),
    ]
    known = known_at(list(reversed(words)))
    assert set(known) == {3, 5}
    assert (known[3].told, known[3].since_last, known[3].newest) == (2, 2, (2, 1))
    assert known[3].age == timedelta(minutes=5)
    assert (known[5].told, known[5].since_last, known[5].newest) == (3, 1, (4, 2, 1))


def test_a_decision_before_any_word_knew_nothing() -> None:
    (known,) = known_at([word(0, "incident.escalated", 1)]).values()
    assert (known.told, known.age, known.newest) == (0, None, ())


def test_a_decision_knows_of_its_own_thread_only() -> None:
    words = [
        Word(START, "incident.reported", 1, "a"),
        Word(START, "incident.reported", 2, "b"),
        Word(START + timedelta(minutes=1), "incident.settled", 3, "a"),
    ]
    assert known_at(words)[3].newest == (1,)


def test_quiet_spells_are_those_without_a_word() -> None:
    until = START + timedelta(hours=24)
    spells = quiet_spells([START + timedelta(hours=7)], START, until, timedelta(hours=8))
    assert spells == [(START + timedelta(hours=7), until)]


def test_no_verb_is_both_news_and_a_decision() -> None:
    every = (*rules.INFORMS, *rules.DECIDES, *rules.BY_ITSELF)
    assert len(every) == len(set(every))
