"""The one form of a check-in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.kernel.clock import local, now
from sinergi.kernel.identifiers import uuid7
from sinergi.polling.texting.grammar import read_clock

KEYPAD = {"inputmode": "numeric", "autocomplete": "off", "class": "check-in-count"}
MOST = 32_767


class CountField(forms.IntegerField):
    """A number of voters, typed on a keypad; 1.200 is one thousand two hundred."""

    def to_python(self, value: Any) -> int | None:
        """Without the dots and blanks of thousands."""
        plain = str(value or "").replace(".", "").replace(" ", "")
        return super().to_python(plain)


class ClockField(forms.CharField):
    """A time of the day, 07.05 or 07:05."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"type": "time", "class": "check-in-clock"})
        super().__init__(**{"widget": widget, "required": False, **options})

    def clean(self, value: Any) -> Any:
        """A `time`; None for nothing. Raises ValidationError."""
        text = super().clean(value)
        clock = read_clock(text[:5]) if text else None
        if text and clock is None:
            raise forms.ValidationError(_("Write the time as 07.05."))
        return clock


class CheckInForm(forms.Form):
    """Count or mark, its time, and what makes a repeat known."""

    value = CountField(
        label=_("Voters who have come so far"),
        min_value=0,
        max_value=MOST,
        widget=forms.TextInput(attrs=KEYPAD),
        error_messages={
            "required": _("Say how many voters have come."),
            "invalid": _("Write a number."),
            "min_value": _("It cannot be less than none."),
        },
    )
    happened_at = ClockField(label=_("At"))
    note = forms.CharField(label=_("Note"), max_length=200, required=False)
    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    waited = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *given: Any, counts: bool, **options: Any) -> None:
        super().__init__(*given, **options)
        if not counts:
            del self.fields["value"]
        self.fields["client_id"].initial = uuid7
        self.fields["happened_at"].initial = lambda: f"{local(now()):%H:%M}"

    @property
    def is_sure(self) -> bool:
        """Whether the button pressed confirms this very number, not one typed before."""
        return self.data.get("sure") == str(self.cleaned_data.get("value"))
