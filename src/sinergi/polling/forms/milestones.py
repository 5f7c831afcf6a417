"""What editing milestones and indicators asks."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.followups.fields import MomentField
from sinergi.followups.offers import OfferForm
from sinergi.polling.models import Milestone


class MilestoneForm(OfferForm):
    """Its name, its word, and its time."""

    stands: ClassVar[tuple[str, ...]] = ("title", "word", "due_at", "grace")

    title = forms.CharField(label=_("Milestone"), max_length=80)
    word = forms.CharField(
        label=_("Word in short texts"), max_length=12,
        help_text=_("Capital letters and figures, such as HADIR10."),
    )  # fmt: skip
    due_at = MomentField(label=_("Due at"))
    grace = forms.IntegerField(
        label=_("Late after (minutes)"), min_value=0, max_value=720, initial=30
    )


class AddMilestoneForm(MilestoneForm):
    """The same of a new one, with its kind."""

    stands = ()

    kind = forms.ChoiceField(
        label=_("What is reported"), choices=Milestone.Kind.choices, widget=forms.RadioSelect,
        initial=Milestone.Kind.COUNT,
    )  # fmt: skip


class IndicatorForm(OfferForm):
    """Its name and its variable."""

    stands: ClassVar[tuple[str, ...]] = ("variable", "title")

    variable = forms.CharField(label=_("Variable"), max_length=80)
    title = forms.CharField(label=_("Indicator"), max_length=200)


class AddIndicatorForm(IndicatorForm):
    """The same of a new one, with its code."""

    stands = ()

    code = forms.CharField(label=_("Code"), max_length=10, help_text=_("For example V7.8."))
    field_order = ("code",)
