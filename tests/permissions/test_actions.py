"""Every action x every role x inside, outside and restricted, generated from the registry."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from sinergi.agencies.roles import ROLES
from sinergi.incidents.models import Incident
from sinergi.kernel.action import Action, registry
from sinergi.kernel.actors import SYSTEM
from tests import factories
from tests.factories import ELSEWHERE, REGENCY, VILLAGE, World
from tests.permissions.situations import SITUATIONS

pytestmark = pytest.mark.django_db

DOCUMENT = Path(__file__).parents[2] / "docs" / "permissions.md"
ACTIONS = sorted(registry.values(), key=lambda entry: (entry.room, entry.verb, entry.name))
NARROW = [role.code for role in ROLES.values() if role.level in ("village", "district")]
MARKS = {"yes": "●", "no": "·", "hidden": " "}


def answer(entry: Action, world: World, role: str, target: Any) -> str:
    """yes, no (known, not hers) or hidden (not hers to know)."""
    said = entry.answer(world.post(role), target)
    return "yes" if said else "hidden" if said.hidden else "no"


def test_every_action_has_a_situation() -> None:
    """A new action is a new row of the table."""
    assert {entry.name for entry in ACTIONS} == set(SITUATIONS)


# Asked of a place, which is everybody's.
OF_A_PLACE = ("_report", "plan_activity", "draft_alert", "assess_place", "open_risk")


@pytest.mark.parametrize("entry", ACTIONS, ids=lambda entry: entry.name)
def test_nobody_does_anything_in_another_operation(
    entry: Action, world: World, other_world: World
) -> None:
    """Nor learns that it exists, except of places, which are everybody's."""
    target = SITUATIONS[entry.name](other_world, VILLAGE)
    if entry.subject.__name__ in ("Region", "BoundarySet", "Operation") or entry.name in OF_A_PLACE:
        pytest.skip("places belong to all operations")
    for role in ROLES:
        assert not entry.answer(world.post(role), target), role


@pytest.mark.parametrize("entry", ACTIONS, ids=lambda entry: entry.name)
def test_village_and_district_do_nothing_in_other_districts(entry: Action, world: World) -> None:
    """And what belongs to a case there is not theirs to know."""
    target = SITUATIONS[entry.name](world, ELSEWHERE)
    for role in NARROW:
        said = entry.answer(world.post(role), target)
        assert not said, role
        if entry.room in ("incidents", "followups") and entry.name not in SYSTEM_OR_PLACE:
            assert said.hidden, role


# Asked of a place or of the operation, or done by the house alone: known, but not hers.
SYSTEM_OR_PLACE = {"_report", "set_policy", "climb", "remind"}


@pytest.mark.parametrize("entry", ACTIONS, ids=lambda entry: entry.name)
def test_a_restricted_case_exists_for_named_agencies_only(entry: Action, world: World) -> None:
    """Whatever the role and wherever it sits."""
    target = SITUATIONS[entry.name](world, VILLAGE)
    case = target if isinstance(target, Incident) else getattr(target, "incident", None)
    if case is None or entry.name in ("climb", "remind"):
        pytest.skip("does not belong to a case")
    named = world.agencies["bawaslu"].pk
    case.visibility, case.audience = "restricted", [named]
    case.save()
    for role in ROLES:
        if world.posts[role].agency_id != named and world.posts[role].pk != case.reporter_id:
            assert answer(entry, world, role, target) == "hidden", role


@pytest.mark.parametrize("entry", ACTIONS, ids=lambda entry: entry.name)
def test_the_house_itself_does_only_what_is_its_own(entry: Action, world: World) -> None:
    """What only a person can do, the clock cannot."""
    target = SITUATIONS[entry.name](world, VILLAGE)
    assert bool(entry.answer(SYSTEM, target)) is entry.system


def test_the_table_in_the_docs_is_what_the_house_answers(world: World) -> None:
    """Set SINERGI_WRITE_DOCS=1 to write it anew; then read what changed."""
    text = document(world)
    if os.environ.get("SINERGI_WRITE_DOCS"):
        DOCUMENT.parent.mkdir(exist_ok=True)
        DOCUMENT.write_text(text, "utf-8")
    assert DOCUMENT.read_text("utf-8") == text


def document(world: World) -> str:
    """The table of who may do what, for a case of her own village, as Markdown."""
    lines = [
        "# Who may do what",
        "",
        "Generated from the registry of actions by `tests/permissions`, which also proves it.",
        "The case, task, desk or person lies in the role's own village; a case lies on the desk",
        "of the village, in a state in which the action may happen.",
        "",
        "● may · known, but may not · (empty) not hers to know",
        "",
    ]
    for room in sorted({entry.room for entry in ACTIONS}):
        lines += _room(world, room)
    return "\n".join(lines) + "\n"


def _room(world: World, room: str) -> list[str]:
    entries = [entry for entry in ACTIONS if entry.room == room]
    marks: dict[str, list[str]] = {role: [] for role in ROLES}
    for entry in entries:
        target = SITUATIONS[entry.name](world, VILLAGE)
        for role in ROLES:
            marks[role].append(MARKS[answer(entry, world, role, target)])
    head = [f"`{entry.verb}`" for entry in entries]
    lines = [f"## {room}", "", f"| role | {' | '.join(head)} |", "| --- " * (len(head) + 1) + "|"]
    lines += [f"| {role} | {' | '.join(row)} |" for role, row in marks.items()]
    return [*lines, ""]


def test_a_village_head_leads_her_village_and_nothing_more(world: World) -> None:
    """A row of the table, read aloud."""
    mine = SITUATIONS["settle"](world, VILLAGE)
    assert answer(registry["settle"], world, "village_head", mine) == "yes"
    assert answer(registry["settle"], world, "village_supervisor", mine) == "no"
    assert answer(registry["restrict"], world, "village_head", mine) == "no"
    assert answer(registry["settle"], world, "elsewhere:village_head", mine) == "hidden"
    assert answer(registry["settle"], world, "regent", mine) == "no"


def test_polres_covers_what_it_is_responsible_for(world: World) -> None:
    """Jiwan answers to another Polres than the rest of the regency."""
    jiwan = factories.report(world, "elsewhere:babinsa")
    see = registry["acknowledge"]
    assert world.post("police_officer").areas != [REGENCY]
    assert answer(see, world, "police_officer", jiwan) == "hidden"
    assert answer(see, world, "elsewhere:police_officer", jiwan) == "yes"
    assert answer(see, world, "army_officer", jiwan) == "yes"
