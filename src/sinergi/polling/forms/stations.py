"""What keeping a station asks, and what narrows the list."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.followups.offers import OfferForm
from sinergi.polling.actions.people import ROLE_OF
from sinergi.polling.models import Category, Indicator, Served, Station
from sinergi.polling.permissions.keeping import MOST_VOTERS, services_of
from sinergi.regions.models import Region
from sinergi.regions.queries import areas_url

YES_NO = (("", _("Not known")), ("yes", _("Yes")), ("no", _("No")))
FLAG_TITLES = {
    "indicated": _("With indicators"),
    "nowhere": _("Without position"),
    "over": _("More than 600 voters"),
    "struck": _("Struck from the list"),
}


class StationFilterForm(forms.Form):
    """The bar above the list."""

    q = forms.CharField(label=_("Number or village"), required=False, max_length=80)
    category = forms.ChoiceField(
        label=_("Category"), required=False, choices=[("", _("All")), *Category.choices]
    )
    network = forms.ChoiceField(label=_("Network"), required=False)
    accessible = forms.ChoiceField(label=_("Accessible"), required=False)
    indicator = forms.ChoiceField(label=_("Indicator"), required=False)
    flag = forms.ChoiceField(
        label=_("Only"), required=False, choices=[("", _("All")), *FLAG_TITLES.items()]
    )

    def __init__(self, *given: Any, indicators: list[Indicator], **options: Any) -> None:
        super().__init__(*given, **options)
        _offer(self, "network", [*Station.Network.choices[1:], ("unknown", _("Not known"))])
        _offer(self, "accessible", [*YES_NO[1:], ("unknown", _("Not known"))])
        _offer(self, "indicator", [(row.code, str(row)) for row in indicators])


def _offer(form: forms.Form, name: str, choices: list[tuple[str, Any]]) -> None:
    field: Any = form.fields[name]
    field.choices = [("", _("All")), *choices]


def _voters(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=MOST_VOTERS)


class FactsForm(OfferForm):
    """The facts of a station."""

    stands: ClassVar[tuple[str, ...]] = (
        "place",
        "address",
        "voters_male",
        "voters_female",
        "network",
    )

    place = forms.CharField(label=_("Place"), max_length=150, required=False)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    voters_male = _voters(_("Male voters"))
    voters_female = _voters(_("Female voters"))
    accessible = forms.ChoiceField(
        label=_("Accessible to disabled voters"), choices=YES_NO, required=False
    )
    network = forms.ChoiceField(label=_("Network"), choices=Station.Network.choices, required=False)

    def standing(self) -> dict[str, Any]:
        """Its facts; whether it is accessible may be unknown."""
        if not self.stands:
            return {}
        said = {True: "yes", False: "no", None: ""}[self.target.accessible]
        return super().standing() | {"accessible": said}

    def arguments(self) -> dict[str, Any]:
        """The columns; whether it is accessible may be unknown."""
        told = super().arguments()
        return told | {"accessible": {"yes": True, "no": False}.get(told["accessible"])}


class AddStationForm(FactsForm):
    """The same of a new one, with its village and number."""

    stands = ()

    region = forms.ModelChoiceField(label=_("Village"), queryset=Region.objects.none())
    number = forms.IntegerField(label=_("Number of the station"), min_value=1, max_value=999)
    field_order = ("region", "number")

    def __init__(self, *given: Any, by: Post, target: Any, **options: Any) -> None:
        super().__init__(*given, by=by, target=target, **options)
        rows = Region.objects.within(by.prefixes).villages().with_parent().order_by("name", "code")
        field: Any = self.fields["region"]
        field.queryset, field.label_from_instance = rows, lambda row: row.full_name
        self.fields["voters_male"].initial = self.fields["voters_female"].initial = 0


class DegreesField(forms.FloatField):
    """Degrees, written with a point or a comma."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        """A comma is a point here: nobody writes thousands of degrees."""
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)


class PositionForm(OfferForm):
    """Where it stands: by the phone's position, on the map, or as figures."""

    template = "polling/position_fields.html"
    stands = ("lat", "lon")

    lat = DegreesField(label=_("Latitude"), min_value=-90, max_value=90)
    lon = DegreesField(label=_("Longitude"), min_value=-180, max_value=180)

    def __init__(self, *given: Any, by: Post, target: Station, **options: Any) -> None:
        super().__init__(*given, by=by, target=target, **options)
        self.areas_url = areas_url("village", target.region_id[:8])


class StrikeForm(OfferForm):
    """Why it is struck: nobody does that with a slip of the finger."""

    reason = forms.CharField(label=_("Why"), max_length=200)


class CategoryForm(OfferForm):
    """The four categories of the police."""

    stands = ("category",)

    category = forms.ChoiceField(
        label=_("Category"), choices=Category.choices, widget=forms.RadioSelect
    )


class PlaceForm(OfferForm):
    """Who serves: by office, with a telephone, and her account if she has one."""

    service = forms.ChoiceField(label=_("Service"))
    title = forms.CharField(
        label=_("By office"), max_length=150, help_text=_("For example: Ketua KPPS TPS 003")
    )
    phone = forms.CharField(
        label=_("Telephone"), max_length=20, required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )  # fmt: skip
    post = forms.ModelChoiceField(
        label=_("Her account"), queryset=Post.objects.none(), required=False,
        help_text=_(
            "Who has one reports for this station herself. Whether she serves elsewhere too is not "
            "compared here; of police, army and Linmas the security plan lists who stands twice."
        ),
    )  # fmt: skip

    def __init__(self, *given: Any, by: Post, target: Station, **options: Any) -> None:
        super().__init__(*given, by=by, target=target, **options)
        services = services_of(by)
        words = dict(Served.choices)
        chosen: Any = self.fields["service"]
        chosen.choices = [(code, words[code]) for code in services]
        roles = [role for service, role in ROLE_OF.items() if service in services]
        rows = Post.objects.filter(
            operation=target.operation_id, role__in=roles, region=target.region_id
        )
        accounts: Any = self.fields["post"]
        accounts.queryset = rows.order_by("title")


class FindingsForm(OfferForm):
    """Every indicator of the list: present or not, how many, a note."""

    template = "polling/findings_fields.html"

    rest = forms.BooleanField(label=_("Nothing else is so: I looked at all of it"), required=False)

    def __init__(self, *given: Any, by: Post, target: Station, **options: Any) -> None:
        super().__init__(*given, by=by, target=target, **options)
        from sinergi.polling.queries.stations import indicator_rows

        self.groups = []
        for variable, rows in indicator_rows(target):
            fields = [self._add(row) for row in rows if row.indicator.active]
            self.groups.append((variable, fields))

    def _add(self, row: Any) -> tuple[Any, str, str, str]:
        """Three fields for one indicator, filled with what was found."""
        found, key = row.finding, row.indicator.pk.hex
        said = "" if found is None else "yes" if found.present else "no"
        self.fields[f"{key}-present"] = forms.ChoiceField(
            label=row.indicator.title,
            required=False,
            initial=said,
            choices=[("", _("Not looked at")), ("yes", _("It is so")), ("no", _("It is not so"))],
        )
        self.fields[f"{key}-count"] = forms.IntegerField(
            label=_("How many"), required=False, min_value=0, max_value=32_767,
            initial=found.count if found else None,
        )  # fmt: skip
        self.fields[f"{key}-note"] = forms.CharField(
            label=_("Note"), required=False, max_length=300, initial=found.note if found else ""
        )
        return row.indicator, f"{key}-present", f"{key}-count", f"{key}-note"

    def shown(self) -> list[tuple[str, list[tuple[Any, Any, Any, Any]]]]:
        """The bound fields, by variable."""
        return [
            (variable, [(row, self[one], self[two], self[three]) for row, one, two, three in rows])
            for variable, rows in self.groups
        ]

    def arguments(self) -> dict[str, Any]:
        """What was looked at, as findings."""
        from sinergi.polling.actions import Finding

        told = self.cleaned_data
        rows = [row for _variable, rows in self.groups for row in rows]
        return {
            "findings": [
                Finding(row.code, told[one] == "yes", told[two], told[three])
                for row, one, two, three in rows
                if told[one] or told["rest"]
            ]
        }
