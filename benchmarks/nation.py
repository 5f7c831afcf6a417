"""A nation's day: 435,296 stations and nine milestones each, and what a province's board feels.

Each province is an operation of its own, as the house would be run; all lie in one database.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction

from benchmarks.board import measure_board
from benchmarks.filling import copy_rows
from benchmarks.house import House
from benchmarks.results import Figure, figure
from benchmarks.voting_day import (
    REPORTED,
    STATIONS,
    VOTERS,
    Day,
    made_places,
    place_row,
    posts_of,
    prepared,
    province_of,
)
from sinergi.kernel.actors import SYSTEM
from sinergi.kernel.clock import use_operation
from sinergi.kernel.context import use_door
from sinergi.kernel.identifiers import uuid7
from sinergi.kernel.models import Operation
from sinergi.polling import tallying
from sinergi.polling.actions import prepare_polling
from sinergi.polling.models import Station
from sinergi.regions.models import Region

NATION = 435_296  # stations
OTHERS = [str(code) for code in (*range(51, 59), *range(61, 69), *range(71, 79), *range(81, 94))]
REGENCIES, DISTRICTS, VILLAGES = 14, 14, 10  # of each: 37 provinces with 72,520 villages
CHECK_INS = """
INSERT INTO polling_checkin (id, operation_id, station_id, milestone_id, value, happened_at,
    written_at, received_at, post_id, flag, withdrawn, note)
SELECT gen_random_uuid(), s.operation_id, s.id, m.id,
    CASE m.kind WHEN 'count' THEN (50 * m."order")::integer END,
    m.due_at, %(at)s, %(at)s, %(post)s, '', false, ''
FROM polling_station s JOIN polling_milestone m ON m.operation_id = s.operation_id
WHERE m."order" <= %(reported)s
"""
STANDINGS = """
INSERT INTO polling_standing (station_id, milestone_id, check_in_id, value, happened_at,
    written_at, flag, withdrawn)
SELECT station_id, milestone_id, id, value, happened_at, written_at, flag, withdrawn
FROM polling_checkin
"""
SUMS = """
SELECT m.code, sum(t.done), sum(t.late), sum(t.value), sum(t.voters)
FROM polling_tally t JOIN polling_milestone m ON m.id = t.milestone_id GROUP BY m.code
"""


def measure(house: House) -> list[Figure]:
    """The board of East Java alone, and then among all provinces; the sums of the nation."""
    with use_door("cli"):
        province = prepared(province_of(house), made_places())
        _load(house, province, 0)
    posts = posts_of(province.operation, house)[:4]
    figures = measure_board(house, province, "province alone", posts)
    began = time.perf_counter()
    with use_door("cli"):
        rows = _load(house, province, 3 if house.quick else len(OTHERS))
    took = time.perf_counter() - began
    told = f"{rows} check-ins with what holds and the sums, by SQL"
    figures.append(figure("nation loaded", took, "s", told))
    figures += measure_board(house, province, "province in the nation", posts)
    return [*figures, _summed()]


def _load(house: House, province: Day, provinces: int) -> int:
    """Stations of the other provinces, and a whole day of all; how many check-ins lie there."""
    each = (NATION - STATIONS) // len(OTHERS)
    for code in OTHERS[:provinces]:
        operation = _operation(house, code)
        copy_rows(Station, _stations(operation, _places(code), each))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # every key is known good
        cursor.execute("TRUNCATE polling_standing, polling_checkin CASCADE")
        at = province.operation.exercise_start
        post = house.post("kpu").pk
        cursor.execute(CHECK_INS, {"at": at, "post": post, "reported": REPORTED})
        count: int = cursor.rowcount
        cursor.execute(STANDINGS)
    for operation in Operation.objects.filter(code__startswith="pengukuran"):
        with transaction.atomic():
            tallying.rebuild(operation)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return count


def _operation(house: House, code: str) -> Operation:
    row = Operation.objects.get(pk=house.operation.pk)
    row.pk, row.code, row.region_code = uuid7(), f"pengukuran-{code}", code
    row.save(force_insert=True)
    with use_operation(row):
        prepare_polling(SYSTEM, row)
    return row


def _places(code: str) -> list[str]:
    """Made places of a province; the codes of its villages."""
    rows = [place_row(code, "province", "provinsi")]
    for first in range(1, REGENCIES + 1):
        regency = f"{code}.{first:02}"
        rows.append(place_row(regency, "regency", "kabupaten"))
        for second in range(1, DISTRICTS + 1):
            district = f"{regency}.{second:02}"
            rows.append(place_row(district, "district", "kecamatan"))
            rows += [
                place_row(f"{district}.{2000 + n}", "village", "desa")
                for n in range(1, VILLAGES + 1)
            ]
    copy_rows(Region, rows)
    return [row["code"] for row in rows if row["level"] == "village"]


def _stations(operation: Operation, villages: list[str], count: int) -> Iterator[dict[str, Any]]:
    for n in range(count):
        yield {
            "id": uuid7(),
            "operation_id": operation.pk,
            "region_id": villages[n % len(villages)],
            "number": n // len(villages) + 1,
            "voters_male": VOTERS // 2,
            "voters_female": VOTERS // 2,
            "active": True,
        }


def _summed() -> Figure:
    taken = []
    for _turn in range(5):
        began = time.perf_counter()
        with connection.cursor() as cursor:
            cursor.execute(SUMS)
            cursor.fetchall()
        taken.append(time.perf_counter() - began)
    return figure("sums of the nation", min(taken) * 1000, "ms", "one statement over all tallies")
