"""Check-ins by the API: once, in any order, one by one and together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sinergi.kernel.identifiers import uuid7
from sinergi.kernel.models import JournalEntry
from sinergi.polling.actions import Said, report_milestone
from sinergi.polling.models import CheckIn, Standing, Tally
from tests.api.conftest import Program, program  # noqa: F401 -- a fixture
from tests.factories import ELSEWHERE, VILLAGE, World
from tests.factories_polling import polling, station
from tests.fixtures import Clock

NINE = datetime(2024, 11, 27, 2, 5, tzinfo=UTC)  # 09.05 WIB on the voting day
ONE, MANY = "/polling/check-ins", "/polling/check-ins/batch"
Programs = Callable[..., Program]


@pytest.fixture
def day(world: World, clock: Clock) -> dict:
    clock.moment = NINE
    return polling(world)


def counted(where: Any, value: int, **also: Any) -> dict[str, Any]:
    return {"station": str(where.pk), "milestone": "turnout_09", "value": value, **also}


def test_a_check_in_is_taken_once(program: Programs, world: World, day: dict) -> None:  # noqa: F811
    here, asking, key = station(world), program("village_committee"), str(uuid7())
    first = asking.post(ONE, counted(here, 120, client_id=key))
    again = asking.post(ONE, counted(here, 120, client_id=key))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json() and first.json()["id"] == key
    other = asking.post(ONE, counted(here, 121, client_id=key))
    assert (other.status_code, other.json()["errors"][0]["field"]) == (409, "client_id")
    assert CheckIn.objects.count() == 1


def test_it_is_named_by_village_and_number_too(
    program: Programs,  # noqa: F811
    world: World,
    day: dict,
) -> None:
    station(world, 7)
    body = {"village": VILLAGE, "number": 7, "milestone": "opened"}
    assert program("village_committee").post(ONE, body).status_code == 201
    assert program("village_committee").post(ONE, {**body, "number": 8}).status_code == 404


def test_what_is_wrong_is_told_at_its_field(program: Programs, world: World, day: dict) -> None:  # noqa: F811
    here, asking = station(world), program("village_committee")

    def fault(**body: Any) -> tuple[int, str, str]:
        answer = asking.post(ONE, {"station": str(here.pk), "milestone": "turnout_09", **body})
        told = answer.json()
        return answer.status_code, told["code"], told["errors"][0]["field"]

    assert fault() == (422, "invalid", "value")
    assert fault(value=751) == (422, "invalid", "value")
    assert fault(value=501) == (422, "improbable", "value")
    assert fault(value=-1)[0] == 422
    assert fault(milestone="gone") == (422, "invalid", "milestone")
    ahead = (NINE + timedelta(hours=1)).isoformat()
    assert fault(value=1, happened_at=ahead) == (422, "invalid", "happened_at")
    assert asking.post(ONE, counted(here, 501, sure=True)).json()["flag"] == "over"
    assert asking.post(ONE, counted(station(world, 1, ELSEWHERE), 1)).status_code == 404
    assert program("council_member").post(ONE, counted(here, 1)).status_code == 403


def test_what_was_written_last_holds_in_whatever_order_it_comes(
    program: Programs,  # noqa: F811
    world: World,
    day: dict,
) -> None:
    here, asking = station(world), program("village_committee")
    for value, minutes in ((130, 1), (110, 9), (120, 5)):
        at = (NINE - timedelta(minutes=minutes)).isoformat()
        assert asking.post(ONE, counted(here, value, written_at=at)).status_code == 201
    assert Standing.objects.get().value == 130
    told = asking.get(f"/polling/stations/{here.pk}/check-ins").json()
    assert told["total"] == 3
    assert len(asking.get("/polling/milestones").json()) == len(day)


def test_of_a_batch_each_is_done_known_or_refused(
    program: Programs,  # noqa: F811
    world: World,
    day: dict,
) -> None:
    first, second, far = station(world, 1), station(world, 2), station(world, 1, ELSEWHERE)
    key = str(uuid7())
    items = [
        counted(second, 80),
        counted(first, 9_999),
        counted(first, 120, client_id=key),
        counted(first, 120, client_id=key),
        counted(far, 5),
        {"village": VILLAGE, "number": 2, "milestone": "opened"},
        {"village": VILLAGE, "number": 9, "milestone": "opened"},
        {**counted(first, 1), "milestone": "gone"},
        counted(first, 125),
    ]
    asking = program("village_committee")
    told = asking.post(MANY, {"items": items}, Idempotency_Key="a-1").json()
    assert [one["state"] for one in told["items"]] == [
        "done", "refused", "done", "known", "refused", "done", "refused", "refused", "done",
    ]  # fmt: skip
    assert (told["done"], told["known"], told["refused"]) == (4, 1, 4)
    assert told["items"][1]["problem"]["errors"][0]["field"] == "value"
    assert Tally.objects.get(milestone__code="turnout_09").value == 205
    assert JournalEntry.objects.filter(verb="station.checked_in").count() == 4
    again = asking.post(MANY, {"items": items}, Idempotency_Key="a-1")
    assert again.headers["Idempotency-Replayed"] == "true" and CheckIn.objects.count() == 4
    assert asking.post(MANY, {"items": items * 60}).status_code == 422


def test_a_check_in_costs_few_statements(program: Programs, world: World, day: dict) -> None:  # noqa: F811
    here, by = station(world), world.post("village_committee")
    for value in (120, 121):  # the first, and a correction
        with CaptureQueriesContext(connection) as asked:
            report_milestone(by, here, Said(day["turnout_09"], value))
        told = [one["sql"] for one in asked if "SAVEPOINT" not in one["sql"]]
        assert len(told) <= MOST_STATEMENTS, told
    asking = program("village_committee")
    for value in (122, 123):  # from then on the house knows this token
        asking.post(ONE, counted(here, value))
    with CaptureQueriesContext(connection) as asked:
        asking.post(ONE, counted(here, 124))
    told = [one["sql"] for one in asked if "SAVEPOINT" not in one["sql"]]
    assert len(told) <= MOST_STATEMENTS + 2, told


MOST_STATEMENTS = 4  # the station, what holds, the rows with their sums, the journal
