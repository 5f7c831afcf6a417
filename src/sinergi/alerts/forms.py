"""The form with which one says how one wants to be told."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.alerts import rules
from sinergi.alerts.models import CHANNELS
from sinergi.alerts.rules import Wishes


def _channel_field(label: Any, hint: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        help_text=hint,
        choices=list(CHANNELS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


def _hour_field(label: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, required=False)


class PreferenceForm(forms.Form):
    """Channels by importance, and quiet hours."""

    important = _channel_field(
        _("What asks something of me"),
        _("New cases on my desk, what climbed to it, requests, deadlines that passed."),
    )
    ordinary = _channel_field(
        _("What is for my information"), _("What became of my reports and requests.")
    )
    quiet = forms.BooleanField(
        label=_("Quiet hours"),
        help_text=_("Mails wait and come together afterwards. What is critical always comes."),
        required=False,
    )
    quiet_from = _hour_field(_("From"))
    quiet_until = _hour_field(_("Until"))

    @classmethod
    def of(cls, wishes: Wishes) -> PreferenceForm:
        """The form as it stands now."""
        return cls(
            initial={
                "important": list(wishes.important),
                "ordinary": list(wishes.ordinary),
                "quiet": wishes.quiet,
                "quiet_from": wishes.quiet_from,
                "quiet_until": wishes.quiet_until,
            }
        )

    def told(self) -> dict[str, Any]:
        """What the action is told; hours that were left empty are the usual ones."""
        data = self.cleaned_data
        return {
            **data,
            "quiet_from": data["quiet_from"] or rules.QUIET_FROM,
            "quiet_until": data["quiet_until"] or rules.QUIET_UNTIL,
        }
