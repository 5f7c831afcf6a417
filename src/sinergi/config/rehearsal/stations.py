"""The 1,142 polling stations of the rehearsal, as KPU's list would bring them.

How many there are in a village, and how many voters, is an estimate from facts (`regions/facts`);
where they stand and who serves there is chance: nobody is meant.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator
from datetime import datetime
from functools import partial

from sinergi.config.rehearsal.cast import HOME
from sinergi.config.rehearsal.playing import Play
from sinergi.polling.actions import import_stations, place_person
from sinergi.polling.importing.columns import guessed
from sinergi.polling.importing.reading import listing_of
from sinergi.polling.models import Station
from sinergi.regions.models import Region

HEADINGS = ("Kode", "Desa", "Nomor TPS", "Lokasi", "L", "P", "Latitude", "Longitude",
            "Akses disabilitas", "Jaringan", "Kategori")  # fmt: skip
PLACES = ("Balai desa", "SD Negeri", "Pos ronda", "Rumah warga", "Lapangan voli", "Balai RW")
NETWORKS = (("baik", 0.72), ("lemah", 0.23), ("tidak ada", 0.05))
CATEGORIES = (("kurang rawan", 0.82), ("rawan", 0.14), ("sangat rawan", 0.04))
SPREAD = 0.008  # degrees around the village's point: about 900 m


def plan_stations(play: Play, *, at: datetime) -> None:
    """Put on the stage: KPU brings its list, and says who is to be called at each station."""
    play.plan(at, partial(_bring_in, play), certain=True)
    play.plan(at, partial(_say_who_serves, play), certain=True)


def _bring_in(play: Play) -> None:
    """By the same action as any other list."""
    kpu = play.cast.by_login["kpu"]
    listing = listing_of("tps-latihan.csv", _list(play).encode())
    import_stations(kpu, play.operation, listing, guessed(listing.headings))


def _list(play: Play) -> str:
    target = io.StringIO()
    lines = csv.writer(target, delimiter=";")
    lines.writerow(HEADINGS)
    for place in play.villages:
        lines.writerows(_rows(play, place))
    return target.getvalue()


def _rows(play: Play, place: Region) -> Iterator[tuple[object, ...]]:
    count, voters = place.polling_stations or 1, place.registered_voters or 400
    for number in range(1, count + 1):
        # The last stations of a village are the smaller ones.
        mine = voters * number // count - voters * (number - 1) // count
        men = round(mine * play.chance.uniform(0.46, 0.52))
        lat, lon = _near(play, place)
        yield (
            place.pk, place.name, number, play.chance.choice(PLACES), men, mine - men, lat, lon,
            "ya" if play.chance.random() < 0.8 else "tidak",
            _drawn(play, NETWORKS), _drawn(play, CATEGORIES),
        )  # fmt: skip


def _near(play: Play, place: Region) -> tuple[str, str]:
    """A point near that of the village."""
    if place.lat is None or place.lon is None:
        return "", ""
    angle, away = play.chance.uniform(0, math.tau), SPREAD * math.sqrt(play.chance.random())
    return f"{place.lat + away * math.sin(angle):.5f}", f"{place.lon + away * math.cos(angle):.5f}"


def _drawn(play: Play, table: tuple[tuple[str, float], ...]) -> str:
    words, weights = zip(*table, strict=True)
    return str(play.chance.choices(words, weights)[0])


def _say_who_serves(play: Play) -> None:
    """A telephone for each station; at the demo's own village also accounts that sign in."""
    kpu = play.cast.by_login["kpu"]
    stations = Station.objects.filter(operation=play.operation).whole()
    for number, station in enumerate(stations):
        own = station.region_id == HOME and station.number == 1
        place_person(
            kpu,
            station,
            service="kpps",
            title=f"Ketua KPPS {station} {station.region.name}",
            phone=f"+62800{9_000_000 + number:07d}",
            post=play.cast.by_login["kpps"] if own else None,
        )
        if own:
            place_person(
                kpu,
                station,
                service="ptps",
                title=f"PTPS {station} {station.region.name}",
                post=play.cast.by_login["ptps"],
            )
