"""What correcting the minutes asks: each text as it stands, and why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.followups.fields import TextField
from sinergi.meetings.actions.minutes import LONGEST
from sinergi.meetings.models import AgendaItem

PREFIX = "point-"


class CorrectMinutesForm(forms.Form):
    """One field a point of the agenda, filled with what the issued minutes say."""

    reason = TextField(label=_("What is corrected, and why"))

    def __init__(self, *given: Any, points: list[AgendaItem], **options: Any) -> None:
        super().__init__(*given, **options)
        for point in points:
            self.fields[f"{PREFIX}{point.pk}"] = TextField(
                label=point.title, rows=5, required=False, initial=point.text, max_length=LONGEST
            )

    def texts(self) -> dict[str, str]:
        """{identifier of a point: its text}"""
        return {
            name.removeprefix(PREFIX): text
            for name, text in self.cleaned_data.items()
            if name.startswith(PREFIX)
        }


class PointForm(forms.Form):
    """A point that came up in the meeting."""

    title = forms.CharField(label=_("New point"), max_length=200)
