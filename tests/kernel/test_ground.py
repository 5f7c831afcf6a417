"""The clock, identifiers, numbers, scope and the live feed's ear."""

from __future__ import annotations

import asyncio
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from sinergi.agencies.scope import above_or_equal, covers, meet
from sinergi.kernel import clock, live
from sinergi.kernel.identifiers import uuid7
from sinergi.kernel.models import NumberSeries, Operation
from sinergi.kernel.numbers import next_number

START = datetime(2024, 9, 10, 1, 0, tzinfo=UTC)


def operation(**columns: Any) -> Operation:
    told = {
        "code": "nomor", "region_code": "35.19", "name": "Pilkada", "election": "Pilkada 2024",
        "mode": "exercise", "voting_day": date(2024, 11, 27), **columns,
    }  # fmt: skip
    return Operation(**told)


def test_an_exercise_lives_in_its_own_time_at_its_own_speed() -> None:
    real = datetime(2026, 1, 1, tzinfo=UTC)
    made = operation(exercise_start=START, real_start=real, speed=60)
    later = clock.operation_time(made, real + timedelta(minutes=2))
    assert later == START + timedelta(hours=2)


def test_without_an_exercise_the_clock_is_that_of_the_world() -> None:
    real = datetime(2026, 1, 1, tzinfo=UTC)
    assert clock.operation_time(operation(mode="actual"), real) == real


@pytest.mark.parametrize(
    ("zone", "hour"), [("Asia/Jakarta", 8), ("Asia/Makassar", 9), ("Asia/Jayapura", 10)]
)
def test_times_are_shown_in_the_zone_of_the_region(zone: str, hour: int) -> None:
    with clock.use_operation(operation(timezone=zone)):
        assert clock.local(START).hour == hour


def test_identifiers_are_version_7_and_sort_by_time() -> None:
    made = [uuid7() for _ in range(50)]
    assert all(one.version == 7 and one.variant == uuid.RFC_4122 for one in made)
    assert [one.int >> 80 for one in made] == sorted(one.int >> 80 for one in made)


@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_gaps_and_no_doubles_under_concurrency() -> None:
    made = operation(exercise_start=START, real_start=clock.real_now())
    made.save()

    def take(turn: int) -> str | None:
        try:
            with clock.use_operation(made), transaction.atomic():
                number = next_number("KJD", made)
                if turn % 5 == 0:
                    raise RuntimeError("rolled back: the number must come again")
                return number
        except RuntimeError:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        taken = [number for number in pool.map(take, range(60)) if number]
    assert sorted(taken) == [f"KJD/35.19/2024/{n:06d}" for n in range(1, len(taken) + 1)]
    assert NumberSeries.objects.get().last == len(taken)


codes = st.sampled_from(
    ["35", "35.19", "35.19.04", "35.19.04.2007", "35.19.04.2011", "35.19.09", "35.2", "35.20"]
)


@given(st.lists(codes, max_size=4), st.lists(codes, max_size=4), codes)
def test_the_meeting_of_two_scopes_covers_what_both_cover(
    one: list[str], other: list[str], code: str
) -> None:
    assert covers(meet(one, other), code) == (covers(one, code) and covers(other, code))


def test_a_prefix_ends_at_a_dot() -> None:
    assert not covers(["35.2"], "35.20")
    assert above_or_equal("35.19.04") == ["35", "35.19", "35.19.04"]


@dataclass
class Viewer:
    operation_id: Any = "op"
    agency_id: Any = "mine"
    prefixes: list[str] = field(default_factory=lambda: ["35.19.04"])


def event(**told: Any) -> dict[str, Any]:
    return {"id": 1, "operation": "op", "region": "35.19.04.2007", "audience": None, **told}


@pytest.mark.parametrize(
    ("told", "heard"),
    [
        ({}, True),
        ({"region": "35.19.09"}, False),
        ({"operation": "other"}, False),
        ({"audience": ["theirs"]}, False),
        ({"audience": ["theirs", "mine"]}, True),
        ({"region": ""}, False),
    ],
)
def test_only_what_the_viewer_may_see_reaches_her(told: dict[str, Any], heard: bool) -> None:
    assert live.may_hear(Viewer(), event(**told)) is heard


def test_a_slow_page_is_told_to_ask_anew() -> None:
    async def scene() -> list[str]:
        page = live.Page(Viewer())
        for number in range(live.BACKLOG + 5):
            page.offer(live.as_sse(event(id=number)))
        return [await page.next(0.01), await page.next(0.01)]

    first, second = asyncio.run(scene())
    assert first == live.RESYNC
    assert second.startswith(":")


def test_an_event_says_that_something_changed_and_never_what() -> None:
    text = live.as_sse(event(verb="incident.reported", subject_id="x"))
    assert "operation" not in text
    assert "audience" not in text
