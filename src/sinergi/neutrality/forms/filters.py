"""Which cases to list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.neutrality import law
from sinergi.neutrality.models import Case
from sinergi.neutrality.queries.cases import CaseFilter

CLOCKS = [
    ("", _("Any deadline")),
    ("overdue", _("Overdue")),
    ("soon", _("Overdue, or within a day")),
]


class FilterForm(forms.Form):
    """The bar above the list. What it does not know it leaves out."""

    state = forms.ChoiceField(label=_("State"), required=False)
    clock = forms.ChoiceField(label=_("Legal deadline"), choices=CLOCKS, required=False)
    origin = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("Any kind")), *Case.Origin.choices], required=False
    )
    subject = forms.ChoiceField(label=_("Whom it concerns"), required=False)
    q = forms.CharField(label=_("Words in the summary"), max_length=100, required=False)
    mine = forms.BooleanField(label=_("Only those I have worked on"), required=False)

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        fields: dict[str, Any] = self.fields
        fields["state"].choices = [
            ("open", _("Going on")), ("all", _("All")), *Case.State.choices
        ]  # fmt: skip
        kinds = [(code, row.title) for code, row in law.subjects().items()]
        fields["subject"].choices = [("", _("Anybody")), *kinds]

    def filter(self) -> CaseFilter:
        """What was asked for; a field that is wrong is left out."""
        self.is_valid()
        told = self.cleaned_data
        state = told.get("state") or "open"
        return CaseFilter(
            state="" if state == "all" else state,
            clock=told.get("clock") or "",
            origin=told.get("origin") or "",
            subject=told.get("subject") or "",
            mine=bool(told.get("mine")),
            words=" ".join((told.get("q") or "").split()),
        )
