"""The bar of the filter: shortcuts, chips, and the choices of the form, each with its address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.incidents.filter_form import PERIODS, STATE_TITLES, FilterForm
from sinergi.incidents.filter_words import Part, names_of, parts_of, sentence
from sinergi.incidents.filters import IncidentFilter
from sinergi.incidents.kinds import SEVERITIES
from sinergi.incidents.queries import situation as queries
from sinergi.incidents.queries.situation import Counts
from sinergi.incidents.stages import stages_of
from sinergi.regions.models import Region

LEVELS = ("district", "village")
SHORTCUTS = ("open", "overdue", "unacknowledged", "closed")
IN_SIGHT = {"q", "place", "days"}  # fields that stand in the bar; the others are folded away


@dataclass(frozen=True)
class Showing:
    """How it is shown: beside what is meant, the page has a few choices of its own."""

    view: str  # list or map, where the screen has room for one of them only
    areas: str  # level of the areas that are shaded; empty: points
    before: str  # where the page of the list begins

    @classmethod
    def read(cls, request: HttpRequest) -> Showing:
        asked = request.GET
        areas = asked.get("areas", "")
        return cls(
            view="map" if asked.get("view") == "map" else "list",
            areas=areas if areas in LEVELS else "",
            before=asked.get("before", ""),
        )

    def url(self, wanted: IncidentFilter) -> str:
        """The address of this page with another filter, from its beginning."""
        own = {"view": "map" if self.view == "map" else "", "areas": self.areas}
        told = urlencode({name: value for name, value in own.items() if value})
        return f"?{wanted.query()}" + (f"&{told}" if told else "")


@dataclass(frozen=True)
class Link:
    """One choice: its words, where it leads, whether it is the present one."""

    label: Any
    url: str
    current: bool = False
    count: int | None = None
    code: str = ""


def bar(
    post: Post, form: FilterForm, wanted: IncidentFilter, showing: Showing, counts: Counts
) -> dict[str, Any]:
    """All that the bar shows. At most six statements: places, agencies, stages, names in use."""
    parts = parts_of(wanted, names_of(wanted, post))
    folded = set(form.errors) - IN_SIGHT
    return {
        "form": form,
        "sentence": sentence(parts),
        "chips": chips(parts, wanted, showing),
        "states": states(wanted, showing),
        "severities": severities(wanted, showing, counts),
        "views": views(wanted, showing),
        "modes": modes(wanted, showing),
        "places": place_options(queries.places_of(post), wanted.place),
        "periods": periods(wanted),
        "agencies": queries.agencies_of(post),
        "stages": stages_of(post.operation),
        "folded_in_use": folded_in_use(wanted),
        "folded_open": bool(folded),
        "clear_url": showing.url(IncidentFilter()),
    }


def chips(parts: Iterable[Part], wanted: IncidentFilter, showing: Showing) -> list[Link]:
    """What is in use and has no place of its own in the bar; each leads to the page without it."""
    return [
        Link(part.text, showing.url(part.without))
        for part in parts
        if part.without.states == wanted.states and part.without.severities == wanted.severities
    ]


def states(wanted: IncidentFilter, showing: Showing) -> list[Link]:
    """Everything, open, overdue ...: one is chosen at a time."""
    choices: list[tuple[tuple[str, ...], Any]] = [((), _("All"))]
    choices += [((code,), STATE_TITLES[code]) for code in SHORTCUTS]
    return [
        Link(title, showing.url(replace(wanted, states=chosen)), wanted.states == chosen)
        for chosen, title in choices
    ]


def severities(wanted: IncidentFilter, showing: Showing, counts: Counts) -> list[Link]:
    """The severities with their counts; each is switched on and off by itself."""
    return [
        Link(
            SEVERITIES[code],
            showing.url(replace(wanted, severities=_toggled(wanted.severities, code))),
            code in wanted.severities,
            count,
            code,
        )
        for code, count in counts.by_severity.items()
    ]


def _toggled(chosen: tuple[str, ...], code: str) -> tuple[str, ...]:
    if code in chosen:
        return tuple(other for other in chosen if other != code)
    return tuple(other for other in SEVERITIES if other in (*chosen, code))


def views(wanted: IncidentFilter, showing: Showing) -> list[Link]:
    """List or map, on a screen that has room for one of them."""
    choices = (("list", _("List")), ("map", _("Map")))
    return [
        Link(title, replace(showing, view=view).url(wanted), showing.view == view, code=view)
        for view, title in choices
    ]


def modes(wanted: IncidentFilter, showing: Showing) -> list[Link]:
    """What the map shows: the cases themselves, or how many there are in each place."""
    choices = (("", _("Cases")), ("district", _("By district")), ("village", _("By village")))
    return [
        Link(title, replace(showing, areas=level).url(wanted), showing.areas == level)
        for level, title in choices
    ]


def periods(wanted: IncidentFilter) -> list[Link]:
    """The periods of the list of choices, and the one in use when it is none of them."""
    known = dict(PERIODS)
    if wanted.days and wanted.days not in known:
        known[wanted.days] = _("Last %(count)d days") % {"count": wanted.days}
    return [
        Link(title, "", wanted.days == days, code=str(days))
        for days, title in sorted(known.items())
    ]


def folded_in_use(wanted: IncidentFilter) -> int:
    """How many of the folded fields narrow the list: they are named on what unfolds them."""
    values = (
        wanted.kinds, wanted.level, wanted.above_home, wanted.since, wanted.until,
        wanted.asked, wanted.body, wanted.unanswered, wanted.visibility, wanted.stage,
    )  # fmt: skip
    return sum(bool(value) for value in values)


def places_by_district(places: Iterable[Region]) -> list[tuple[Region, list[Region]]]:
    """Districts with their villages, as a list of choices wants them.

    A village whose district is not among the places (it is not hers) makes a group of its own.
    """
    groups: dict[str, tuple[Region, list[Region]]] = {}
    for place in places:
        if place.level == Region.Level.DISTRICT:
            groups[place.pk] = (place, [])
        else:
            groups.setdefault(place.pk[:8], (place, []))[1].append(place)
    return list(groups.values())


def place_options(places: Iterable[Region], chosen: str) -> SafeString:
    """The places as options of a list of choices, by district.

    Not by the template: it would take as long for these two hundred lines as for all the rest.
    """
    groups = (
        (district.short_name, _options(district, villages, chosen))
        for district, villages in places_by_district(places)
    )
    return format_html_join("", '<optgroup label="{}">{}</optgroup>', groups)


def _options(district: Region, villages: list[Region], chosen: str) -> SafeString:
    own = [(district, district.short_name)] if district.level == Region.Level.DISTRICT else []
    choices = [*own, *((village, str(village)) for village in villages)]
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        (
            (place.pk, SafeString(" selected") if place.pk == chosen else "", name)
            for place, name in choices
        ),
    )


__all__ = ["Link", "Showing", "bar", "periods", "place_options"]
