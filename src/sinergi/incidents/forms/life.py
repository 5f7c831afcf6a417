"""What the steps in the life of a case ask."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.followups.fields import FilesField, TextField
from sinergi.followups.offers import OfferForm
from sinergi.incidents.models import Incident
from sinergi.incidents.queries.near import Likely, likely_doubles


class VerifyForm(OfferForm):
    """A remark, if there is one."""

    remark = TextField(label=_("How it was verified"), required=False)


class RejectForm(OfferForm):
    """Why it is no case."""

    reason = TextField(label=_("Why it is rejected"))
    hoax = forms.BooleanField(label=_("It is a hoax"), required=False)


class HandleForm(OfferForm):
    """What is being done."""

    steps = TextField(label=_("What is being done"))


class SettleForm(OfferForm):
    """How it ended."""

    outcome = TextField(label=_("How it was settled"), rows=5)


class ReopenForm(OfferForm):
    """What happened again."""

    reason = TextField(label=_("What happened again"))


class EscalateForm(OfferForm):
    """Why the desk above is needed."""

    reason = TextField(label=_("Why the desk above is needed"))


class HandDownForm(OfferForm):
    """What the desk below is to do."""

    reason = TextField(label=_("What the desk below is to do"))


class MergeForm(OfferForm):
    """Into which case: one of the likely ones, or any by its number."""

    template = "incidents/forms/merge.html"

    into = forms.ChoiceField(
        label=_("Which case tells of the same event"), required=False, widget=forms.RadioSelect
    )
    number = forms.CharField(
        label=_("Or the number of another case"), max_length=40, required=False
    )

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.likely: list[Likely] = likely_doubles(self.target, self.by)
        choices: Any = self.fields["into"]
        choices.choices = [(str(one.incident.pk), one.label) for one in self.likely]

    def clean(self) -> dict[str, Any]:
        """Exactly one case that she may see."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        told["case"] = self._case(told)
        if told["case"] is None:
            field = "number" if told.get("number") else "into"
            self.add_error(field, _("Choose the case that stays, or give its whole number."))
        return told

    def _case(self, told: dict[str, Any]) -> Incident | None:
        rows = Incident.objects.visible_to(self.by).exclude(pk=self.target.pk)
        if number := told.get("number", "").strip():
            return rows.filter(number__iexact=number).first()
        return rows.filter(pk=told["into"]).first() if told.get("into") else None

    def arguments(self) -> dict[str, Any]:
        """As the action takes them."""
        return {"into": self.cleaned_data["case"]}


class EvidenceForm(OfferForm):
    """Files, and what they show."""

    template = "incidents/forms/evidence.html"

    photo = FilesField(label=_("Take a photo"), camera=True)
    files = FilesField(label=_("Photos, recordings, documents"))  # type: ignore[assignment]
    caption = forms.CharField(label=_("What they show"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        """At least one file."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not (told["photo"] or told["files"]):
            self.add_error("files", _("Choose at least one file."))
        return told

    def arguments(self) -> dict[str, Any]:
        """All files together."""
        told = self.cleaned_data
        return {"files": [*told["photo"], *told["files"]], "caption": told["caption"]}
