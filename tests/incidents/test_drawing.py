"""The drawing of the states shows what the rules say, all of it and nothing else."""

from __future__ import annotations

import re

from sinergi.followups import rules as followups
from sinergi.incidents import rules
from sinergi.incidents.documentation import states_chapter
from sinergi.incidents.drawing import mermaid, staying


def drawn(transitions, first, ends):
    arrows = set()
    for line in mermaid(transitions, first=first, ends=ends).splitlines()[1:]:
        match = re.fullmatch(r" {4}(\S+) --> (\S+)(?:: (.+))?", line)
        arrows |= {(match[1], match[2], verb) for verb in (match[3] or "").split(", ")}
    return arrows


def test_every_transition_of_a_case_is_an_arrow():
    arrows = drawn(rules.TRANSITIONS, "reported", rules.CLOSED)
    wanted = {
        (state, following, verb)
        for verb, (states, following) in rules.TRANSITIONS.items()
        if following
        for state in states
    }
    ends = {(state, "[*]", "") for state in rules.CLOSED}
    assert arrows == wanted | ends | {("[*]", "reported", "")}


def test_what_leaves_the_state_is_listed():
    assert {verb for verb, _states in staying(rules.TRANSITIONS)} == {
        "acknowledge", "correct", "escalate", "hand_down", "refer", "ask",
    }  # fmt: skip


def test_every_state_can_be_reached():
    for transitions, first, states in (
        (rules.TRANSITIONS, "reported", rules.STATES),
        (followups.TRANSITIONS, "assigned", followups.OPEN + followups.ENDED),
    ):
        known, before = {first}, set()
        while known != before:
            before = set(known)
            known |= {
                following
                for allowed, following in transitions.values()
                if following and known & set(allowed)
            }
        assert known == set(states)


def test_the_chapter_holds_drawings_and_ladder():
    text = states_chapter()
    assert text.count("```mermaid") == 2
    assert "| critical |" in text


def test_every_verb_of_cases_and_follow_ups_is_told():
    from sinergi.followups.timeline import is_told
    from sinergi.kernel.action import registry

    verbs = {entry.verb for entry in registry.values() if entry.room in ("incidents", "followups")}
    assert {verb for verb in verbs if not is_told(verb)} <= {"incidents.exported"}
