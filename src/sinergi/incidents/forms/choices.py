"""What can be chosen: places, kinds, agencies."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Agency, Post
from sinergi.incidents.models import Incident
from sinergi.regions.models import Region

Choices = list[tuple[Any, Any]]

if TYPE_CHECKING:  # Django's fields take a parameter only in the eyes of the type checker.
    _RegionField = forms.ModelChoiceField[Region]
    _AgencyField = forms.ModelChoiceField[Agency]
    _AgenciesField = forms.ModelMultipleChoiceField[Agency]
else:
    _RegionField = _AgencyField = forms.ModelChoiceField
    _AgenciesField = forms.ModelMultipleChoiceField


class RegionField(_RegionField):
    """A village of her area, found below its district; also a district as a whole."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Region.objects.none(), **options)

    def offer(self, post: Post, chosen: Region | None = None) -> None:
        """Let `post` choose among her places; one that is set already stays to be chosen."""
        places = Region.objects.within(post.prefixes).with_parent()
        if chosen is not None:
            places = places | Region.objects.filter(pk=chosen.pk).with_parent()
        self.queryset = places
        rows = sorted(places, key=lambda place: place.pk)
        self.widget.choices = [("", _("Choose the village")), *_by_district(rows)]
        self.known = {place.pk: place for place in rows}

    def clean(self, value: Any) -> Region | None:
        """The place, from those that were offered."""
        found = self.known.get(str(value or ""))
        return found if found is not None else super().clean(value)


def _by_district(places: Iterable[Region]) -> Choices:
    groups: dict[str, Choices] = {}
    for place in places:
        if place.level == Region.Level.VILLAGE and place.parent is not None:
            title = str(place.parent)
        elif place.level == Region.Level.DISTRICT:
            title = str(place)
        else:
            title = str(_("Whole regency"))
        groups.setdefault(title, []).append((place.pk, _name_in_group(place)))
    return list(groups.items())


def _name_in_group(place: Region) -> Any:
    if place.level == Region.Level.DISTRICT:
        return _("%(place)s (more than one village)") % {"place": place}
    return str(place)


class AgencyField(_AgencyField):
    """An agency; those responsible for the place of the case come first."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Agency.objects.none(), **options)

    def offer(self, post: Post, incident: Incident) -> None:
        """Offer all but one's own, in two groups."""
        self.queryset = Agency.objects.visible_to(post).exclude(pk=post.agency_id)
        rows = list(self.queryset)
        here = [row for row in rows if row.covers(incident.region_id)]
        here.sort(key=lambda row: (-max(len(area) for area in row.areas), row.name))
        elsewhere = [row for row in rows if row not in here]
        self.widget.choices = [
            ("", _("Choose the agency")),
            (_("Responsible for this place"), [(row.pk, row.name) for row in here]),
            (_("Other agencies"), [(row.pk, row.name) for row in elsewhere]),
        ]


class AgenciesField(_AgenciesField):
    """Several agencies, ticked."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            queryset=Agency.objects.none(), widget=forms.CheckboxSelectMultiple, **options
        )

    def offer(self, post: Post, incident: Incident) -> None:
        """Those of the regency, and those of the place of the case: others have no part in it."""
        rows = Agency.objects.visible_to(post).exclude(pk=post.agency_id)
        near = [row.pk for row in rows if row.covers(incident.region_id)]
        wide = rows.filter(region_id=post.operation.region_code)
        self.queryset = rows.filter(pk__in=near) | wide | rows.filter(pk__in=incident.audience)
