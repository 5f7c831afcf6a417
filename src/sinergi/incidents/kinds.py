"""Kinds of incidents, by the stages in which they occur, and whom the law wants to know.

Sources: Kemendagri's list of conflict-prone stages (2017), Kapolri's list (2017), and for the
bodies: UU 1/2015 as amended by UU 10/2016 (election crimes: Bawaslu, with Sentra Gakkumdu),
UU 2/2002 on the police (violence), UU 20/2023 and UU 6/2014 (neutrality: Bawaslu, BKN).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kind:
    """One kind; `bodies` are those to which it must be passed on, one of them at least."""

    code: str
    title: Any
    severity: str
    bodies: tuple[str, ...] = ()


_ALL = (
    Kind("clash", _("Clash between groups"), "high", ("polres",)),
    Kind("intimidation", _("Intimidation"), "high", ("bawaslu", "gakkumdu", "polres")),
    Kind("officer_violence", _("Violence against officers"), "critical", ("polres",)),
    Kind("crowd", _("Crowd or procession"), "medium"),
    Kind("protest", _("Protest or demonstration"), "medium"),
    Kind("martial_arts_friction", _("Friction between martial-arts schools"), "high"),
    Kind("apk_damage", _("Damaged campaign props"), "medium", ("bawaslu", "gakkumdu")),
    Kind("apk_placement", _("Campaign props in a forbidden place"), "low", ("bawaslu",)),
    Kind("vote_buying", _("Vote buying"), "high", ("bawaslu", "gakkumdu")),
    Kind("hate_speech", _("Hate speech (SARA)"), "high", ("bawaslu", "polres")),
    Kind("hoax", _("Hoax or rumour"), "medium"),
    Kind("neutrality_breach", _("Breach of neutrality"), "medium", ("bawaslu", "bkn")),
    Kind("state_facility_abuse", _("Abuse of state facilities"), "medium", ("bawaslu",)),
    Kind("out_of_schedule_campaign", _("Campaign outside its time"), "medium", ("bawaslu",)),
    Kind("voter_list_dispute", _("Dispute about the voter list"), "low"),
    Kind("support_forgery", _("Forged support"), "medium", ("bawaslu",)),
    Kind("party_dualism", _("Split party leadership"), "medium"),
    Kind("officer_partisanship", _("Partisan election officer"), "medium", ("bawaslu", "kpu")),
    Kind("dispute_to_bawaslu", _("Dispute brought to Bawaslu"), "medium"),
    Kind("logistics_late", _("Logistics late or short"), "medium"),
    Kind("logistics_damage", _("Logistics damaged or lost"), "high"),
    Kind("tps_disturbance", _("Disturbance at a polling station"), "critical"),
    Kind("count_dispute", _("Dispute about the count"), "high"),
    Kind("result_rejection", _("Rejection of the result"), "high"),
    Kind("neighbour_dispute", _("Dispute between residents"), "low"),
    Kind("disaster", _("Disaster or extreme weather"), "high"),
    Kind("unrelated", _("Not related to the election"), "low"),
    Kind("other", _("Other"), "medium"),
)
KINDS: dict[str, Kind] = {kind.code: kind for kind in _ALL}

# How a reporter looks for a kind: by what it has to do with.
GROUPS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (
        _("Peace and order"),
        ("neighbour_dispute", "martial_arts_friction", "crowd", "protest", "clash", "intimidation",
         "officer_violence", "hoax", "hate_speech"),
    ),
    (
        _("Campaign and neutrality"),
        ("apk_damage", "apk_placement", "vote_buying", "out_of_schedule_campaign",
         "neutrality_breach", "state_facility_abuse"),
    ),
    (
        _("Voters, candidates and organisers"),
        ("voter_list_dispute", "support_forgery", "party_dualism", "officer_partisanship",
         "dispute_to_bawaslu"),
    ),
    (
        _("Voting and counting"),
        ("tps_disturbance", "count_dispute", "result_rejection", "logistics_late",
         "logistics_damage"),
    ),
    (_("Other"), ("disaster", "unrelated", "other")),
)  # fmt: skip

SEVERITIES: dict[str, Any] = {
    "low": _("Low"),
    "medium": _("Medium"),
    "high": _("High"),
    "critical": _("Critical"),
}

BODIES: dict[str, Any] = {
    "bawaslu": _("Bawaslu (election supervisor)"),
    "gakkumdu": _("Sentra Gakkumdu"),
    "polres": _("Police (Polres)"),
    "kejari": _("Public prosecutor"),
    "kpu": _("KPU (election commission)"),
    "dkpp": _("DKPP (ethics council)"),
    "bkn": _("BKN (civil-service agency)"),
    "kodim": _("Army (Kodim)"),
    "other": _("Another body"),
}


def grouped_choices() -> list[tuple[Any, list[tuple[str, Any]]]]:
    """For forms: each group with its kinds, each kind with how severe it usually is."""
    return [(title, [(code, _labelled(KINDS[code])) for code in codes]) for title, codes in GROUPS]


def _labelled(kind: Kind) -> str:
    return f"{kind.title} · {SEVERITIES[kind.severity]}"


def kind_choices() -> list[tuple[str, Any]]:
    """For forms and models."""
    return [(kind.code, kind.title) for kind in _ALL]
