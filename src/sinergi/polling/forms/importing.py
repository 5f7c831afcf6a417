"""What an import asks: the file, and what its columns mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl.utils import get_column_letter

from sinergi.polling.importing.columns import COLUMNS, Column, lacking

ACCEPTED = ".xlsx,.csv,.txt,.tsv"


class ListForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=gettext_lazy("The list (.xlsx or .csv)"),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
    )


class ColumnsForm(forms.Form):
    """For each thing that a list may say, the column in which it stands."""

    def __init__(
        self,
        *given: Any,
        headings: Sequence[str],
        proposal: Mapping[str, int],
        more: Mapping[str, Column],
        **options: Any,
    ) -> None:
        super().__init__(*given, **options)
        self.more = more
        choices = [("", _("Not in the list")), *_choices(headings)]
        for name, column in {**COLUMNS, **more}.items():
            self.fields[name] = forms.ChoiceField(
                label=column.title,
                choices=choices,
                required=name == "number",
                initial=str(proposal[name]) if name in proposal else "",
            )

    def clean(self) -> dict[str, Any]:
        """A column means one thing, and village and number must be there."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        used: dict[str, str] = {}
        for name, at in told.items():
            if at and used.setdefault(at, name) != name:
                self.add_error(name, _("This column was chosen for something else already."))
        if "code" in lacking(self.columns()):
            self.add_error("code", _("Choose the column of the code or of the village's name."))
        return told

    def facts(self) -> list[forms.BoundField]:
        """What every list may say."""
        return [self[name] for name in COLUMNS]

    def indicators(self) -> list[forms.BoundField]:
        """What this operation looks at beside."""
        return [self[name] for name in self.more]

    def any_indicator(self) -> bool:
        """Whether one is chosen, or wrong: then their part of the page stands open."""
        return any(field.value() or field.errors for field in self.indicators())

    def columns(self) -> dict[str, int]:
        """{field: number of its column}, of those that were chosen."""
        return {name: int(at) for name, at in self.cleaned_data.items() if at}


def _choices(headings: Sequence[str]) -> list[tuple[str, str]]:
    nameless = _("(without heading)")
    return [
        (str(at), f"{get_column_letter(at + 1)}: {heading or nameless}")
        for at, heading in enumerate(headings)
    ]
