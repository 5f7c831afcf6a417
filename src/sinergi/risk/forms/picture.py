"""The filters of the map and its list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.risk.forms.register import DayField
from sinergi.risk.models.score import GIVEN


class PictureFilterForm(forms.Form):
    """Which places are shown; every choice is in the address."""

    level = forms.ChoiceField(
        label=_("Show"), required=False,
        choices=[("", _("Villages")), ("station", _("Polling stations"))],
    )  # fmt: skip
    category = forms.ChoiceField(
        label=_("Category"), required=False, choices=[("", _("All")), *GIVEN]
    )
    day = DayField(label=_("As of"), required=False)

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["day"].help_text = ""
