"""What is checked before people are placed: service, jurisdiction, telephone, and whether the
same body would stand at two places at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from sinergi.agencies.contact import normal_phone
from sinergi.agencies.models import Agency, Post
from sinergi.kernel.problems import Problem
from sinergi.polling.models import Served, Station, StationPerson
from sinergi.polling.models.secrecy import SECURED
from sinergi.polling.permissions.keeping import services_of
from sinergi.polling.permissions.plan import KINDS_OF
from sinergi.polling.queries.placements import as_placed
from sinergi.polling.queries.plan import plan_of
from sinergi.polling.rules import plan as rules

LONGEST_TITLE = 150


@dataclass(frozen=True)
class Wanted:
    """Somebody who is to stand at a station; `row` says where it was written, for its errors."""

    station: Station
    service: str
    title: str
    phone: str = ""
    row: int = 0

    def same_as(self, agency: Agency) -> tuple[Any, ...]:
        """What tells whether she stands there already."""
        return (self.station.pk, self.service, agency.pk, self.title)


@dataclass(frozen=True)
class Fault:
    """What is wrong with a row. `asked_back`: it may be so all the same, if one is sure."""

    row: int
    message: str
    asked_back: bool = False


def cleaned(by: Post, agency: Agency, wanted: Sequence[Wanted]) -> tuple[list[Wanted], list[Fault]]:
    """The rows with telephones in one form and no row twice; and what is wrong with them."""
    good: dict[tuple[Any, ...], Wanted] = {}
    faults: list[Fault] = []
    allowed = services_of(by)
    for one in wanted:
        said = _refusal(by, agency, one, allowed)
        try:
            phone = normal_phone(one.phone) or ""
        except Problem as problem:
            phone, said = "", said or str(problem.detail)
        if said:
            faults.append(Fault(one.row, said))
        else:
            tidy = replace(one, title=" ".join(one.title.split()), phone=phone)
            good.setdefault(tidy.same_as(agency), tidy)
    return list(good.values()), faults


def _refusal(by: Post, agency: Agency, one: Wanted, allowed: Sequence[str]) -> str:
    """Why she cannot stand there; "" when she can."""
    station = one.station
    if one.service not in SECURED or agency.kind not in KINDS_OF[one.service]:
        return _("%(agency)s has nobody in this service.") % {"agency": agency.name}
    if one.service not in allowed:
        return _("Another body places the people of this service.")
    if station.operation_id != by.operation_id or not by.covers(station.region_id):
        return _("You do not cover this village.")
    if not agency.covers(station.region_id):
        return _("%(agency)s does not cover %(place)s.") % {
            "agency": agency.name,
            "place": station.region.name,
        }
    if not one.title.strip() or len(one.title) > LONGEST_TITLE:
        return _("Say by office who serves, in at most %(count)d characters.") % {
            "count": LONGEST_TITLE
        }
    return ""


def standing_people(
    agency: Agency, wanted: Sequence[Wanted], released: Sequence[StationPerson]
) -> list[StationPerson]:
    """Who stands already and may be one of these: of the agency, or with one of the telephones."""
    phones = {one.phone for one in wanted if one.phone}
    rows = StationPerson.objects.filter(
        Q(agency=agency) | Q(phone__in=phones),
        station__operation_id=agency.operation_id,
        service__in=SECURED,
        until__isnull=True,
    ).exclude(pk__in=[row.pk for row in released])
    return list(rows.select_related("station__region"))


def double_faults(
    by: Post, agency: Agency, wanted: Sequence[Wanted], standing: Sequence[StationPerson]
) -> list[Fault]:
    """Which of the wanted would stand at two places at once: asked back, not refused.

    The same two police at the stations of one group of the plan are no double; at two groups
    they are. Linmas at two stations always are.
    """
    group_of = plan_of(by).group_of
    known = {_key(as_placed(row)): as_placed(row) for row in standing}
    places = {row.station_id: row.station for row in standing}
    places |= {one.station.pk: one.station for one in wanted}
    new = []
    for one in wanted:
        placed = rules.Placed(
            one.station.pk, one.service, agency.pk, one.title, one.phone, key=one.row
        )
        known.pop(_key(placed), None)
        new.append(placed)
    found = rules.overlaps([*known.values(), *new], group_of)
    return [
        Fault(row.key, _told(by, row, overlap, places), asked_back=True)
        for overlap in found
        for row in _first_of(overlap, set(new))
    ]


def _key(placed: rules.Placed) -> tuple[Any, ...]:
    return (placed.station, placed.service, placed.agency, placed.title)


def _first_of(overlap: rules.Overlap, new: set[rules.Placed]) -> list[rules.Placed]:
    """One row to tell it at: the last of those that are new."""
    return [row for row in overlap.placed if row in new][-1:]


def _told(by: Post, row: rules.Placed, overlap: rules.Overlap, places: dict[Any, Station]) -> str:
    others = sorted({one.station for one in overlap.placed if one.station != row.station}, key=str)
    names = [
        f"{places[key]} {places[key].region.name}"
        for key in others[:3]
        if by.covers(places[key].region_id)
    ]
    said = {"title": row.title, "where": ", ".join(names) or _("a place outside your area")}
    if overlap.mark == "phone":
        return _("%(title)s: this telephone stands at %(where)s too.") % said
    return _("%(title)s stands at %(where)s too.") % said


def service_of(text: str) -> str:
    """police, army or linmas, of how a list says it; "" for what is none."""
    words = {
        "polri": "police", "polisi": "police", "police": "police", "tni": "army", "army": "army",
        "linmas": "linmas",
    }  # fmt: skip
    said = text.strip().casefold()
    return words.get(said) or next(
        (code for code, title in Served.choices if code in SECURED and said == title.casefold()), ""
    )
