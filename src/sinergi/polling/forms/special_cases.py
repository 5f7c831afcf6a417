"""What opening, accepting, ending and withdrawing a special case ask, and a call."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.followups.fields import TextField
from sinergi.followups.offers import OfferForm
from sinergi.polling.models import SpecialCase

LONGEST = 2_000  # characters


class OpenForm(OfferForm):
    """What it is, and what happened."""

    kind = forms.ChoiceField(
        label=_("What it is"), choices=SpecialCase.Kind.choices, widget=forms.RadioSelect
    )
    detail = TextField(
        label=_("What happened"),
        rows=4,
        max_length=LONGEST,
        help_text=_("What, since when, how many voters it concerns. No names of citizens."),
    )


class AcceptForm(OfferForm):
    """Nothing: one tap is enough."""


class EndForm(OfferForm):
    """What came of it."""

    outcome = TextField(label=_("What came of it"), max_length=LONGEST)


class WithdrawForm(OfferForm):
    """Why it is none."""

    outcome = TextField(label=_("Why it is withdrawn"), max_length=LONGEST)


class CallForm(OfferForm):
    """What was said; a second call within ten minutes must be meant."""

    remark = forms.CharField(
        label=_("What was said"), max_length=200, required=False,
        help_text=_("For example: answered, reports by 09.30. Or: no answer."),
    )  # fmt: skip
    again = forms.BooleanField(
        label=_("I called although somebody else did just before"), required=False
    )
