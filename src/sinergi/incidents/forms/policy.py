"""How long a desk has: two times for each severity at each level, as a number and its unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from sinergi.followups.fields import TextField
from sinergi.incidents import rules
from sinergi.incidents.actions.desks import POLICY_ERRORS
from sinergi.incidents.filter_form import LEVEL_TITLES
from sinergi.incidents.kinds import SEVERITIES
from sinergi.incidents.queries.policy import HARDEST_FIRST, Minutes, time_text
from sinergi.kernel.problems import Problem
from sinergi.web.controls import add_problem

UNITS = ((1, _("minutes")), (rules.H, _("hours")), (rules.DAY, _("days")))
TIMES = (("acknowledge", _("Acknowledge within")), ("settle", _("Settle within")))
LONGEST = (7 * rules.DAY, 30 * rules.DAY)  # what rules.policy_errors allows, in minutes
PLACES = [(severity, level) for severity in HARDEST_FIRST for level in rules.LEVELS]


@dataclass(frozen=True)
class TimeEntry:
    """One time to enter: its number, its unit, and what the house proposes."""

    label: Any
    number: BoundField
    unit: BoundField
    in_force: str  # only where it differs from what is entered, once another version was set


@dataclass(frozen=True)
class CellEntry:
    """The two times of one severity at one level."""

    level: Any
    times: list[TimeEntry]
    proposal: tuple[str, str]


@dataclass(frozen=True)
class LineEntry:
    """One severity, with a cell for each level."""

    severity: str
    title: Any
    cells: list[CellEntry]


class PolicyForm(forms.Form):
    """The table, why it changes, and the version from which she started."""

    based_on = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    remark = TextField(label=_("Why it changes"), required=False, rows=2, max_length=300)

    def __init__(self, *given: Any, in_force: Minutes | None = None, **options: Any) -> None:
        super().__init__(*given, **options)
        self.in_force = in_force
        for severity, level in PLACES:
            for time, label in TIMES:
                self._add(f"{severity}-{level}-{time}", _title(severity, level, label))
        self.order_fields([name for name in self.fields if name != "remark"])

    def _add(self, name: str, label: str) -> None:
        self.fields[name] = forms.IntegerField(
            label=label,
            min_value=1,
            widget=forms.TextInput(
                attrs={"inputmode": "numeric", "maxlength": 5, "autocomplete": "off"}
            ),
        )
        self.fields[f"{name}-unit"] = forms.TypedChoiceField(
            label=label,
            choices=UNITS,
            coerce=int,
            widget=forms.Select(attrs={"aria-label": _("Unit: %(time)s") % {"time": label}}),
        )

    def clean(self) -> dict[str, Any]:
        """All that is wrong with the table at once, each at its own time."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        for severity, level, code in rules.policy_errors(self.table()):
            name = self._at_fault(f"{severity}-{level}", code)
            if not self._has_errors(f"{severity}-{level}"):
                self.add_error(name, POLICY_ERRORS[code])
        return told

    def table(self) -> dict[str, dict[str, list[int]]]:
        """What was entered, in minutes; a time that cannot be read is left out."""
        table: dict[str, dict[str, list[int]]] = {s: {} for s in rules.SEVERITIES}
        for severity, level in PLACES:
            both = (self._minutes(f"{severity}-{level}-{time}") for time, _label in TIMES)
            table[severity][level] = [minutes for minutes in both if minutes is not None]
        return table

    def _minutes(self, name: str) -> int | None:
        number, unit = self.cleaned_data.get(name), self.cleaned_data.get(f"{name}-unit")
        return number * unit if number and unit else None

    def _has_errors(self, cell: str) -> bool:
        return any(name.startswith(f"{cell}-") for name in self.errors)

    def _at_fault(self, cell: str, code: str) -> str:
        """The time of `cell` at which an error belongs: the one out of range, else the second."""
        minutes = self._minutes(f"{cell}-acknowledge")
        fits = minutes is not None and 5 <= minutes <= LONGEST[0]
        return f"{cell}-settle" if fits or code == "order" else f"{cell}-acknowledge"

    def refuse(self, problem: Problem) -> None:
        """Show what the action refuses at the cell that it names."""
        if f"{problem.field}-settle" in self.fields:
            self.add_error(f"{problem.field}-settle", str(problem.detail or problem.title))
        else:
            add_problem(self, problem)

    def lines(self) -> list[LineEntry]:
        """The table to be drawn, the hardest severity first."""
        return [
            LineEntry(
                severity,
                SEVERITIES[severity],
                [self._cell(severity, level) for level in rules.LEVELS],
            )
            for severity in HARDEST_FIRST
        ]

    def _cell(self, severity: str, level: str) -> CellEntry:
        ack, settle = rules.DEFAULT_POLICY[severity][level]
        return CellEntry(
            LEVEL_TITLES[level],
            [self._time(severity, level, place) for place in range(len(TIMES))],
            (time_text(ack), time_text(settle)),
        )

    def _time(self, severity: str, level: str, place: int) -> TimeEntry:
        time, label = TIMES[place]
        name = f"{severity}-{level}-{time}"
        now = self.in_force[severity][level][place] if self.in_force else None
        differs = now is not None and self._minutes(name) != now
        return TimeEntry(
            label, self[name], self[f"{name}-unit"], time_text(now) if now and differs else ""
        )


def _title(severity: str, level: str, label: Any) -> str:
    return f"{SEVERITIES[severity]}, {LEVEL_TITLES[level]}: {label}"


def entered(table: Minutes) -> dict[str, Any]:
    """A table as the form shows it: the largest unit in which the number is whole."""
    told: dict[str, Any] = {}
    for severity, level in PLACES:
        for (time, _label), minutes in zip(TIMES, table[severity][level], strict=True):
            unit = max(size for size, _title in UNITS if minutes % size == 0)
            told[f"{severity}-{level}-{time}"] = minutes // unit
            told[f"{severity}-{level}-{time}-unit"] = unit
    return told
