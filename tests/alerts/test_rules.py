"""Who is told what, how loudly and when: the pure part."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from sinergi.alerts.rules import (
    JOURNAL_VERBS,
    RULES,
    Event,
    concerns_of,
    louder,
)
from sinergi.alerts.wishes import PAUSES, Way, Wishes, end_of_quiet, pause_after
from sinergi.kernel.action import registry

WIB = ZoneInfo("Asia/Jakarta")
VILLAGE, DISTRICT, REGENCY = "35.19.04.2007", "35.19.04", "35.19"
CASE = {"region": VILLAGE, "desk": VILLAGE, "regency": REGENCY, "reporter": "reporter"}


def told(verb: str, **facts) -> set[tuple[str, str, str]]:
    return {(c.whom, c.key, c.importance) for c in concerns_of(Event(verb, **{**CASE, **facts}))}


def test_every_verb_that_is_told_is_one_of_the_journal():
    assert set(JOURNAL_VERBS) <= {action.verb for action in registry.values()}


def test_what_stands_in_no_rule_is_told_to_nobody():
    assert concerns_of(Event("evidence.opened", **CASE)) == []


def test_a_report_is_told_to_its_desk():
    assert told("incident.reported", severity="low") == {("duty", VILLAGE, "important")}


def test_a_critical_report_is_told_to_the_whole_regency_desk_and_to_those_who_are_near():
    assert told("incident.reported", severity="critical", desk=REGENCY) == {
        ("members", REGENCY, "critical"),
        ("duty", DISTRICT, "critical"),
        ("duty", VILLAGE, "critical"),
    }


@pytest.mark.parametrize("verb", ["incident.climbed", "incident.escalated"])
def test_what_moves_up_is_told_to_the_desk_above_and_to_those_who_lead_below(verb):
    assert told(verb, severity="high", desk=DISTRICT, from_desk=VILLAGE) == {
        ("duty", DISTRICT, "important"),
        ("coordinators", DISTRICT, "important"),
        ("coordinators", VILLAGE, "ordinary"),
    }


@pytest.mark.parametrize("verb", ["verified", "rejected", "merged", "settled"])
def test_the_reporter_learns_what_became_of_her_report(verb):
    assert told(f"incident.{verb}", severity="low") == {("post", "reporter", "ordinary")}


def test_the_end_of_an_alarm_is_told_to_all_who_heard_it():
    assert ("members", REGENCY, "ordinary") in told("incident.settled", severity="critical")


def test_a_correction_is_told_only_when_it_moves_the_case_or_makes_it_critical():
    assert told("incident.corrected", severity="low") == set()
    assert told("incident.corrected", moved=True) == {("duty", VILLAGE, "important")}
    alarm = told("incident.corrected", severity="critical", became_critical=True)
    assert ("members", REGENCY, "critical") in alarm


def test_requests_go_to_the_owner_and_answers_to_the_asker():
    asked = {"owner_agency": "polres", "asking_desk": VILLAGE, "kind": "assistance"}
    owner, asker = ("agency", "polres"), ("duty", VILLAGE)
    assert told("followup.assigned", **asked) == {(*owner, "important")}
    assert told("followup.assigned", severity="critical", **asked) == {(*owner, "critical")}
    assert told("followup.accepted", **asked) == {(*asker, "ordinary")}
    assert told("followup.refused", **asked) == {(*asker, "important")}
    assert told("followup.reported", **asked) == {(*asker, "important")}
    assert told("followup.returned", **asked) == {(*owner, "important")}
    assert told("followup.overdue", **asked) == {(*owner, "important")}


def test_the_answer_of_a_body_outside_is_chased_by_the_desk_that_asked():
    asked = {"asking_desk": VILLAGE, "kind": "referral"}
    assert told("followup.overdue", **asked) == {("duty", VILLAGE, "important")}
    assert told("followup.assigned", **asked) == set()


def test_a_check_that_is_due_in_weeks_is_no_news():
    asked = {"owner_desk": VILLAGE, "asking_desk": VILLAGE, "kind": "agreement_check"}
    assert told("followup.assigned", **asked) == set()
    assert told("followup.overdue", **asked) == {("duty", VILLAGE, "important")}


def test_the_louder_of_two_reasons_counts():
    assert louder("ordinary", "critical") == louder("critical", "ordinary") == "critical"


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2024, 9, 10, hour, minute, tzinfo=WIB)


@pytest.mark.parametrize(
    ("moment", "end"),
    [
        (at(21, 59), None),
        (at(22), at(5) + timedelta(days=1)),
        (at(23, 59), at(5) + timedelta(days=1)),
        (at(0), at(5)),
        (at(4, 59), at(5)),
        (at(5), None),
    ],
)
def test_quiet_hours_go_over_midnight(moment, end):
    assert end_of_quiet(moment, time(22), time(5)) == end


def test_quiet_hours_within_a_day_and_none_at_all():
    assert end_of_quiet(at(13), time(12), time(14)) == at(14)
    assert end_of_quiet(at(14), time(12), time(14)) is None
    assert end_of_quiet(at(3), time(5), time(5)) is None


def test_what_is_critical_comes_by_every_channel_at_any_hour():
    deaf, mail = Wishes(important=(), ordinary=()), [Way("email")]
    assert deaf.ways("critical", mail) == mail
    assert deaf.ways("important", mail) == deaf.ways("ordinary", mail) == []
    assert deaf.held_until("critical", at(2)) is None
    assert deaf.held_until("important", at(2)) == at(5)
    assert Wishes(quiet=False).held_until("important", at(2)) is None


def test_tries_are_ever_further_apart_and_end():
    pauses = [pause_after(n) for n in range(1, len(PAUSES) + 1)]
    assert pauses == sorted(pauses)
    assert pause_after(len(PAUSES) + 1) is None


def test_every_rule_names_known_groups():
    whole = Event("x", "critical", VILLAGE, VILLAGE, DISTRICT, REGENCY, "r", "polres", "a",
                  VILLAGE, VILLAGE, "g", "task", True, True)  # fmt: skip
    groups = {"duty", "coordinators", "members", "post", "agency", "body", "account"}
    assert {c.whom for rule in RULES.values() for c in rule(whole)} <= groups
