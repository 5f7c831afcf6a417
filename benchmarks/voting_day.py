"""A voting day: what every station reports, taken from 32 clients; of a regency, and a province."""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from benchmarks import raw
from benchmarks.filling import copy_rows
from benchmarks.house import House, tokens_for
from benchmarks.raw_check_ins import CheckIns
from benchmarks.results import Figure, figure, half_and_most
from benchmarks.wire import Line
from sinergi.agencies.models import Post
from sinergi.kernel.actors import SYSTEM
from sinergi.kernel.clock import use_operation
from sinergi.kernel.context import use_door
from sinergi.kernel.identifiers import uuid7
from sinergi.kernel.models import Operation
from sinergi.polling.actions import prepare_polling
from sinergi.polling.models import CheckIn, Milestone, Station
from sinergi.regions.models import Region

ONE, MANY = "/api/v1/polling/check-ins", "/api/v1/polling/check-ins/batch"
CLIENTS, TOGETHER = 32, 50
AIM_RATE, AIM_MS = 410.0, 60.0  # check-ins a second; 95 of 100 of them
SEED, VOTERS = 35_19, 500
REPORTED = 9  # milestones of the day
PROVINCE = "35"
SLICE = 20.0  # seconds of a province's day, which would take ten minutes and more
Body = dict[str, Any]


def measure(house: House) -> list[Figure]:
    """The whole day of Kabupaten Madiun, then a slice of East Java's, singly and together."""
    with use_door("cli"):
        regency = prepared(house.operation, places_of(house.operation.region_code))
        figures = _day(house, regency, "regency")
        province = prepared(province_of(house), made_places())
    posts = posts_of(province.operation, house)
    day = Day(province.operation, province.stations, dict.fromkeys(("",), posts))
    return figures + _slices(house, day)


@dataclass
class Day:
    """An operation with its stations, and who reports for them: by village, or "" for all."""

    operation: Operation
    stations: list[Station]
    posts: dict[str, list[Post]] = field(default_factory=dict)

    def check_ins(self, milestones: int) -> Iterator[tuple[Station, Body]]:
        """All that the stations report, hour by hour, in the disorder of a day."""
        rows = list(Milestone.objects.filter(operation=self.operation)[:milestones])
        return self._reported(rows)

    def _reported(self, rows: Sequence[Milestone]) -> Iterator[tuple[Station, Body]]:
        chance = random.Random(SEED)
        for order, milestone in enumerate(rows):
            for station in chance.sample(self.stations, len(self.stations)):
                body: Body = {"station": str(station.pk), "milestone": milestone.code}
                if milestone.kind == "count":
                    share = (order - 2) / 8 * chance.uniform(0.8, 1.1)
                    body |= {"value": int(VOTERS * share), "sure": True}
                yield station, body | {"client_id": str(uuid7())}


def prepared(operation: Operation, places: Sequence[tuple[str, int]]) -> Day:
    """The milestones of an operation, and so many stations in each of its villages.

    What an earlier benchmark of this run has made is used again.
    """
    there = list(Station.objects.filter(operation=operation))
    if there:
        return Day(operation, there)
    with use_operation(operation):
        prepare_polling(SYSTEM, operation)
    rows = [
        Station(id=uuid7(), operation=operation, region_id=code, number=number,
                voters_male=VOTERS // 2, voters_female=VOTERS // 2)
        for code, count in places
        for number in range(1, count + 1)
    ]  # fmt: skip
    copy_rows(Station, ({f.attname: getattr(r, f.attname) for f in r._meta.fields} for r in rows))
    return Day(operation, rows)


def places_of(code: str) -> list[tuple[str, int]]:
    rows = Region.objects.within([code]).villages()
    return [(row.pk, row.polling_stations or 0) for row in rows]


def _day(house: House, day: Day, name: str) -> list[Figure]:
    """Every check-in by the post of its village, as fast as it is answered."""
    at_desk = house.cast.at_desk
    villages = sorted({station.region_id for station in day.stations})
    posts = [next(post for post in at_desk[code] if post.can("check_in")) for code in villages]
    keys = dict(zip(villages, tokens_for(posts), strict=True))
    told = day.check_ins(2 if house.quick else REPORTED)
    work = [(keys[station.region_id], body) for station, body in told]
    how = f"POST {ONE}, {len(work)} check-ins, {CLIENTS} connections, client on the same cores"
    seconds, span = asyncio.run(_carried(house, ONE, work))
    rate = len(seconds) / span
    figures = [
        figure(f"check-ins of a {name}", rate, "/s", f"{how}; {_load()}", AIM_RATE, better="above"),
        *half_and_most(f"check-in of a {name}", seconds, how, AIM_MS),
    ]
    return figures + _raw(rate, house.quick)


def _raw(rate: float, quick: bool) -> list[Figure]:
    how = f"psycopg alone: check-in, standing, tally, journal, commit; {CLIENTS} connections"
    alone = raw.rate(CLIENTS, 2.0 if quick else 5.0, CheckIns)
    return [
        figure("same rows by psycopg", alone, "/s", f"{how}; {_load()}"),
        figure("psycopg / house, check-ins", alone / rate, "x", "in one run"),
    ]


def _slices(house: House, day: Day) -> list[Figure]:
    """A fixed slice of the province's day: singly, then by fifties."""
    keys = tokens_for(day.posts[""])
    span = 4.0 if house.quick else SLICE
    bodies = (body for _station, body in day.check_ins(REPORTED))
    singly = ((keys[n % CLIENTS], body) for n, body in enumerate(bodies))
    seconds, took = asyncio.run(_carried(house, ONE, singly, span))
    size = f"{len(day.stations)} stations, {took:.0f} s of its day, {CLIENTS} connections"
    rate = len(seconds) / took
    figures = [
        figure("check-ins of a province", rate, "/s", f"{size}; {_load()}", AIM_RATE,
               better="above"),
        *half_and_most("check-in of a province", seconds, size, AIM_MS),
    ]  # fmt: skip
    together = _fifties(keys, bodies)
    before = CheckIn.objects.filter(operation=day.operation).count()
    seconds, took = asyncio.run(_carried(house, MANY, together, span))
    done = CheckIn.objects.filter(operation=day.operation).count() - before
    told = f"{size}, {TOGETHER} at once; {_load()}"
    return [
        *figures,
        figure("check-ins of a province, by fifties", done / took, "/s", told),
        *half_and_most("fifty check-ins of a province", seconds, told),
    ]


def _fifties(keys: Sequence[str], bodies: Iterator[Body]) -> Iterator[tuple[str, Body]]:
    number = 0
    while items := list(islice(bodies, TOGETHER)):
        yield keys[number % len(keys)], {"items": items}
        number += 1


async def _carried(
    house: House, address: str, work: Iterable[tuple[str, Body]], span: float = 0.0
) -> tuple[list[float], float]:
    """Send all of `work`, or for `span` seconds; how long each took, and all together."""
    taken: list[float] = []
    left = iter(work)
    begin = time.perf_counter()

    async def one() -> None:
        line = Line(house.port, Accept_Language="id")
        for key, body in left:
            began = time.perf_counter()
            answer = await line.post(address, body, Authorization=key)
            if answer.status not in (200, 201):
                raise RuntimeError(f"a check-in was answered {answer.status}: {answer.body!r}")
            taken.append(time.perf_counter() - began)
            if span and time.perf_counter() > begin + span:
                break
        line.close()

    await asyncio.gather(*(one() for _ in range(CLIENTS)))
    return taken, time.perf_counter() - begin


def _load() -> str:
    return f"load of the machine {os.getloadavg()[0]:.0f}"


def province_of(house: House) -> Operation:
    """East Java as an operation of its own, beside the regency's; made once."""
    there = Operation.objects.filter(code="pengukuran-jatim").first()
    if there is not None:
        return there
    row = Operation.objects.get(pk=house.operation.pk)
    row.pk, row.code, row.region_code = uuid7(), "pengukuran-jatim", PROVINCE
    row.save(force_insert=True)
    return row


REGENCIES = [f"{PROVINCE}.{n:02}" for n in (*range(1, 30), *range(71, 80)) if n != 19]
DISTRICTS, VILLAGES, STATIONS = 18, 13, 60_751  # 37 x 18 x 13 = 8,658 villages; 8,494 are real


def made_places() -> list[tuple[str, int]]:
    """Places in the shape of East Java: real regencies, made districts and villages."""
    rows = [place_row(code, "regency", "kabupaten") for code in REGENCIES]
    for regency in REGENCIES:
        rows += [
            place_row(f"{regency}.{n:02}", "district", "kecamatan") for n in range(1, DISTRICTS + 1)
        ]
    districts = [row["code"] for row in rows if row["level"] == "district"]
    villages = [f"{code}.{2000 + n}" for code in districts for n in range(1, VILLAGES + 1)]
    rows += [place_row(code, "village", "desa") for code in villages]
    there = set(Region.objects.values_list("pk", flat=True))
    copy_rows(Region, [row for row in rows if row["code"] not in there])
    whole, rest = divmod(STATIONS, len(villages))
    return [(code, whole + (n < rest)) for n, code in enumerate(villages)]


def place_row(code: str, level: str, kind: str) -> dict[str, Any]:
    """The row of a made place."""
    return {"code": code, "name": f"Uji {code}", "level": level, "kind": kind,
            "parent_id": code.rpartition(".")[0] or None}  # fmt: skip


def posts_of(operation: Operation, house: House) -> list[Post]:
    """One post of KPU for each client, which covers the province; made once."""
    there = list(Post.objects.filter(operation=operation).with_all())
    if there:
        return there
    pattern = house.post("kpu")
    posts = []
    for number in range(CLIENTS):
        row = Post.objects.get(pk=pattern.pk)
        row.pk, row.operation, row.title = uuid7(), operation, f"KPU Jawa Timur {number}"
        row.region_id, row.areas = f"{PROVINCE}", [PROVINCE]
        row.since = row.since.replace(day=number % 28 + 1, month=number // 28 + 1)
        row.save(force_insert=True)
        posts.append(row)
    return posts
