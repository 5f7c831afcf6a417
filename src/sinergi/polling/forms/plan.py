"""What keeping the security plan asks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.followups.offers import OfferForm
from sinergi.kernel.clock import local, now
from sinergi.polling.actions import LettersAsked
from sinergi.polling.actions.plan import MOST_PEOPLE, MOST_STATIONS
from sinergi.polling.forms.importing import ACCEPTED
from sinergi.polling.models import Equipment
from sinergi.polling.security import duty_letters
from sinergi.regions.models import Region

TASK = (
    "Melaksanakan pengamanan pemungutan dan penghitungan suara di tempat pemungutan suara (TPS), "
    "termasuk pengamanan logistik dan pergeserannya, pada:"
)


def _number(label: Any, least: int, most: int) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=most)


class PatternForm(OfferForm):
    """Three integers, such as 2-6-12."""

    stands = ("police", "stations", "linmas")

    police = _number(_("Police"), 0, MOST_PEOPLE)
    stations = _number(_("for so many stations"), 1, MOST_STATIONS)
    linmas = _number(_("with so many Linmas in all"), 0, MOST_PEOPLE)


class AddEquipmentForm(OfferForm):
    """What it is, and how many for each what."""

    title = forms.CharField(label=_("Name"), max_length=120)
    per = forms.ChoiceField(
        label=_("Needed"), choices=Equipment.Per.choices, widget=forms.RadioSelect
    )
    number = _number(_("How many for each"), 0, MOST_PEOPLE)


class EquipmentForm(AddEquipmentForm):
    """The same of one that is there; it may be needed no more."""

    stands = ("title", "per", "number", "active")

    active = forms.BooleanField(label=_("It is part of the plan"), required=False)


class WorkbookForm(forms.Form):
    """A filled workbook."""

    file = forms.FileField(
        label=_("The filled workbook (.xlsx)"),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
    )
    sure = forms.BooleanField(
        label=_("Place them all the same, though somebody would stand at two places"),
        required=False,
    )


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget)


class LettersForm(forms.Form):
    """What duty letters say."""

    district = forms.ChoiceField(label=_("District"), required=False)
    per = forms.ChoiceField(
        label=_("One letter"), widget=forms.RadioSelect, initial="group",
        choices=[("group", _("for each group of stations, with a list")),
                 ("person", _("for each person"))],
    )  # fmt: skip
    since = _day(_("First day of duty"))
    until = _day(_("Last day of duty"))
    basis = forms.CharField(
        label=_("Legal basis, one in a line"), max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    task = forms.CharField(
        label=_("Duty"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 3}), initial=TASK
    )
    signer = forms.CharField(label=_("Signed by (office)"), max_length=150)
    again = forms.BooleanField(label=_("Also for those who have a letter already"), required=False)

    def __init__(self, *given: Any, by: Post, districts: list[Region], **options: Any) -> None:
        super().__init__(*given, **options)
        chosen: Any = self.fields["district"]
        chosen.choices = [("", _("All")), *[(row.pk, str(row)) for row in districts]]
        day = by.operation.voting_day
        first = max(day, local(now()).date())
        basis = duty_letters.default_basis(by.agency)
        self.initial.update(since=first, until=first, signer=by.title, basis=basis)

    def asked(self) -> LettersAsked:
        """As the action takes it."""
        return LettersAsked(**self.cleaned_data)
