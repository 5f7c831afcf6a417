"""The form for a token."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models.account import SCOPE_TITLES

SPANS = [("30", _("30 days")), ("90", _("90 days")), ("180", _("180 days")), ("365", _("1 year"))]


class TokenForm(forms.Form):
    """What a program may do, and for how long."""

    name = forms.CharField(
        label=_("What for"),
        max_length=80,
        help_text=_("So that you know later which one to revoke."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("It may"),
        choices=list(SCOPE_TITLES.items()),
        widget=forms.CheckboxSelectMultiple,
        initial=["read"],
    )
    days = forms.ChoiceField(label=_("Valid for"), choices=SPANS, initial="90")
