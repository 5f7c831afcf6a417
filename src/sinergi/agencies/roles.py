"""The catalogue of roles: what a post may do, and at which desk it sits. Pure but for its titles.

A capability is what a person may do *in general*; where and in which state is asked by the
predicate of each action. Nobody has a capability that is not named here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

CAPABILITIES: dict[str, Any] = {
    "read": _("see cases of her places"),
    "report": _("report incidents"),
    "verify": _("acknowledge, verify, reject, merge, correct, reopen"),
    "settle": _("handle and settle"),
    "mediate": _("mediate and keep its record"),
    "escalate": _("move up, ask an agency"),
    "hand_down": _("hand down"),
    "refer": _("refer to a competent body"),
    "assign": _("ask and assign in the name of desks below"),
    "answer": _("answer for the agency"),
    "confirm_day": _("confirm the day of the desk"),
    "manage_roster": _("keep the duty roster and members of the desk"),
    "manage_people": _("keep people, posts and agencies"),
    "manage_policy": _("keep policies"),
    "see_restricted": _("restrict cases"),
    "export": _("take lists out"),
    "audit": _("read the journal of her places"),
    "keep_calendar": _("keep the calendar of stages"),
    "check_in": _("report the voting day of stations"),
    "manage_stations": _("keep polling stations, milestones and special cases"),
    "plan_outreach": _("plan outreach and report it"),
    "plan_security": _("plan personnel and equipment of stations"),
    "handle_neutrality": _("handle reports on neutrality"),
    "decide_neutrality": _("keep what the plenary of Bawaslu decided"),
    "keep_identity": _("keep the identity of reporters"),
    "assess_risk": _("assess vulnerability, keep the register of risks"),
    "keep_index": _("keep indicators, weights and thresholds of vulnerability"),
    "issue_alerts": _("approve, update and cancel alerts; keep their rules"),
    "issue_reports": _("approve and publish situation reports, open reviews, switch on open data"),
    "convene": _("convene meetings, keep minutes, give directives, open commitments"),
}


@dataclass(frozen=True)
class Role:
    """One role. `level` is that of its desk; empty when it sits at none."""

    code: str
    title: Any
    level: str
    agency_kinds: tuple[str, ...]
    capabilities: frozenset[str]
    coordinates: bool = False
    second_factor: bool = False

    def may(self, capability: str) -> bool:
        """Whether the role has the capability; ValueError for one that does not exist."""
        if capability not in CAPABILITIES:
            raise ValueError(f"no such capability: {capability}")
        return capability in self.capabilities


def _set(*groups: str | Iterable[str]) -> frozenset[str]:
    names: set[str] = set()
    for group in groups:
        names |= {group} if isinstance(group, str) else set(group)
    return frozenset(names)


OBSERVER = _set("read", "report")
ANSWERING = _set(OBSERVER, "answer")
PILLAR = _set(
    ANSWERING,
    "verify",
    "settle",
    "mediate",
    "escalate",
    "refer",
    "confirm_day",
    "assign",
    "check_in",
    "assess_risk",
)
FORUM = _set(PILLAR, "hand_down", "export")
COORDINATOR = _set(FORUM, "manage_roster", "audit", "convene")
CHAIR = ("keep_index", "issue_alerts", "issue_reports")  # of the regency's desk

_ALL = (
    # The village: the three pillars, and who stands beside them.
    Role(
        "village_head",
        _("Village head / Lurah"),
        "village",
        ("village_office",),
        _set(PILLAR, "manage_roster", "plan_outreach"),
        coordinates=True,
    ),
    Role("babinsa", _("Babinsa"), "village", ("koramil",), PILLAR),
    Role("bhabinkamtibmas", _("Bhabinkamtibmas"), "village", ("polsek",), PILLAR),
    Role(
        "village_committee",
        _("PPS member"),
        "village",
        ("village_election_committee",),
        _set(OBSERVER, "check_in", "plan_outreach"),
    ),
    Role(
        "village_supervisor",
        _("PKD"),
        "village",
        ("district_supervisor",),
        _set(OBSERVER, "check_in", "assess_risk"),
    ),
    # The station: only those at which she serves.
    Role(
        "station_officer",
        _("KPPS (polling station)"),
        "",
        ("village_election_committee",),
        _set("report", "check_in"),
    ),
    Role(
        "station_supervisor",
        _("PTPS (polling station)"),
        "",
        ("district_supervisor",),
        _set("report", "check_in"),
    ),
    Role("community_figure", _("Community figure"), "", ("community", "fkub", "fkdm"), OBSERVER),
    # The district: Forkopimcam, with Panwascam and the election committee.
    Role(
        "district_head",
        _("Camat"),
        "district",
        ("district_office",),
        _set(COORDINATOR, "plan_outreach"),
        coordinates=True,
    ),
    Role("danramil", _("Danramil"), "district", ("koramil",), FORUM),
    Role("kapolsek", _("Kapolsek"), "district", ("polsek",), FORUM),
    Role(
        "district_supervisor",
        _("Panwascam"),
        "district",
        ("district_supervisor",),
        _set(ANSWERING, "assess_risk"),
    ),
    Role(
        "district_committee",
        _("District election committee (PPK)"),
        "district",
        ("district_election_committee",),
        _set(ANSWERING, "check_in", "plan_outreach"),
    ),
    # The regency: the Desk Pilkada and the Forkopimda.
    Role("regent", _("Regent"), "", ("local_government",), _set("read", "export", "audit")),
    Role(
        "regional_secretary",
        _("Regional secretary (chair of the desk)"),
        "regency",
        ("local_government",),
        _set(
            COORDINATOR, CHAIR, "see_restricted", "manage_policy", "keep_calendar", "plan_security"
        ),
    ),
    Role(
        "desk_coordinator",
        _("Desk coordinator (Bakesbangpol)"),
        "regency",
        ("kesbangpol",),
        _set(
            COORDINATOR,
            CHAIR,
            "see_restricted",
            "manage_policy",
            "manage_people",
            "keep_calendar",
            "manage_stations",
            "plan_outreach",
            "plan_security",
        ),
        coordinates=True,
        second_factor=True,
    ),
    Role(
        "duty_officer",
        _("Duty officer"),
        "regency",
        ("kesbangpol", "satpol_pp"),
        _set(FORUM, "convene", "issue_alerts"),
    ),
    Role(
        "police_officer",
        _("Police liaison (Polres)"),
        "regency",
        ("polres",),
        _set(FORUM, "plan_security"),
    ),
    Role("army_officer", _("Army liaison (Kodim)"), "regency", ("kodim",), FORUM),
    Role(
        "kpu_liaison",
        _("KPU liaison"),
        "regency",
        ("kpu",),
        _set(ANSWERING, "keep_calendar", "check_in", "manage_stations", "plan_outreach"),
    ),
    Role(
        "bawaslu_liaison",
        _("Bawaslu liaison"),
        "regency",
        ("bawaslu",),
        _set(ANSWERING, "assess_risk"),
    ),
    # Bawaslu's own chamber: they sit at no desk and see no case of the desks.
    Role(
        "bawaslu_handler",
        _("Handler of reports (Bawaslu)"),
        "",
        ("bawaslu",),
        _set("handle_neutrality"),
        second_factor=True,
    ),
    Role(
        "bawaslu_member",
        _("Member of Bawaslu"),
        "",
        ("bawaslu",),
        _set("handle_neutrality", "decide_neutrality"),
        second_factor=True,
    ),
    Role(
        "identity_keeper",
        _("Keeper of reporters' identity (Bawaslu)"),
        "",
        ("bawaslu",),
        _set("keep_identity"),
        second_factor=True,
    ),
    Role("prosecutor", _("Prosecutor's liaison"), "regency", ("kejari",), ANSWERING),
    Role("court_liaison", _("Court liaison"), "", ("court",), _set("read")),
    Role("council_member", _("Council leader"), "", ("council",), _set("read")),
    Role(
        "agency_officer",
        _("Officer of a regional agency"),
        "",
        ("regional_agency",),
        _set(ANSWERING, "plan_outreach"),
    ),
    Role(
        "administrator",
        _("Administrator"),
        "",
        ("kesbangpol", "regional_agency"),
        _set("manage_people", "manage_policy"),
        second_factor=True,
    ),
)
ROLES: dict[str, Role] = {role.code: role for role in _ALL}


def role_choices() -> list[tuple[str, Any]]:
    """For forms and models."""
    return [(role.code, role.title) for role in _ALL]
