"""Readiness by the API: lists, the matrix, and what may be done."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sinergi.readiness.models import ReadinessItem
from tests.api.conftest import Program, program  # noqa: F401 -- a fixture
from tests.factories import ELSEWHERE, VILLAGE, World
from tests.factories_readiness import item

pytestmark = pytest.mark.django_db
Programs = Callable[..., Program]


def test_report_check_and_ask(program: Programs, world: World) -> None:  # noqa: F811
    row = item(world)
    mine, above = program("village_head"), program("district_head")
    at = f"/readiness/items/{row.pk}"
    assert mine.get(at).json()["actions"][0] == {
        "action": "report", "allowed": True, "reason": "", "who": "",
    }  # fmt: skip
    answer = mine.post(f"{at}/report", {"state": "blocked"})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "missing")
    told = {"state": "blocked", "missing": "Genset.", "revision": 0}
    told["helper"] = str(world.agencies["satpol_pp"].pk)
    assert mine.post(f"{at}/report", told).json()["standing"] == "blocked"
    stale = mine.post(f"{at}/report", {"state": "ready", "revision": 0})
    assert (stale.status_code, stale.json()["code"]) == (409, "readiness-changed-meanwhile")
    asked = {"to": str(world.agencies["satpol_pp"].pk), "due_at": "2024-09-20T10:00:00+07:00"}
    assert above.post(f"{at}/followup", asked).json()["followup"]
    assert mine.post(f"{at}/report", {"state": "ready"}).json()["standing"] == "claimed"
    assert mine.post(f"{at}/check", {"confirmed": True}).status_code == 403
    assert above.post(f"{at}/check", {"confirmed": True}).json()["standing"] == "confirmed"


def test_lists_are_whole_and_only_hers(program: Programs, world: World) -> None:  # noqa: F811
    item(world)
    asking, seen = program("village_head"), list[str]()
    address: str | None = "/readiness/items?limit=10"
    while address:
        page = asking.get(address).json()
        seen += [row["id"] for row in page["items"]]
        address = page["next"]
    rows = ReadinessItem.objects.visible_to(world.post("village_head"))
    assert len(seen) == len(set(seen)) == rows.count()
    found = asking.get(f"/readiness/items?stage=S09&kind=village_office&place={VILLAGE}").json()
    assert found["total"] == 4
    hidden = item(world, place=ELSEWHERE)
    assert asking.get(f"/readiness/items/{hidden.pk}").status_code == 404


@pytest.mark.parametrize("query", ["state=gone", "level=province", "place=x", "mine=all", "a=1"])
def test_a_filter_that_cannot_be_is_refused(
    program: Programs,  # noqa: F811
    world: World,
    query: str,
) -> None:
    assert program().get(f"/readiness/items?{query}").status_code == 422


def test_the_matrix_states_both_numbers(program: Programs, world: World) -> None:  # noqa: F811
    item(world)
    for by in ("stage", "place"):
        matrix = program("duty_officer").get(f"/readiness/matrix?by={by}").json()
        assert matrix["total"]["total"] == sum(row["tally"]["total"] for row in matrix["rows"]) > 0
        assert matrix["total"]["confirmed"] == 0 and matrix["total"]["percent"] == 0
