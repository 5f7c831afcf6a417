"""What a situation report can be, when it is due, and how its numbers are told. Pure.

Its fields follow the *laporan situasi* as desks write it (practice, not law); what a monthly report
of the forum holds follows PP 12/2022 art. 27-28: reports go up monthly, yearly and at any time, and
may be electronic.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta

KINDS = ("daily", "nil", "special", "monthly")
STATES = ("collecting", "frozen", "approved", "published")
DAY = timedelta(days=1)
LOOKS_AHEAD = timedelta(hours=24)

# verb: (states in which it may happen, the state that follows; None: it stays)
TRANSITIONS: dict[str, tuple[tuple[str, ...], str | None]] = {
    "tell": (("collecting", "frozen"), None),  # parts: written, signed, nil
    "freeze": (("collecting",), "frozen"),
    "complete": (("collecting", "frozen"), None),
    "approve": (("frozen",), "approved"),
    "return": (("approved",), "frozen"),
    "publish": (("approved",), "published"),
    "correct": (("published",), None),
}

# The fields of a report, in the order of the paper.
DAILY = ("general", "ideology", "politics", "economy", "socio_culture", "security", "campaign",
         "logistics", "weather", "neutrality", "steps", "prediction", "suggestions")  # fmt: skip
MONTHLY = ("general", "coordination", "problems", "solution", "followup", "suggestions")
# What the secretariat must have written before anybody approves.
NEEDED: dict[str, tuple[str, ...]] = {"daily": ("general", "prediction"), "nil": (),
          "special": ("general", "steps"), "monthly": ("general", "solution")}  # fmt: skip

# What each kind of agency is asked, beside what it did and what it suggests.
ASKED: dict[str, tuple[str, ...]] = {
    "kesbangpol": ("ideology", "politics", "socio_culture"),
    "satpol_pp": ("security",),
    "polres": ("security", "campaign"),
    "kodim": ("security", "ideology"),
    "kpu": ("logistics", "campaign"),
    "bawaslu": ("neutrality", "campaign"),
    "kejari": ("security",),
    "regional_agency": ("economy", "weather"),
    "district_office": ("politics", "economy", "socio_culture"),
    "polsek": ("security", "campaign"),
    "koramil": ("security", "ideology"),
    "district_supervisor": ("neutrality", "campaign"),
    "district_election_committee": ("logistics",),
}


def allows(doing: str, state: str) -> bool:
    """Whether a report in that state lets it happen."""
    return state in TRANSITIONS[doing][0]


def fields_of_report(kind: str) -> tuple[str, ...]:
    """The fields of such a report, in the order of the paper."""
    return MONTHLY if kind == "monthly" else DAILY


def fields_of_part(kind: str, agency_kind: str) -> tuple[str, ...]:
    """What an agency of that kind is asked for such a report."""
    if kind == "monthly":
        return ("problems", "solution", "followup", "suggestions")
    return (*ASKED.get(agency_kind, ("security",)), "steps", "suggestions")


def cleaned(texts: Mapping[str, str], fields: Iterable[str]) -> dict[str, str]:
    """Only what is asked, and only what says something."""
    return {code: texts[code].strip() for code in fields if texts.get(code, "").strip()}


def missing(kind: str, texts: Mapping[str, str]) -> list[str]:
    """The needed fields that are still empty."""
    return [code for code in NEEDED[kind] if not texts.get(code, "").strip()]


def change(value: int, before: int | None) -> str:
    """up, down or same; empty where there is nothing to compare with."""
    if before is None:
        return ""
    return "same" if value == before else "up" if value > before else "down"


def is_late(signed_at: datetime | None, due_at: datetime, now: datetime) -> bool:
    """Whether a part was signed after its deadline, or still is not."""
    return (signed_at or now) > due_at


def month_of(day: date) -> tuple[date, date]:
    """The first day of the month, and of the one that follows."""
    first = day.replace(day=1)
    return first, (first.replace(day=28) + timedelta(days=4)).replace(day=1)


def in_order(opens: time, cut_off: time) -> bool:
    """Whether a day's report opens before its numbers are frozen."""
    return opens < cut_off
