"""What an activity, its report, and targets ask; and what narrows the list of activities."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.followups.fields import FilesField, MomentField, TextField
from sinergi.followups.offers import OfferForm
from sinergi.kernel.models import Operation
from sinergi.polling import actions
from sinergi.polling.actions.outreach import MOST_PEOPLE
from sinergi.polling.models import Activity, TargetGroup
from sinergi.polling.queries.stations import place_choices
from sinergi.regions.models import Region
from sinergi.web import controls


def _people(label: Any, **options: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=MOST_PEOPLE, **options)


def _percentage(**options: Any) -> forms.DecimalField:
    return forms.DecimalField(
        min_value=0,
        max_value=100,
        max_digits=4,
        decimal_places=1,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        **options,
    )


PLANNED = ("title", "groups", "starts_at", "place", "expected")


class PlanForm(OfferForm):
    """What, for whom, when, where, and how many are thought to come."""

    template = "polling/activity_form.html"
    stands: ClassVar[tuple[str, ...]] = PLANNED

    title = forms.CharField(
        label=_("What is planned"), max_length=150,
        help_text=_("For example: Sosialisasi pemilih pemula di SMA"),
    )  # fmt: skip
    groups = forms.MultipleChoiceField(
        label=_("For whom"), choices=TargetGroup.choices, widget=forms.CheckboxSelectMultiple
    )
    starts_at = MomentField(label=_("When"))
    place = forms.CharField(label=_("Place"), max_length=150, required=False)
    expected = _people(_("People expected"), required=False)

    def __init__(self, *given: Any, by: Post, target: Any, **options: Any) -> None:
        super().__init__(*given, by=by, target=target, **options)
        if isinstance(self.initial.get("groups"), str):
            self.initial["groups"] = self.initial["groups"].split(",")

    def arguments(self) -> dict[str, Any]:
        """The plan."""
        told = super().arguments()
        return {"plan": actions.Plan(**{name: told[name] for name in PLANNED})}


class NewActivityForm(PlanForm):
    """The same of a new one, with its villages: each gets an activity of its own."""

    stands = ()

    regions = forms.MultipleChoiceField(
        label=_("Villages"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Several villages: one activity for each."),
        error_messages={"required": _("Choose at least one village.")},
    )

    def __init__(self, *given: Any, by: Post, target: Operation, **options: Any) -> None:
        super().__init__(*given, by=by, target=target, **options)
        places = place_choices(by)
        self._districts = [(str(row), [one.pk for one in there]) for row, there in places]
        field: Any = self.fields["regions"]
        field.choices = [(one.pk, str(one)) for _district, there in places for one in there]
        if len(field.choices) == 1:
            self.initial.setdefault("regions", [field.choices[0][0]])
        elif isinstance(self.initial.get("regions"), str):
            self.initial["regions"] = self.initial["regions"].split(",")

    def districts(self) -> list[tuple[str, bool, list[Any]]]:
        """Each district, whether it stands open, and the boxes of its villages."""
        bound: Any = self["regions"]
        chosen = set(bound.value() or [])
        boxes = {str(one.data["value"]): one for one in controls.choices(bound)}
        alone = len(self._districts) == 1
        return [
            (name, alone or bool(chosen & set(codes)), [boxes[code] for code in codes])
            for name, codes in self._districts
            if codes
        ]

    def arguments(self) -> dict[str, Any]:
        """The plan, and where."""
        return {"regions": self.cleaned_data["regions"], **super().arguments()}


class ReportForm(OfferForm):
    """When it was, who came, photos."""

    stands = ("note", "reached", "reached_women")

    held_at = MomentField(label=_("When it was held"))
    reached = _people(_("People who came"))
    reached_women = _people(_("Women among them"), required=False)
    note = TextField(
        label=_("Note"), max_length=2_000, required=False,
        help_text=_("What was asked, what is still needed. No names of citizens."),
    )  # fmt: skip
    files = FilesField(  # type: ignore[assignment]
        label=_("Photos"),
        help_text=_("Shown without the place and time that the camera wrote into them."),
    )

    def __init__(self, *given: Any, by: Post, target: Activity, **options: Any) -> None:
        super().__init__(*given, by=by, target=target, **options)
        self.fields["files"].widget.attrs["accept"] = "image/*"

    def standing(self) -> dict[str, Any]:
        """What was reported; before that, that it was held when it was planned."""
        return super().standing() | {"held_at": self.target.held_at or self.target.starts_at}

    def arguments(self) -> dict[str, Any]:
        """The report and its photos."""
        told = super().arguments()
        files = told.pop("files")
        return {"report": actions.Report(**told), "photos": files}


class CancelForm(OfferForm):
    """Why."""

    reason = TextField(label=_("Why it is cancelled"), max_length=500)


class TargetsForm(OfferForm):
    """Villages, or a whole district, and the turnout at which they aim."""

    place = forms.ChoiceField(
        label=_("Villages of"), help_text=_("A district means all its villages.")
    )
    percent = _percentage(
        label=_("Target in per cent"), required=False,
        help_text=_("Empty: no target of its own, the median of the district holds."),
    )  # fmt: skip

    def __init__(self, *given: Any, by: Post, target: Operation, **options: Any) -> None:
        super().__init__(*given, by=by, target=target, **options)
        self._places = place_choices(by)
        field: Any = self.fields["place"]
        field.choices = [("all", _("All villages of my places")), *self._offered()]

    def _offered(self) -> Iterable[tuple[str, Any]]:
        for district, villages in self._places:
            inside = [(district.pk, _("All of %(district)s") % {"district": district.short_name})]
            inside += [(one.pk, str(one)) for one in villages]
            yield (str(district), inside)

    def arguments(self) -> dict[str, Any]:
        """The codes of the villages that are meant."""
        asked = self.cleaned_data["place"]
        codes = [one.pk for _district, villages in self._places for one in villages]
        meant = [code for code in codes if asked in ("all", code) or code.startswith(f"{asked}.")]
        percent: Decimal | None = self.cleaned_data["percent"]
        return {"villages": meant, "percent": percent}


class LastTurnoutForm(OfferForm):
    """A village's turnout of last time, by a source that is named."""

    region = forms.ModelChoiceField(label=_("Village"), queryset=Region.objects.none())
    percent = _percentage(label=_("Turnout in per cent"))
    source = forms.CharField(
        label=_("Source and year"), max_length=120, help_text=_("For example: KPU, Pilkada 2018")
    )

    def __init__(self, *given: Any, by: Post, target: Operation, **options: Any) -> None:
        super().__init__(*given, by=by, target=target, **options)
        field: Any = self.fields["region"]
        rows = Region.objects.within(by.prefixes).villages().with_parent()
        field.queryset, field.label_from_instance = rows.order_by("name", "code"), _full_name


def _full_name(row: Region) -> str:
    return row.full_name


class ActivityFilterForm(forms.Form):
    """The bar above the list."""

    agency = forms.ChoiceField(label=_("Agency"), required=False)
    group = forms.ChoiceField(
        label=_("For whom"), required=False, choices=[("", _("All")), *TargetGroup.choices]
    )
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All")), *Activity.State.choices]
    )

    def __init__(self, *given: Any, agencies: dict[str, str], **options: Any) -> None:
        super().__init__(*given, **options)
        field: Any = self.fields["agency"]
        field.choices = [("", _("All")), ("mine", _("My agency")), *agencies.items()]
