"""Readiness of a regency and of a whole province: making its items, and the page of its matrix."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db import connection
from lokal import wilayah

from benchmarks.house import House, cookie_of
from benchmarks.pages import timed
from benchmarks.results import Figure, figure, half_and_most
from sinergi.agencies.models import Account, Agency, Desk, DeskMember, Post
from sinergi.config.founding.institutions import DISTRICT_AGENCIES, REGENCY_AGENCIES
from sinergi.config.rehearsal.loading import MORNING
from sinergi.kernel.actors import SYSTEM
from sinergi.kernel.clock import real_now, stopped_at, use_operation
from sinergi.kernel.context import use_door
from sinergi.kernel.models import Operation
from sinergi.readiness.actions import ship_requirements
from sinergi.readiness.generation import Generated, generate
from sinergi.readiness.models import ReadinessItem
from sinergi.regions.codes import LEVELS, ancestors_of
from sinergi.regions.models import Region
from sinergi.stages.actions import open_calendar

PROVINCE = "35"
AIMS = {"regency": 150.0, "province": 400.0}  # ms, of the 95th percentile of the page
VILLAGE_AGENCIES = ("village_office", "village_election_committee")
# Six of ten are reported; of these most are ready, and most of what is ready is confirmed.
LIVELY = """
    UPDATE readiness_readinessitem SET revision = 1, reported_at = now(),
        state = CASE WHEN dice < 0.45 THEN 'ready' WHEN dice < 0.55 THEN 'in_progress'
                     ELSE 'blocked' END,
        missing = CASE WHEN dice < 0.55 THEN '' ELSE 'Genset' END,
        checked_at = CASE WHEN dice < 0.30 THEN now() END,
        check_state = CASE WHEN dice < 0.30 THEN 'confirmed' ELSE 'unchecked' END
    FROM (SELECT id AS thrown, random() AS dice FROM readiness_readinessitem
          WHERE operation_id = %s) AS throws
    WHERE id = thrown AND dice < 0.60
"""


def measure(house: House) -> list[Figure]:
    """The time of one statement that makes all items, and the page that counts them."""
    figures = _of(house, "regency", house.operation, house.post("piket"))
    with use_door("cli"), stopped_at(MORNING):
        post = province()
    return figures + _of(house, "province", post.operation, post)


def _of(house: House, name: str, operation: Operation, post: Post) -> list[Figure]:
    made, took = generated(operation)
    _again, again = generated(operation, anew=False)
    make_lively(operation)
    told = f"{made.new} items, one statement"
    figures = [
        figure(f"readiness of a {name} made", took * 1000, "ms", told),
        figure(f"readiness of a {name} made again", again * 1000, "ms", f"{told}, nothing new"),
    ]
    for by in ("stage", "place"):
        path = f"/readiness/?by={by}"
        count = 15 if house.quick else 60
        seconds = asyncio.run(timed(house.port, cookie_of(post), path, count))
        how = f"GET {path}, {made.total} items, one client"
        figures += half_and_most(f"matrix by {by} ({name})", seconds, how, AIMS[name])
    return figures


def generated(operation: Operation, *, anew: bool = True) -> tuple[Generated, float]:
    """What making the items did, and how long it took, in seconds."""
    if anew:
        ReadinessItem.objects.filter(operation=operation).delete()
    began = time.perf_counter()
    made = generate(operation.pk)
    return made, time.perf_counter() - began


def make_lively(operation: Operation) -> None:
    """Let items be in every state, and the database know how they lie."""
    with connection.cursor() as cursor:
        cursor.execute(LIVELY, [operation.pk])
        cursor.execute("VACUUM ANALYZE readiness_readinessitem")


def province() -> Post:
    """All 38 regencies of Jawa Timur with their agencies; an officer who sees them all."""
    _places()
    operation = Operation.objects.create(
        code="pengukuran-provinsi", region_code=PROVINCE, name="Pilkada Jawa Timur",
        election="Pilkada 2024", mode="exercise", voting_day=date(2024, 11, 27),
        exercise_start=MORNING, real_start=real_now(),
    )  # fmt: skip
    rows = list(_agencies(operation))
    Agency.objects.bulk_create(rows, batch_size=2_000)
    with use_operation(operation):
        open_calendar(SYSTEM, operation)
        ship_requirements(SYSTEM, operation)  # type: ignore[arg-type]
    return _officer(operation, next(row for row in rows if row.kind == "kesbangpol"))


def _places() -> None:
    """In the order of their levels, so that each place above is there first."""
    known = set(Region.objects.values_list("pk", flat=True))
    level = [PROVINCE]
    while level:
        below = [place for code in level for place in wilayah.list_wilayah(code)]
        rows = [
            Region(code=place.code, name=place.name[:80], kind=place.type,
                   level=LEVELS[place.level - 1], parent_id=ancestors_of(place.code)[-1])
            for place in below
        ]  # fmt: skip
        Region.objects.bulk_create([row for row in rows if row.pk not in known], batch_size=2_000)
        level = [place.code for place in below if place.level < len(LEVELS)]


def _agencies(operation: Operation) -> Iterator[Agency]:
    """As founding gives them to a regency, its districts and its villages."""
    for place in Region.objects.filter(pk__startswith=f"{PROVINCE}.").order_by("pk"):
        for kind, name in _kinds_of(place):
            yield Agency(operation=operation, kind=kind, name=f"{name} {place.pk}"[:120],
                         region=place, areas=[place.pk])  # fmt: skip


def _kinds_of(place: Region) -> list[tuple[str, str]]:
    if place.level == "regency":
        return [(kind, name.partition("{")[0].strip()) for kind, name in REGENCY_AGENCIES]
    if place.level == "district":
        return [(kind, name.partition("{")[0].strip()) for kind, name, _above in DISTRICT_AGENCIES]
    return [(kind, kind) for kind in VILLAGE_AGENCIES]


def _officer(operation: Operation, agency: Agency) -> Post:
    account = Account.objects.create(
        name="provinsi", email="provinsi@latihan.example", created_at=real_now()
    )
    region: Any = Region.objects.get(pk=PROVINCE)
    post = Post.objects.create(
        operation=operation, account=account, agency=agency, role="duty_officer", region=region,
        areas=[PROVINCE], title="Petugas piket provinsi", since=date(2024, 1, 1),
    )  # fmt: skip
    seat = agency.region
    desk = Desk.objects.create(operation=operation, region=seat, level="regency", name="Desk")
    DeskMember.objects.create(desk=desk, post=post, since=MORNING - timedelta(days=1))
    return post
