"""The catalogue of conditions: what a rule may watch for, each a sentence that a person reads.

No condition asks for a person, a religion or a candidate. Where the facts come from stands in
`conditions/`; here is only what is asked and how it is said.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from sinergi.incidents.kinds import KINDS

Values = Mapping[str, Any]

PLACES: dict[str, Any] = {
    "village": _("one village"),
    "district": _("one district"),
    "regency": _("the regency"),
}
DESKS: dict[str, Any] = {
    "village": _("a village desk"),
    "district": _("a district desk"),
    "regency": _("the regency's desk"),
}
AT_LEAST: dict[str, Any] = {
    "low": _("any severity"),
    "medium": _("medium or worse"),
    "high": _("high or worse"),
    "critical": _("critical"),
}
FLOOD = 12  # kinds named in a sentence at most


@dataclass(frozen=True)
class Parameter:
    """One thing that a condition leaves open: a number between bounds, or a choice."""

    code: str
    label: Any
    default: Any
    least: int = 0
    most: int = 0
    choices: Mapping[str, Any] | None = None
    several: bool = False

    def is_sound(self, value: Any) -> bool:
        """Whether the value is one that may be asked for."""
        if self.several:
            return isinstance(value, list) and set(value) <= set(self.choices or ())
        if self.choices is not None:
            return value in self.choices
        whole = isinstance(value, int) and not isinstance(value, bool)
        return whole and self.least <= value <= self.most


@dataclass(frozen=True)
class Condition:
    """One condition. `verbs` are the words of the journal after which it is looked at anew."""

    code: str
    title: Any
    event: Any  # what it is called in a CAP document
    parameters: tuple[Parameter, ...]
    sentence: Callable[[Values], str]
    verbs: frozenset[str] = frozenset()
    limits: Any = ""  # what it cannot know of the past

    @property
    def defaults(self) -> dict[str, Any]:
        """The values that a new rule begins with."""
        return {one.code: one.default for one in self.parameters}

    def faults(self, values: Values) -> list[str]:
        """The parameters that are missing or out of bounds."""
        return [one.code for one in self.parameters if not one.is_sound(values.get(one.code))]


def _number(code: str, label: Any, default: int, least: int, most: int) -> Parameter:
    return Parameter(code, label, default, least, most)


def _place(*levels: str) -> Parameter:
    chosen = {level: PLACES[level] for level in levels}
    return Parameter("place", _("Counted in"), levels[0], choices=chosen)


HOURS = _number("hours", _("Within how many hours"), 6, 1, 168)


def _incidents(values: Values) -> str:
    kinds = [str(KINDS[code].title) for code in values["kinds"][:FLOOD] if code in KINDS]
    told = {
        "least": values["least"],
        "place": PLACES[values["place"]],
        "hours": values["hours"],
        "severity": AT_LEAST[values["gravity"]],
        "kinds": ", ".join(kinds),
    }
    if kinds:
        text = _(
            "%(least)d incidents (%(kinds)s; %(severity)s) in %(place)s within %(hours)d hours"
        )
    else:
        text = _("%(least)d incidents (%(severity)s) in %(place)s within %(hours)d hours")
    return str(text) % told


def _unacknowledged(values: Values) -> str:
    text = _("a critical incident not acknowledged within %(minutes)d minutes")
    return str(text) % {"minutes": values["minutes"]}


def _unready(values: Values) -> str:
    told = {**values, "place": PLACES[values["place"]]}
    text = _("readiness of %(place)s under %(percent)d %%, %(days)d days before the stage begins")
    return str(text) % told


def _silent_desk(values: Values) -> str:
    told = {"desk": DESKS[values["level"]], "hours": values["hours"]}
    return str(_("%(desk)s silent for %(hours)d hours")) % told


def _silent_stations(values: Values) -> str:
    told = {**values, "place": PLACES[values["place"]]}
    text = _("%(least)d stations of %(place)s silent %(minutes)d minutes after a milestone was due")
    return str(text) % told


def _improbable(values: Values) -> str:
    told = {**values, "place": PLACES[values["place"]]}
    text = _("%(least)d stations of %(place)s with improbable figures within %(hours)d hours")
    return str(text) % told


def _risen(values: Values) -> str:
    return str(_("the vulnerability of %(place)s rose to very vulnerable")) % {
        "place": PLACES[values["place"]]
    }


_ALL = (
    Condition(
        "incidents",
        _("Several incidents in one place"),
        _("Incidents come together"),
        (
            _number("least", _("How many incidents"), 3, 1, 100),
            Parameter("kinds", _("Of which kinds (none chosen: of all)"), [], choices={
                code: kind.title for code, kind in KINDS.items()}, several=True),
            Parameter("gravity", _("How severe"), "low", choices=AT_LEAST),
            _place("district", "village", "regency"),
            HOURS,
        ),
        _incidents,
        frozenset({"incident.reported", "incident.corrected", "incident.rejected",
                   "incident.merged", "incident.restricted", "incident.unrestricted",
                   "incident.reopened"}),
        _("Counted by what kind and severity an incident has today; what was rejected or merged "
          "does not count. Restricted incidents never count."),
    ),
    Condition(
        "unacknowledged",
        _("A critical incident waits"),
        _("Critical incident without an answer"),
        (_number("minutes", _("Minutes without an answer"), 10, 1, 1_440),),
        _unacknowledged,
        frozenset({"incident.reported", "incident.corrected", "incident.acknowledged",
                   "incident.verified", "incident.rejected", "incident.merged",
                   "incident.handled", "incident.settled"}),
        _("Counted by the severity that an incident has today. Restricted ones never count."),
    ),
    Condition(
        "readiness",
        _("Not ready before a stage"),
        _("Readiness is behind"),
        (
            _number("percent", _("Percent confirmed, at least"), 80, 1, 100),
            _number("days", _("Days before the stage"), 5, 1, 60),
            _place("regency", "district"),
        ),
        _unready,
        frozenset({"readiness.checked", "readiness.reported", "stage.moved", "anchor.set"}),
        _("Of the past only the day of the last check is known, and what is asked today."),
    ),
    Condition(
        "silent_desk",
        _("A desk is silent"),
        _("Silent desk"),
        (
            Parameter("level", _("Which desks"), "district", choices=DESKS),
            _number("hours", _("Hours without a confirmed day"), 24, 6, 240),
        ),
        _silent_desk,
        frozenset({"desk.day_confirmed"}),
        _("A desk counts from the first day that any desk of the operation confirmed."),
    ),
    Condition(
        "silent_stations",
        _("Stations are silent"),
        _("Polling stations are silent"),
        (
            _number("least", _("How many stations"), 5, 1, 5_000),
            _number("minutes", _("Minutes after the milestone was due"), 30, 0, 720),
            _place("district", "village", "regency"),
        ),
        _silent_stations,
        frozenset({"station.checked_in", "milestone.changed", "milestone.switched"}),
        _("Counted by the stations that are on the list today."),
    ),
    Condition(
        "improbable",
        _("Improbable figures of stations"),
        _("Improbable figures of polling stations"),
        (
            _number("least", _("How many stations"), 3, 1, 1_000),
            _place("district", "village", "regency"),
            HOURS,
        ),
        _improbable,
        frozenset({"station.checked_in"}),
    ),
    Condition(
        "risen",
        _("Vulnerability rose"),
        _("Place became very vulnerable"),
        (_place("village"),),
        _risen,
        frozenset(),
        _("Of a day only its last score is known."),
    ),
)  # fmt: skip
CONDITIONS: dict[str, Condition] = {one.code: one for one in _ALL}


def condition_choices() -> list[tuple[str, Any]]:
    """For forms and models."""
    return [(one.code, one.title) for one in _ALL]


__all__ = ["AT_LEAST", "CONDITIONS", "Condition", "Parameter", "condition_choices"]
