"""The forms of desks: seats, shifts, days."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Desk, Post
from sinergi.agencies.queries.duty import DeskPanel
from sinergi.kernel.clock import local, now, zone

LENGTHS = [("8", _("8 hours")), ("12", _("12 hours")), ("24", _("24 hours")), ("4", _("4 hours"))]


class DayForm(forms.Form):
    """Which day, and whether anything happened."""

    day = forms.DateField(required=False)
    nil = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])
    note = forms.CharField(required=False, max_length=300)


class ShiftForm(forms.Form):
    """One shift, or the same on several days."""

    post = forms.ChoiceField(label=_("Who"))
    day = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    at = forms.TimeField(
        label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    hours = forms.ChoiceField(label=_("How long"), choices=LENGTHS)
    times = forms.IntegerField(
        label=_("On how many days in a row"), min_value=1, max_value=31, initial=1
    )

    def __init__(self, panel: DeskPanel, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = [(str(member.post_id), member.title) for member in panel.members]
        self.fields["post"].choices = members  # type: ignore[attr-defined]
        self.initial.setdefault("day", local(now()).date())
        self.initial.setdefault("at", "08:00")

    def spans(self) -> list[tuple[datetime, datetime]]:
        """From when until when, day by day, in the time of the region."""
        told = self.cleaned_data
        first = datetime.combine(told["day"], told["at"], zone())
        starts = (first + timedelta(days=count) for count in range(told["times"]))
        length = timedelta(hours=int(told["hours"]))
        return [(start, start + length) for start in starts]


class SeatForm(forms.Form):
    """Who comes to sit at the desk."""

    post = forms.ModelChoiceField(
        label=_("Post"), queryset=Post.objects.none(), empty_label=_("Choose …")
    )
    coordinator = forms.BooleanField(label=_("Leads the desk"), required=False)

    def __init__(self, desk: Desk, candidates: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].queryset = candidates  # type: ignore[attr-defined]
