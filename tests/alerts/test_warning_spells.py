"""When a condition held, and that a situation fires once: properties of the pure part."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from sinergi.alerts.warning.spells import (
    Happening,
    Spell,
    Standing,
    clusters,
    firings,
    holding,
    moves,
    shortfall,
    silences,
    waits,
)

START = datetime(2024, 9, 1, tzinfo=UTC)
END = START + timedelta(days=2)
HOUR = timedelta(hours=1)


def at(hours: float) -> datetime:
    return START + hours * HOUR


happenings = st.lists(
    st.builds(
        Happening,
        at=st.integers(0, 47 * 60).map(lambda minutes: START + timedelta(minutes=minutes)),
        place=st.sampled_from(["35.19.04", "35.19.09"]),
        label=st.uuids().map(str),
    ),
    max_size=25,
)


def test_three_within_six_hours_is_one_spell_and_two_are_none():
    three = [Happening(at(h), "35.19.04", f"KJD/{h}") for h in (1, 2, 3)]
    (spell,) = clusters(three, least=3, window=6 * HOUR, until=END)
    assert (spell.began, spell.ended, spell.count) == (at(3), at(7), 3)
    assert not clusters(three[:2], least=3, window=6 * HOUR, until=END)


def test_two_places_do_not_add_up():
    spread = [Happening(at(1), "35.19.04"), Happening(at(1), "35.19.04"),
              Happening(at(1), "35.19.09")]  # fmt: skip
    assert not clusters(spread, least=3, window=6 * HOUR, until=END)


@given(happenings, st.randoms(use_true_random=False))
def test_the_order_of_events_changes_nothing(found, chance):
    other = list(found)
    chance.shuffle(other)
    asked = {"least": 3, "window": 6 * HOUR, "until": END}
    assert clusters(found, **asked) == clusters(other, **asked)


@given(happenings)
def test_a_spell_is_just_when_so_many_count(found):
    spells = clusters(found, least=2, window=3 * HOUR, until=END)
    for minutes in range(0, 48 * 60, 37):
        moment = START + timedelta(minutes=minutes)
        for place in ("35.19.04", "35.19.09"):
            count = sum(
                1 for one in found
                if one.place == place and one.at <= moment < one.at + 3 * HOUR
            )  # fmt: skip
            holds = any(
                s.place == place and s.began <= moment and (s.ended is None or moment < s.ended)
                for s in spells
            )
            assert holds == (count >= 2)


@given(
    happenings,
    st.lists(st.integers(0, 48 * 60), max_size=40),
    st.integers(0, 600),
)
def test_looked_at_ever_so_often_it_fires_once_for_a_situation(found, looks, cooldown):
    """Whenever it is looked at, and how often: never twice while it holds or rests."""
    rest = timedelta(minutes=cooldown)
    fired, states = watched(found, sorted(looks + looks), rest)
    for key in {key for _moment, key in fired}:
        moments = [moment for moment, other in fired if other == key]
        for earlier, later in pairwise(moments):
            ends = [end for end, other in states if other == key and earlier < end <= later]
            assert ends, "between two firings it has ended"
            assert later - max(ends) >= rest


def watched(found, looks, rest):
    """Look at these minutes: what fired, and what was seen to end."""
    before: dict[str, Standing] = {}
    fired, ends = [], []
    for minutes in looks:
        now = START + timedelta(minutes=minutes)
        spells = clusters([one for one in found if one.at <= now], least=2, window=3 * HOUR,
                          until=now)  # fmt: skip
        fresh, again, gone = moves(before, holding(spells), now=now, cooldown=rest)
        fired += [(now, key) for key in fresh]
        ends += [(now, key) for key in gone]
        before |= {key: Standing(None) for key in fresh | again}
        before |= {key: Standing(now) for key in gone}
    return fired, ends


@given(happenings, st.integers(0, 600))
def test_the_trial_tells_what_a_steady_watch_would_have_done(found, cooldown):
    rest = timedelta(minutes=cooldown)
    spells = clusters(found, least=2, window=3 * HOUR, until=END)
    moments = sorted({s.began for s in spells} | {s.ended for s in spells if s.ended is not None})
    looks = [int((m - START).total_seconds() // 60) for m in moments]
    fired, _ends = watched(found, looks, rest)
    assert sorted(fired) == sorted((s.began, s.key) for s in firings(spells, rest))


def test_what_comes_back_within_its_rest_is_the_same_situation():
    twice = [Spell("a", "35", at(1), at(2)), Spell("a", "35", at(3), at(4))]
    assert len(firings(twice, 2 * HOUR)) == 1
    assert len(firings(twice, HOUR)) == 2


def test_waiting_begins_after_the_patience_and_ends_with_the_answer():
    told = {"patience": HOUR, "until": END}
    assert waits("a", "35", at(1), at(1.5), **told) is None
    late = waits("a", "35", at(1), at(5), **told)
    assert late is not None
    assert (late.began, late.ended) == (at(2), at(5))
    open_still = waits("a", "35", at(1), None, **told)
    assert open_still is not None
    assert open_still.ended is None


def test_silence_lasts_until_the_next_mark():
    spells = silences("a", "35", [at(0), at(10), at(12)], patience=6 * HOUR, until=at(30))
    assert [(s.began, s.ended) for s in spells] == [(at(6), at(10)), (at(18), None)]


def test_a_shortfall_ends_when_enough_is_done_or_the_stage_begins():
    span = (at(10), at(20))
    done = [at(1), at(12), at(14)]
    spell = shortfall("s", "35", done, needed=3, span=span, until=END)
    assert spell is not None
    assert (spell.began, spell.ended, spell.count) == (at(10), at(14), 3)
    assert shortfall("s", "35", done, needed=1, span=span, until=END) is None
    never = shortfall("s", "35", done, needed=4, span=span, until=END)
    assert never is not None
    assert never.ended == at(20)
