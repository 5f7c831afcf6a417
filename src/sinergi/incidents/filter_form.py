"""The fields of the filter, with what may stand in each. It reads an address and draws the form."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Desk
from sinergi.incidents import rules
from sinergi.incidents.filters import CONDITIONS, IncidentFilter
from sinergi.incidents.kinds import BODIES, SEVERITIES, kind_choices
from sinergi.incidents.models import Incident
from sinergi.incidents.stages import CODE as STAGE_CODE
from sinergi.regions.codes import read_code

CHOOSE = _("Choose one of the list.")
DAY = _("Write a day, such as 10/09/2024.")
LONGEST_PERIOD = 366  # days

CONDITION_TITLES: dict[str, Any] = {
    "open": _("Still open"),
    "closed": _("Closed"),
    "overdue": _("Overdue"),
    "unacknowledged": _("Not yet acknowledged"),
}
STATE_TITLES: dict[str, Any] = {**CONDITION_TITLES, **dict(Incident.State.choices)}
LEVEL_TITLES: dict[str, Any] = dict(Desk.Level.choices)
PERIODS: tuple[tuple[int, Any], ...] = (
    (1, _("Today")),
    (3, _("Last 3 days")),
    (7, _("Last 7 days")),
    (14, _("Last 14 days")),
    (30, _("Last 30 days")),
)
DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"]


def _choice(choices: Iterable[tuple[str, Any]], empty: Any, label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        choices=[("", empty), *choices],
        required=False,
        label=label,
        error_messages={"invalid_choice": CHOOSE},
    )


def _several(choices: Iterable[tuple[str, Any]], label: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        choices=list(choices),
        required=False,
        label=label,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": CHOOSE, "invalid_list": CHOOSE},
    )


class _Day(forms.DateField):
    def __init__(self, label: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(
            required=False,
            label=label,
            widget=widget,
            input_formats=DAY_FORMATS,
            error_messages={"invalid": DAY},
            validators=[
                MinValueValidator(date(2000, 1, 1), DAY),
                MaxValueValidator(date(2199, 12, 31), DAY),
            ],
        )


class FilterForm(forms.Form):
    """One field a facet. Names of fields are the names in the address."""

    q = forms.CharField(
        required=False,
        max_length=200,
        label=_("Words or number"),
        widget=forms.TextInput(attrs={"type": "search"}),
        error_messages={"max_length": _("At most 200 characters.")},
    )
    state = _several([*STATE_TITLES.items(), ("all", _("All"))], _("State"))
    severity = _several(reversed(SEVERITIES.items()), _("Severity"))
    kind = _several(kind_choices(), _("Kind"))
    place = forms.CharField(required=False, max_length=13, label=_("Place"))
    stage = forms.CharField(
        required=False,
        max_length=20,
        label=_("Stage"),
        validators=[RegexValidator(STAGE_CODE, CHOOSE)],
        error_messages={"max_length": CHOOSE},
    )
    days = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=LONGEST_PERIOD,
        label=_("Period"),
        error_messages={
            "invalid": _("Write a number of days."),
            "min_value": _("Write a number of days."),
            "max_value": _("At most 366 days."),
        },
    )
    hours = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=LONGEST_PERIOD * 24,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), _("Write a number of hours.")
        ),
    )
    level = _choice(Desk.Level.choices, _("Any level"), _("Level of the desk"))
    above = forms.BooleanField(required=False, label=_("Moved above the desk of its place"))
    desk = forms.UUIDField(required=False, label=_("Desk"), error_messages={"invalid": CHOOSE})
    asked = forms.UUIDField(
        required=False, label=_("Agency that was asked"), error_messages={"invalid": CHOOSE}
    )
    body = _choice(BODIES.items(), _("Any body, or none"), _("Referred to"))
    referral = _choice(
        [("open", _("Waits for an answer"))], _("Answered or not"), _("Answer to the referral")
    )
    visibility = _choice(Incident.Visibility.choices, _("Both"), _("Visibility"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # `from` is a word of Python's own, so the two days are added by name.
        self.fields["from"] = _Day(_("From"))
        self.fields["to"] = _Day(_("Until"))

    def clean_place(self) -> str:
        """The dotted code, however it was written."""
        text = self.cleaned_data["place"]
        code = read_code(text) if text else ""
        if code is None:
            raise forms.ValidationError(_("Choose a place of the list."))
        return code

    def clean(self) -> None:
        """A period ends after it begins."""
        since, until = self.cleaned_data.get("from"), self.cleaned_data.get("to")
        if since and until and until < since:
            self.add_error("to", _("The period ends before it begins."))

    def filter(self) -> IncidentFilter:
        """What was asked for; a field that is wrong is left out."""
        told = self.cleaned_data
        since, until = told.get("from"), told.get("to")
        return IncidentFilter(
            kinds=_ordered(told.get("kind"), dict(kind_choices())),
            severities=_ordered(told.get("severity"), rules.SEVERITIES),
            states=_ordered(told.get("state"), (*CONDITIONS, *rules.STATES)),
            level=told.get("level") or "",
            above_home=bool(told.get("above")),
            place=told.get("place") or "",
            stage=told.get("stage") or "",
            days=0 if since or until else told.get("days") or 0,
            hours=told.get("hours") or 0,
            since=since,
            until=until,
            words=" ".join((told.get("q") or "").split()),
            desk=told.get("desk"),
            asked=told.get("asked"),
            body=told.get("body") or "",
            unanswered=bool(told.get("referral")),
            visibility=told.get("visibility") or "",
        )


def _ordered(chosen: Iterable[str] | None, order: Iterable[str]) -> tuple[str, ...]:
    """Each once and in the order of the list, so that one filter has one address."""
    wanted = set(chosen or ())
    return tuple(value for value in order if value in wanted)
