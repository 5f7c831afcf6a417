"""What the official papers of a case have in common: letterhead, places and words in Indonesian.

The text of an official paper is Indonesian by law (UU 24/2009 art. 27), whatever language the
page of its maker is in. So it is written here in that language, and not translated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import translation

from sinergi.agencies.models import Agency, Desk
from sinergi.incidents.kinds import BODIES
from sinergi.incidents.models import Incident, IncidentEvidence
from sinergi.kernel.clock import local
from sinergi.kernel.indonesian import clock_time, long_day, long_moment
from sinergi.regions.codes import ancestors_of
from sinergi.regions.models import Region

OFFICES = ("village_office", "district_office", "kesbangpol")
_BULLET = re.compile(r"^\s*(?:[-*•–]|\(?\d{1,2}[.)])\s+")


def in_indonesian(text: Any) -> str:
    """A translated text (lazy or not) as official papers have it."""
    with translation.override("id"):
        return str(text)


def places_of(code: str) -> dict[str, Region]:
    """{level: region} of a place and of all above it, in one statement."""
    codes = [*ancestors_of(code), code]
    return {region.level: region for region in Region.objects.filter(pk__in=codes)}


def full_place(places: dict[str, Region]) -> str:
    """Desa Dagangan, Kecamatan Dagangan, Kabupaten Madiun"""
    return ", ".join(str(places[x]) for x in ("village", "district", "regency") if x in places)


def letterhead(desk: Desk, places: dict[str, Region]) -> dict[str, Any]:
    """The head of a paper of this desk: the governments above it, its own the last."""
    lines = [f"Pemerintah {places['regency']}"]
    if desk.level == Desk.Level.REGENCY:
        lines.append(desk.name)
    else:
        lines += [
            str(places[level])
            for level in ("district", "village")
            if level in places and len(places[level].pk) <= len(desk.region_id)
        ]
    return {"lines": lines, "address": _address(desk)}


def _address(desk: Desk) -> str:
    """The address of the office at which the desk sits; empty while nobody has entered one."""
    office = Agency.objects.filter(
        operation_id=desk.operation_id, region_id=desk.region_id, kind__in=OFFICES
    )
    return str(office.exclude(address="").values_list("address", flat=True).first() or "")


def seat_of(desk: Desk, places: dict[str, Region]) -> str:
    """The name of the place before the date of a paper."""
    return places[desk.level].name if desk.level in places else places["regency"].name


def head_of(region: Region | None) -> str:
    """What the head of a village is called there."""
    if region is None:
        return "Kepala Desa/Lurah"
    title = "Lurah" if region.kind == Region.Kind.KELURAHAN else "Kepala Desa"
    return f"{title} {region.name}"


def moment_text(moment: datetime) -> str:
    """Selasa, 10 September 2024 pukul 08.00 WIB, as the clocks of the region show it."""
    return long_moment(local(moment))


def day_and_time(moment: datetime) -> tuple[str, str]:
    """(Selasa, 10 September 2024; 08.00 WIB)"""
    shown = local(moment)
    return long_day(shown.date()), clock_time(shown)


def points_of(text: str) -> list[str]:
    """The points of a text: one a line, without the marks that someone typed before them."""
    lines = (_BULLET.sub("", line).strip() for line in text.splitlines())
    return [line for line in lines if line]


def listed(words: Iterable[str]) -> str:
    """a; a dan b; a, b, dan c"""
    every = list(words)
    if len(every) < 3:
        return " dan ".join(every)
    return ", ".join(every[:-1]) + ", dan " + every[-1]


def bodies_of(incident: Incident) -> list[str]:
    """The bodies to one of which the law wants the case passed on."""
    return [in_indonesian(BODIES[body]) for body in incident.bodies]


def evidence_of(incident: Incident) -> list[IncidentEvidence]:
    """All that was handed in, in the order in which it came; one statement."""
    rows = IncidentEvidence.objects.filter(incident=incident).select_related("blob")
    return list(rows.order_by("added_at", "pk"))


def size_text(size: int) -> str:
    """820 kB; 1,4 MB"""
    if size < 1_000_000:
        return f"{max(round(size / 1000), 1)} kB"
    return f"{size / 1_000_000:.1f}".replace(".", ",") + " MB"
