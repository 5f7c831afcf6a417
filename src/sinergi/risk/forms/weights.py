"""What a new version of the weights asks; and what an indicator says of itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from sinergi.followups.fields import TextField
from sinergi.followups.offers import OfferForm
from sinergi.risk.actions import Weights
from sinergi.risk.actions.weighing import BOUNDS, HEAVIEST, LARGEST_HALF
from sinergi.risk.models import DIMENSIONS, RiskIndicator, Weighting

SETTINGS: dict[str, tuple[Any, Any]] = {
    "vulnerable_from": (_("Vulnerable from"), _("Total from which a place is vulnerable.")),
    "very_from": (_("Very vulnerable from"), _("Total from which it is very vulnerable.")),
    "half_life": (_("Half-life of incidents, in days"), _("After so long one weighs half.")),
    "tension_pull": (
        _("Pull of tense stages"),
        _("By how much more a kind of incident weighs in the stage that makes it tensest."),
    ),
    "own_share": (
        _("A station's own share"),
        _("0 to 1: what its own figures make; the rest is its village's."),
    ),
}


def _number(label: Any, least: float, most: float, help_text: Any = "") -> forms.FloatField:
    field = forms.FloatField(label=label, min_value=least, max_value=most, help_text=help_text)
    field.widget.attrs |= {"step": "any", "inputmode": "decimal"}
    return field


class WeightsForm(forms.Form):
    """Every number of a version, as it stands in the one in force, and why it changes."""

    why = TextField(label=_("Why it is changed"), rows=2, max_length=300)

    def __init__(
        self,
        *given: Any,
        weighting: Weighting,
        indicators: Iterable[RiskIndicator],
        **options: Any,
    ) -> None:
        super().__init__(*given, **options)
        self.weighting, self.indicators = weighting, list(indicators)
        for name, (label, help_text) in SETTINGS.items():
            self._add(name, _number(label, *BOUNDS[name], help_text), getattr(weighting, name))
        for code, title in DIMENSIONS.items():
            field = _number(title, 0, HEAVIEST)
            self._add(f"d-{code}", field, weighting.dimension_weights.get(code, 0))
        for row in self.indicators:
            weight = weighting.weights.get(row.code, 0)
            self._add(f"w-{row.code}", _number(row.title, 0, HEAVIEST), weight)
            if row.measure in ("count", "share"):
                half = weighting.halves.get(row.code, 1)
                self._add(f"h-{row.code}", _number(row.title, 0.001, LARGEST_HALF), half)

    def _add(self, name: str, field: forms.FloatField, standing: float) -> None:
        field.initial = round(float(standing), 4)
        self.fields[name] = field

    def settings(self) -> list[BoundField]:
        """Thresholds, half-life, pull, share."""
        return [self[name] for name in SETTINGS]

    def dimensions(self) -> list[tuple[BoundField, list[BoundField]]]:
        """The weight of each dimension, with those of its indicators."""
        return [
            (
                self[f"d-{code}"],
                [self[f"w-{row.code}"] for row in self.indicators if row.dimension == code],
            )
            for code in DIMENSIONS
        ]

    def halves(self) -> list[BoundField]:
        """The rates at which a score is one half."""
        names = (f"h-{row.code}" for row in self.indicators)
        return [self[name] for name in names if name in self.fields]

    def told(self) -> Weights:
        """What is other than in the version in force."""
        changed = {name: self.cleaned_data[name] for name in self.changed_data if name != "why"}
        return Weights(
            weights=_under("w-", changed),
            halves=_under("h-", changed),
            dimension_weights=_under("d-", changed),
            **{name: value for name, value in changed.items() if name in SETTINGS},
        )

    def field_of(self, name: str | None) -> str | None:
        """The field of this form that an error of the action names."""
        names = [name, f"w-{name}", f"h-{name}", f"d-{name}"]
        return next((one for one in names if one in self.fields), None)


def _under(prefix: str, values: dict[str, float]) -> dict[str, float]:
    return {
        name.removeprefix(prefix): value
        for name, value in values.items()
        if name.startswith(prefix)
    }


class IndicatorForm(OfferForm):
    """How an indicator is called, what would lower it, and on what it rests."""

    title = forms.CharField(
        label=_("Name"), max_length=150, help_text=_("Never a person, a religion or a candidate.")
    )
    remedy = forms.CharField(label=_("What would lower it"), max_length=200)
    basis = forms.CharField(label=_("On what it rests"), max_length=200, required=False)
    active = forms.BooleanField(label=_("It is asked and counted"), required=False)

    def standing(self) -> dict[str, Any]:
        """What stands there, in Indonesian."""
        row: RiskIndicator = self.target
        return {
            "title": row.title_id,
            "remedy": row.remedy_id,
            "basis": row.basis,
            "active": row.active,
        }


class AddIndicatorForm(OfferForm):
    """One more thing that desks judge."""

    MEASURES: ClassVar[list[tuple[str, Any]]] = [
        ("level", _("Level 0 to 4")),
        ("yes_no", _("Yes or no")),
    ]

    code = forms.SlugField(
        label=_("Code"), max_length=40, help_text=_("Small letters, digits, _ and -.")
    )
    title = forms.CharField(
        label=_("Name"), max_length=150, help_text=_("Never a person, a religion or a candidate.")
    )
    dimension = forms.ChoiceField(label=_("Dimension"), choices=list(DIMENSIONS.items()))
    unit = forms.ChoiceField(label=_("Asked of"), choices=RiskIndicator.Unit.choices)
    measure = forms.ChoiceField(label=_("How it is judged"), choices=MEASURES)
    remedy = forms.CharField(label=_("What would lower it"), max_length=200)
    basis = forms.CharField(label=_("On what it rests"), max_length=200, required=False)
