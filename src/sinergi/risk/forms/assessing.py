"""What an assessment asks: one village with all its indicators, or one indicator of many villages.

Only what was changed is kept as said: each field carries what its sender saw.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from sinergi.followups.fields import TextField
from sinergi.regions.models import Region
from sinergi.risk.actions import Judgement
from sinergi.risk.actions.assessing import HIGHEST
from sinergi.risk.models import DIMENSIONS, RiskIndicator
from sinergi.risk.queries.assessments import Holding
from sinergi.risk.scales import level_words

UNKNOWN: tuple[str, Any] = ("", _("Nobody knows yet"))


def value_field(indicator: RiskIndicator, *, label: Any = None, small: bool = False) -> forms.Field:
    """The control for a value of this indicator; empty: it is not known."""
    options: dict[str, Any] = {
        "label": label or indicator.title,
        "required": False,
        "show_hidden_initial": True,
    }
    if indicator.measure == RiskIndicator.Measure.COUNT:
        field = forms.IntegerField(min_value=0, max_value=HIGHEST["count"], **options)
        field.widget.attrs["inputmode"] = "numeric"
        return field
    choices = [UNKNOWN, *choices_of(indicator)]
    widget = forms.Select if small else forms.RadioSelect
    return forms.TypedChoiceField(
        choices=choices, coerce=int, empty_value=None, widget=widget, **options
    )


def choices_of(indicator: RiskIndicator) -> list[tuple[str, Any]]:
    """The values of a level or of yes and no, with their words."""
    if indicator.measure == RiskIndicator.Measure.YES_NO:
        return [("0", _("No")), ("1", _("Yes"))]
    return [(str(at), f"{at} · {words}") for at, words in enumerate(level_words(indicator.code))]


class _Changed(forms.Form):
    """A form of which only what was changed counts."""

    def hidden_initials(self) -> SafeString:
        """What the sender sees now, beside the controls: told back with them."""
        rows = (
            (bound.as_hidden(only_initial=True),)
            for bound in self
            if bound.field.show_hidden_initial
        )
        return format_html_join("", "{}", rows)

    def value_of(self, name: str) -> int | None:
        """What was chosen; None: not known."""
        value = self.cleaned_data.get(name)
        return None if value in (None, "") else int(value)


class PlaceForm(_Changed):
    """Everything that is asked of one place."""

    remark = TextField(
        label=_("Remark"), required=False, rows=2, max_length=300,
        help_text=_("On what it rests. Name no person, religion or candidate."),
    )  # fmt: skip

    def __init__(
        self,
        *given: Any,
        indicators: Iterable[RiskIndicator],
        known: Mapping[str, Holding],
        **options: Any,
    ) -> None:
        super().__init__(*given, **options)
        self.indicators = list(indicators)
        self.known = known
        for row in self.indicators:
            field = value_field(row)
            field.initial = known[row.code].value if row.code in known else None
            field.help_text = row.basis
            self.fields[f"v-{row.code}"] = field
        self.order_fields([*(f"v-{row.code}" for row in self.indicators), "remark"])

    def groups(self) -> list[tuple[Any, list[tuple[BoundField, Holding | None]]]]:
        """The fields by dimension, each with what holds now."""
        return [
            (
                title,
                [
                    (self[f"v-{row.code}"], self.known.get(row.code))
                    for row in self.indicators
                    if row.dimension == code
                ],
            )
            for code, title in DIMENSIONS.items()
        ]

    def judgements(self) -> list[Judgement]:
        """What was changed."""
        changed = set(self.changed_data)
        names = [row.code for row in self.indicators if f"v-{row.code}" in changed]
        return [Judgement(code, self.value_of(f"v-{code}")) for code in names]


class GridForm(_Changed):
    """One indicator of many villages."""

    def __init__(
        self,
        *given: Any,
        indicator: RiskIndicator,
        villages: Iterable[Region],
        known: Mapping[Any, Mapping[str, Holding]],
        **options: Any,
    ) -> None:
        super().__init__(*given, **options)
        self.indicator, self.villages, self.known = indicator, list(villages), known
        for village in self.villages:
            field = value_field(indicator, label=village.name, small=True)
            holds = known.get(village.pk, {}).get(indicator.code)
            field.initial = holds.value if holds else None
            self.fields[name_of(village.pk)] = field

    def rows(self) -> list[tuple[Region, BoundField, Holding | None]]:
        """Each village with its control and what holds now."""
        return [
            (
                village,
                self[name_of(village.pk)],
                self.known.get(village.pk, {}).get(self.indicator.code),
            )
            for village in self.villages
        ]

    def judged(self) -> list[tuple[str, Judgement]]:
        """(village, what was changed)"""
        changed = set(self.changed_data)
        return [
            (village.pk, Judgement(self.indicator.code, self.value_of(name_of(village.pk))))
            for village in self.villages
            if name_of(village.pk) in changed
        ]


def name_of(code: str) -> str:
    """The name of a village's field: dots are not for names."""
    return f"v-{code.replace('.', '-')}"
