"""What the actions of the calendar ask."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.kinds import kind_choices as agency_choices
from sinergi.followups.fields import TextField
from sinergi.followups.offers import Offer, OfferForm, by_slug
from sinergi.stages import actions
from sinergi.stages.models import TENSIONS, VOTING_DAY, CalendarFeed
from sinergi.stages.tension import kind_choices as incident_choices

FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"]


class DayField(forms.DateField):
    """A day, chosen or typed."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            input_formats=FORMATS,
            error_messages={"invalid": _("Write a day, such as 10/09/2024.")},
            **options,
        )


def _reason() -> TextField:
    return TextField(
        label=_("Why, and by which decision"),
        rows=2,
        max_length=500,
        help_text=_("Everybody who plans by it will read this."),
    )


class MoveForm(OfferForm):
    """Other days for a stage."""

    starts_on = DayField(label=_("First day"), required=False)
    ends_on = DayField(label=_("Last day"), required=False)
    with_parts = forms.BooleanField(
        label=_("Its parts move by as many days"), required=False, initial=True
    )
    reason = _reason()

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["starts_on"].initial = self.target.starts_on
        self.fields["ends_on"].initial = self.target.ends_on
        if not self.target.parts.exists():
            del self.fields["with_parts"]


class ChangeForm(OfferForm):
    """Who leads, and what is tense."""

    leader = forms.ChoiceField(label=_("Led by"), choices=agency_choices)
    tension = forms.TypedChoiceField(
        label=_("How tense"), choices=TENSIONS, coerce=int, widget=forms.RadioSelect
    )
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of incident"),
        choices=incident_choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    why_id = TextField(label=_("Why it is tense"), rows=2, required=False)
    why_en = TextField(label=_("The same in English"), rows=2, required=False)
    reason = _reason()

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        for name in ("leader", "tension", "why_id", "why_en"):
            self.fields[name].initial = getattr(self.target, name)
        self.fields["kinds"].initial = self.target.tense_kinds


class AnchorForm(OfferForm):
    """The day of an event."""

    day = DayField(label=_("Day"), required=False)
    reason = _reason()

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["day"].initial = self.target.day
        self.fields["day"].required = self.target.code == VOTING_DAY


class FeedForm(forms.Form):
    """Whose calendar."""

    kind = forms.ChoiceField(
        label=_("Whose calendar"), choices=CalendarFeed.Kind.choices, widget=forms.RadioSelect,
        initial=CalendarFeed.Kind.PERSON,
    )  # fmt: skip


STAGE = (
    Offer("move", actions.move_stage, MoveForm,
          _("Moved. What hangs on it moved along."), "calendar-event", careful=True),
    Offer("change", actions.change_stage, ChangeForm, _("Changed."), "pencil",
          tone="secondary", careful=True),
)  # fmt: skip
ANCHOR = Offer("set", actions.set_anchor, AnchorForm,
               _("Set. All stages that hang on it moved along."), "calendar-event",
               careful=True)  # fmt: skip
BY_SLUG = by_slug(STAGE)
