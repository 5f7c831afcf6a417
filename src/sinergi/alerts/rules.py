"""Who is told what, how loudly, and when. Pure: the journal's words in, groups of people out.

Who follows from desk and severity: the desk on which a case lies now, the coordinators of a desk
to which it climbed, the whole regency desk when it is critical, its reporter when it is judged,
and whoever owes or awaits an answer. Nobody is told of what she did herself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time, timedelta

CRITICAL, IMPORTANT, ORDINARY = "critical", "important", "ordinary"
IMPORTANCES = (ORDINARY, IMPORTANT, CRITICAL)  # by rank

SILENT_FROM = time(20)  # from then on a desk that has not confirmed its day is reminded
TELL_WITHIN = timedelta(days=7)  # older news is no longer worth a notice
REMIND_EVERY = timedelta(hours=24)  # of an overdue answer, until it comes


@dataclass(frozen=True)
class Event:
    """One entry of the journal, or one deadline that passed, as far as it matters here.

    Desks and places are given by the code of their place; posts, agencies and accounts by their
    identifiers as text; what does not apply is empty.
    """

    verb: str
    severity: str = ""
    region: str = ""
    desk: str = ""
    from_desk: str = ""
    regency: str = ""
    reporter: str = ""
    body: str = ""
    account: str = ""
    asking_desk: str = ""
    owner_desk: str = ""
    owner_agency: str = ""
    superior_desk: str = ""
    superior_agency: str = ""
    kind: str = ""
    moved: bool = False
    became_critical: bool = False
    posts: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    secretary: str = ""
    chamber: Mapping[str, Sequence[str]] = field(default_factory=dict)  # capability: posts

    @property
    def is_critical(self) -> bool:
        """Whether the case that it concerns is critical."""
        return self.severity == CRITICAL


@dataclass(frozen=True)
class Concern:
    """A group that is told, and how loudly.

    `whom`: duty (of the desk `key`; all its members when nobody is on duty), coordinators, members
    (of the desk), post, agency (those who answer for it), callee (the same at the seat of the
    agency; everybody there where nobody answers), body (the agencies of that kind that are
    responsible for the place), account.
    """

    whom: str
    key: str
    importance: str


Rule = Callable[[Event], list[Concern]]


def concerns_of(event: Event) -> list[Concern]:
    """Who is told of `event`; nobody of what stands in no rule."""
    rule = RULES.get(event.verb)
    return [concern for concern in rule(event) if concern.key] if rule else []


def _loud(event: Event) -> str:
    """What asks something of you is important, and critical when the case is."""
    return CRITICAL if event.is_critical else IMPORTANT


def _alarm(event: Event) -> list[Concern]:
    """Everybody at the regency's desk, and those on duty at each desk below: they are near."""
    below = [code for code in places_above(event.region) if len(code) > len(event.regency)]
    near = [Concern("duty", code, CRITICAL) for code in below]
    return [Concern("members", event.regency, CRITICAL), *near]


def _reported(event: Event) -> list[Concern]:
    if event.is_critical:
        return _alarm(event)
    return [Concern("duty", event.desk, IMPORTANT)]


def _moved_up(event: Event) -> list[Concern]:
    """The desk above takes it over; the coordinators of the one below learn that it left them."""
    told = [
        Concern("duty", event.desk, _loud(event)),
        Concern("coordinators", event.desk, _loud(event)),
        Concern("coordinators", event.from_desk, ORDINARY),
    ]
    if event.is_critical:
        told.append(Concern("members", event.regency, CRITICAL))
    return told


def _to_desk(event: Event) -> list[Concern]:
    return [Concern("duty", event.desk, _loud(event))]


def _reminded(event: Event) -> list[Concern]:
    return [*_to_desk(event), Concern("coordinators", event.desk, _loud(event))]


def _to_reporter(event: Event) -> list[Concern]:
    return [Concern("post", event.reporter, ORDINARY)]


def _settled(event: Event) -> list[Concern]:
    """An alarm that was heard by all is also ended for all."""
    ended = [Concern("members", event.regency, ORDINARY)] if event.is_critical else []
    return [*_to_reporter(event), *ended]


def _reopened(event: Event) -> list[Concern]:
    again = _alarm(event) if event.is_critical else []
    return [*_to_reporter(event), *_to_desk(event), *again]


def _corrected(event: Event) -> list[Concern]:
    if event.became_critical:
        return _alarm(event)
    return _to_desk(event) if event.moved else []


def _referred(event: Event) -> list[Concern]:
    return [Concern("body", event.body, _loud(event))]


def _owner(event: Event, importance: str) -> list[Concern]:
    """Whoever owes the answer; a body outside has none in the house."""
    return [
        Concern("agency", event.owner_agency, importance),
        Concern("duty", event.owner_desk, importance),
    ]


def _assigned(event: Event) -> list[Concern]:
    """A check is due in days, and a referral is told to its body: neither is news to a desk."""
    if event.kind in ("agreement_check", "referral"):
        return []
    return _owner(event, _loud(event))


def _closed(event: Event) -> list[Concern]:
    return [] if event.kind == "agreement_check" else _owner(event, ORDINARY)


def _to_asker(event: Event) -> list[Concern]:
    if event.kind == "agreement_check":
        return []
    return [Concern("duty", event.asking_desk, IMPORTANT)]


def _accepted(event: Event) -> list[Concern]:
    return [Concern("duty", event.asking_desk, ORDINARY)]


def _overdue(event: Event) -> list[Concern]:
    """Its owner; of a body outside the desk that chases it."""
    if event.owner_agency or event.owner_desk:
        return _owner(event, IMPORTANT)
    return [Concern("duty", event.asking_desk, IMPORTANT)]


def _climbed(event: Event) -> list[Concern]:
    """The superior to whom it climbed, and the owner, who still owes it."""
    return [
        Concern("agency", event.superior_agency, IMPORTANT),
        Concern("duty", event.superior_desk, IMPORTANT),
        *_owner(event, IMPORTANT),
    ]


def _called(event: Event) -> list[Concern]:
    """Who is called to a meeting: the posts themselves, and who answers for the agencies."""
    return [
        *(Concern("post", key, IMPORTANT) for key in event.posts),
        *(Concern("callee", key, IMPORTANT) for key in event.agencies),
    ]


def _to_secretary(event: Event) -> list[Concern]:
    return [Concern("post", event.secretary, ORDINARY)]


def _days_moved(event: Event) -> list[Concern]:
    """Who leads the regency's desk, and the agencies that lead it or owe something."""
    return [
        Concern("coordinators", event.regency, ORDINARY),
        *(Concern("callee", key, ORDINARY) for key in event.agencies),
    ]


def _returned(event: Event) -> list[Concern]:
    return [Concern("callee", key, IMPORTANT) for key in event.agencies]


def _in_chamber(capability: str, importance: str = IMPORTANT) -> Rule:
    """Those of Bawaslu who have this to do in a confidential case."""
    return lambda event: [
        Concern("post", key, importance) for key in event.chamber.get(capability, ())
    ]


def _warned(event: Event) -> list[Concern]:
    """Who was told of an alert: what is extreme or severe comes through at any hour."""
    loud = CRITICAL if event.severity in ("critical", "high") else IMPORTANT
    return [Concern("post", key, loud) for key in event.posts]


def _all_clear(event: Event) -> list[Concern]:
    """An alert that was heard by all is also ended for all."""
    return [Concern("post", key, IMPORTANT) for key in event.posts]


def _to_account(event: Event) -> list[Concern]:
    return [Concern("account", event.account, IMPORTANT)]


RULES: dict[str, Rule] = {
    "incident.reported": _reported,
    "incident.verified": _to_reporter,
    "incident.rejected": _to_reporter,
    "incident.merged": _to_reporter,
    "incident.settled": _settled,
    "incident.reopened": _reopened,
    "incident.corrected": _corrected,
    "incident.escalated": _moved_up,
    "incident.climbed": _moved_up,
    "incident.handed_down": _to_desk,
    "incident.reminded": _reminded,
    "incident.referred": _referred,
    "followup.assigned": _assigned,
    "followup.accepted": _accepted,
    "followup.refused": _to_asker,
    "followup.reported": _to_asker,
    "followup.returned": lambda event: _owner(event, IMPORTANT),
    "followup.closed": _closed,
    "followup.climbed": _climbed,
    "followup.postponed": lambda event: _owner(event, IMPORTANT),
    "followup.withdrawn": lambda event: _owner(event, ORDINARY),
    "followup.overdue": _overdue,
    "meeting.invited": _called,
    "meeting.changed": _called,
    "meeting.cancelled": _called,
    "meeting.called": _called,
    "participant.struck": _called,
    "participant.replied": _to_secretary,
    "stage.moved": _days_moved,
    "anchor.set": _days_moved,
    "readiness.checked": _returned,
    "neutrality_case.collected": _in_chamber("handle_neutrality"),
    "neutrality_case.message_collected": _in_chamber("handle_neutrality"),
    "neutrality_case.identity_collected": _in_chamber("handle_neutrality"),
    "neutrality_case.brought_to_plenary": _in_chamber("decide_neutrality"),
    "neutrality_case.closing_proposed": _in_chamber("handle_neutrality"),
    "identity.asked": _in_chamber("keep_identity"),
    "identity.opened": _in_chamber("handle_neutrality", ORDINARY),
    "identity.refused": _in_chamber("handle_neutrality", ORDINARY),
    "legal_clock.warned": _in_chamber("handle_neutrality"),
    "legal_clock.climbed": _in_chamber("decide_neutrality"),
    "handover.answered": _in_chamber("decide_neutrality", ORDINARY),
    "handler_key.made": _in_chamber("handle_neutrality"),
    "alert.drafted": _warned,
    "alert.issued": _warned,
    "alert.updated": _warned,
    "alert.climbed": _warned,
    "alert.cancelled": _all_clear,
    "desk.silent": _to_desk,
    "account.password_reset": _to_account,
    "account.locked_out": _to_account,
    "account.sessions_ended": _to_account,
}
JOURNAL_VERBS = tuple(verb for verb in RULES if verb not in ("followup.overdue", "desk.silent"))


def places_above(code: str) -> list[str]:
    """The place and all above it: 35.19.04 gives 35, 35.19, 35.19.04."""
    parts = code.split(".") if code else []
    return [".".join(parts[: count + 1]) for count in range(len(parts))]


def louder(one: str, other: str) -> str:
    """The more important of two."""
    return max(one, other, key=IMPORTANCES.index)
