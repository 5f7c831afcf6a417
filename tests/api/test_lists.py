"""Lists by the API: pages, filters, what did not change, and what is taken out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sinergi.kernel.models import JournalEntry
from tests import factories
from tests.api.conftest import Program

Programs = Callable[..., Program]
World = factories.World


def test_pages_of_a_list_neither_lose_nor_repeat(program: Programs, world: World) -> None:
    factories.many_incidents(world, 25, happened_at=factories.START)  # all at one moment
    asking, seen = program(), list[str]()
    address: str | None = "/incidents?limit=10"
    while address:
        page = asking.get(address).json()
        assert page["total"] >= 25
        seen += [item["id"] for item in page["items"]]
        factories.many_incidents(world, 1)  # newer ones arrive meanwhile
        address = page["next"]
    assert len(seen) == len(set(seen))
    assert len(seen) in (25, 26, 27, 28)


def test_a_cursor_that_is_not_ours_is_refused(program: Programs) -> None:
    response = program().get("/incidents?cursor=abc")
    assert (response.status_code, response.json()["errors"][0]["field"]) == (422, "cursor")


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=201", "state=gone", "staet=open", "q=%00", "place=x", "from=soon"]
)
def test_a_filter_that_cannot_be_is_refused(program: Programs, query: str) -> None:
    assert program().get(f"/incidents?{query}").status_code == 422


def test_the_filter_is_the_pages_own(program: Programs, world: World) -> None:
    factories.report(world, kind="clash", severity="high")
    factories.report(world, kind="hoax", severity="low")
    asking = program()
    assert asking.get("/incidents?kind=clash&severity=high").json()["total"] == 1
    assert asking.get("/incidents?state=open&q=spanduk").json()["total"] == 2
    assert asking.get("/incidents?from=2024-09-10&to=2024-09-10").json()["total"] == 2
    assert asking.get(f"/incidents?place={factories.ELSEWHERE}").json()["total"] == 0


def test_what_did_not_change_is_not_sent_again(program: Programs, world: World) -> None:
    factories.report(world)
    asking = program()
    first = asking.get("/incidents")
    again = asking.get("/incidents", If_None_Match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    factories.report(world)
    assert asking.get("/incidents", If_None_Match=first["ETag"]).status_code == 200


def test_a_list_is_taken_out_by_whom_it_may(program: Programs, world: World) -> None:
    factories.report(world)
    assert program().get("/exports/incidents/csv").status_code == 403
    taken = program("district_head").get("/exports/incidents/csv?state=open")
    assert taken.status_code == 200 and taken.getvalue().count(b"\r\n") == 2
    assert JournalEntry.objects.filter(verb="incidents.exported", door="api").count() == 1
