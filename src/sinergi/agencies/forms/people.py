"""The forms of administration: people, posts, agencies."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.kinds import kind_choices
from sinergi.agencies.models import Agency, Post
from sinergi.agencies.queries.people import places_of
from sinergi.agencies.roles import role_choices
from sinergi.kernel.clock import local, now
from sinergi.regions.models import Region

ANY = ("", _("All"))
CHOOSE = _("Choose …")
STATES = [ANY, ("held", _("With a post in force")), ("none", _("Without one")),
          ("barred", _("Barred"))]  # fmt: skip


class PlaceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A place of the operation, named with its district."""

    def label_from_instance(self, obj: Region) -> str:
        return obj.full_name


def day_field(label: Any, *, required: bool = False) -> forms.DateField:
    """A day, chosen from the phone's own calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget)


class PeopleFilterForm(forms.Form):
    """Which people to list."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[ANY, *role_choices()])
    place = PlaceField(
        label=_("Place"), required=False, queryset=Region.objects.none(), empty_label=ANY[1]
    )
    agency = forms.ModelChoiceField(
        label=_("Agency"), required=False, queryset=Agency.objects.none(), empty_label=ANY[1]
    )
    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)

    def __init__(self, by: Post, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = places_of(by)  # type: ignore[attr-defined]
        self.fields["agency"].queryset = Agency.objects.visible_to(by)  # type: ignore[attr-defined]


class PersonForm(forms.Form):
    """Who somebody is, and how to reach her."""

    name = forms.CharField(label=_("Name"), max_length=120)
    phone = forms.CharField(
        label=_("Phone number"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        help_text=_("She signs in with it: 0812 3456 7890."),
    )
    email = forms.CharField(
        label=_("E-mail address"),
        max_length=254,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "email", "autocomplete": "off"}),
    )


class PostForm(forms.Form):
    """A role in an agency over a place, for a period."""

    agency = forms.ModelChoiceField(
        label=_("Agency"), queryset=Agency.objects.none(), empty_label=CHOOSE
    )
    role = forms.ChoiceField(label=_("Role"), choices=[("", CHOOSE), *role_choices()])
    region = PlaceField(label=_("Place"), queryset=Region.objects.none(), empty_label=CHOOSE)
    title = forms.CharField(
        label=_("Title of the post"),
        max_length=150,
        required=False,
        help_text=_("As others see it; made from role and place when left empty."),
    )
    since = day_field(_("From"))
    until = day_field(_("Until"))
    seat = forms.BooleanField(
        label=_("Sits at the desk of the place"), required=False, initial=True
    )

    def __init__(self, by: Post, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = Agency.objects.visible_to(by)  # type: ignore[attr-defined]
        self.fields["region"].queryset = places_of(by)  # type: ignore[attr-defined]
        self.initial.setdefault("since", local(now()).date())


class AgencyFilterForm(forms.Form):
    """Which agencies to list."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[ANY, *kind_choices()])


class AgencyForm(forms.Form):
    """What an agency is called, and for which places it is responsible."""

    name = forms.CharField(label=_("Name"), max_length=120)
    areas = forms.ModelMultipleChoiceField(
        label=_("Responsible for"),
        queryset=Region.objects.none(),
        help_text=_("A place stands for all below it. Several: hold Ctrl while you click."),
    )
    address = forms.CharField(label=_("Address"), max_length=200, required=False)

    def __init__(self, by: Post, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = self.fields["areas"]
        places.queryset = places_of(by)  # type: ignore[attr-defined]
        places.widget.attrs["size"] = 8


class NewAgencyForm(AgencyForm):
    """An agency that takes part from now on."""

    kind = forms.ChoiceField(label=_("Kind"), choices=kind_choices())
    region = PlaceField(label=_("Seat"), queryset=Region.objects.none(), empty_label=CHOOSE)
    field_order = ("kind", "name", "region", "areas", "address")

    def __init__(self, by: Post, *args: Any, **kwargs: Any) -> None:
        super().__init__(by, *args, **kwargs)
        self.fields["region"].queryset = places_of(by)  # type: ignore[attr-defined]


class JournalFilterForm(forms.Form):
    """Which entries of the journal."""

    verb = forms.ChoiceField(label=_("What"), required=False)
    actor = forms.CharField(label=_("Who"), required=False, max_length=100)
    place = PlaceField(
        label=_("Place"), required=False, queryset=Region.objects.none(), empty_label=ANY[1]
    )
    day = day_field(_("Day"))
    before = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, by: Post, verbs: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ranked = sorted(verbs.items(), key=lambda pair: str(pair[1]))
        self.fields["verb"].choices = [ANY, *ranked]  # type: ignore[attr-defined]
        self.fields["place"].queryset = places_of(by)  # type: ignore[attr-defined]
