"""What a mediation asks, its signed copy, and whether the agreement holds."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.followups.fields import FilesField, MomentField, TextField
from sinergi.followups.offers import OfferForm
from sinergi.incidents.models import Mediation
from sinergi.kernel.clock import now

PILLARS = [
    ("village_head", _("Village head / Lurah")),
    ("babinsa", _("Babinsa")),
    ("bhabinkamtibmas", _("Bhabinkamtibmas")),
]


class MediateForm(OfferForm):
    """When, where, who, about what, and what came of it."""

    template = "incidents/forms/mediate.html"

    held_at = MomentField(label=_("Held at"))
    place = forms.CharField(label=_("Where"), max_length=200)
    parties = TextField(
        label=_("Parties, one a line"),
        help_text=_(
            "By their role, not by name: resident of RT 2, coordinator of the youth group."
        ),
    )
    attendance = forms.MultipleChoiceField(
        label=_("Which of the three pillars were present"),
        choices=PILLARS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    matter = TextField(label=_("What it was about"))
    outcome = forms.ChoiceField(
        label=_("Outcome"), choices=Mediation.Outcome.choices, widget=forms.RadioSelect
    )
    agreement = TextField(
        label=_("What was agreed"),
        required=False,
        help_text=_("It is checked again after 7 and 30 days."),
    )

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["held_at"].initial = now

    def arguments(self) -> dict[str, Any]:
        """As the action takes them."""
        told = super().arguments()
        present = told["attendance"]
        told["attendance"] = {pillar: pillar in present for pillar, _title in PILLARS}
        told["parties"] = told["parties"].splitlines()
        return told


class SignedForm(OfferForm):
    """The scan or photo of the signed record."""

    files = FilesField(label=_("Signed copy (photo or PDF)"), required=True)  # type: ignore[assignment]

    def arguments(self) -> dict[str, Any]:
        """The one file."""
        return {"file": self.cleaned_data["files"][0]}

    def clean(self) -> dict[str, Any]:
        """One file: pages are scanned into one PDF."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if len(told.get("files", [])) > 1:
            self.add_error("files", _("Choose one file; put several pages into one PDF."))
        return told


class CheckForm(OfferForm):
    """Whether it held."""

    held = forms.TypedChoiceField(
        label=_("Does the agreement still hold?"),
        choices=[("yes", _("Yes, it holds")), ("no", _("No, it flared up again"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    remark = TextField(label=_("Remark"), required=False)
