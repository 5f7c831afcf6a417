"""What one asks before signing: on which day, of which act, by whom."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.neutrality.law import subjects
from sinergi.stages.forms import DayField

ACTS = {
    "transfer": _("Transfer or replacement of officials"),
    "programme": _("Programme, aid or official activity"),
    "decision": _("Decision or letter"),
    "facilities": _("Use of official facilities"),
    "support": _("Attending or supporting"),
    "social_media": _("Post on social media"),
}


class PeriodForm(forms.Form):
    """All three may be left out: then today, any act, anybody."""

    day = DayField(label=_("On which day"), required=False)
    act = forms.ChoiceField(
        label=_("What is to be done"),
        required=False,
        choices=[("", _("Anything")), *ACTS.items()],
    )
    who = forms.ChoiceField(label=_("By whom"), required=False)

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        fields: dict[str, Any] = self.fields
        kinds = [(code, row.title) for code, row in subjects().items()]
        fields["who"].choices = [("", _("Anybody")), *kinds]
