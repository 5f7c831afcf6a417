"""The register of risks in the API: the same rules by another door."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sinergi.risk.library import suggestions
from sinergi.risk.models import Risk
from tests.api.conftest import Program, program  # noqa: F401 -- a fixture
from tests.factories import ELSEWHERE, VILLAGE, World
from tests.factories_risk import risk

pytestmark = pytest.mark.django_db
Programs = Callable[..., Program]
AT = "/risk/register"
TOLD: dict[str, Any] = {
    "kind": "violence", "title": "Bentrok di lapangan", "region": VILLAGE, "likelihood": 4,
    "impact": 4, "review_on": "2024-09-17",
}  # fmt: skip


def test_entered_prevented_and_ended(program: Programs, world: World) -> None:  # noqa: F811
    mine = program("village_head")
    made = mine.post(AT, TOLD)
    assert made.status_code == 201
    told = made.json()
    assert (told["number"], told["grade"], told["state"]) == ("R-001", "critical", "open")
    at = f"{AT}/{told['id']}"
    asked = {"title": "Patroli", "agency": str(world.agencies["polsek"].pk),
             "due_at": "2024-09-12T10:00:00+07:00", "suggestion": "patrol"}  # fmt: skip
    (measure,) = mine.post(f"{at}/measure", asked).json()["measures"]
    assert (measure["state"], measure["suggestion"]) == ("assigned", "patrol")
    assert mine.post(f"{at}/close", {"result": "Selesai."}).status_code == 409
    smaller = {"likelihood": 2, "impact": 4, "review_on": "2024-09-20", "result": "Damai."}
    assert mine.post(f"{at}/mitigate", smaller).json()["weight"] == 8


def test_what_is_wrong_is_told_at_its_field(program: Programs, world: World) -> None:  # noqa: F811
    mine = program("village_head")
    for change, field in (
        ({"kind": "candidate"}, "kind"),
        ({"region": ELSEWHERE}, "region"),
        ({"stage": "S99"}, "stage"),
        ({"review_on": "2024-09-01"}, "review_on"),
    ):
        answer = mine.post(AT, TOLD | change)
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)
    assert mine.post(AT, TOLD | {"likelihood": 6}).status_code == 422
    row = risk(world)
    two = {"title": "Patroli", "due_at": "2024-09-12T10:00:00+07:00"}
    answer = mine.post(f"{AT}/{row.pk}/measure", two)
    assert answer.json()["errors"][0]["field"] == "agency"


def test_lists_are_hers_and_filtered(program: Programs, world: World) -> None:  # noqa: F811
    risk(world)
    risk(world, state="closed")
    away = risk(world, ELSEWHERE)
    mine = program("village_head")
    assert [row["number"] for row in mine.get(AT).json()["items"]] == ["R-001"]
    assert mine.get(f"{AT}?state=all").json()["total"] == 2
    assert mine.get(f"{AT}/{away.pk}").status_code == 404
    assert program("regent").get(AT).json()["total"] == 2
    assert program("regent").post(AT, TOLD).status_code == 403
    assert Risk.objects.count() == 3


def test_the_library_is_open(program: Programs, world: World) -> None:  # noqa: F811
    rows = program("village_head").get("/risk/suggestions").json()
    assert len(rows) == len(suggestions()) and all(row["basis"] for row in rows)
