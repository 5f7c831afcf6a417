"""Every room has the same furniture, in the same places."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.sources import ROOMS, name, rooms, text, tree, written

PLAN = {
    "kernel", "web", "regions", "agencies", "followups", "stages", "readiness", "incidents",
    "commitments", "library", "neutrality", "polling", "meetings", "risk", "alerts", "briefing",
    "config",
}  # fmt: skip
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "misc", "common", "manager", "managers"}
READERS = ("views", "api", "forms", "queries", "exports", "templatetags", "admin")
CLOCK = ROOMS / "kernel" / "clock.py"
HIDDEN_CLOCK = re.compile(r"\b(timezone\.now|datetime\.(utc)?now|date\.today|localtime)\(")
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX)\b")


def test_rooms_are_the_ones_of_the_plan() -> None:
    assert {room.name for room in rooms()} == PLAN


@pytest.mark.parametrize("room", [r for r in rooms() if r.name != "config"], ids=lambda r: r.name)
def test_a_room_introduces_itself(room: Path) -> None:
    assert ast.get_docstring(tree(room / "apps.py"))


@pytest.mark.parametrize("room", rooms(), ids=lambda r: r.name)
def test_a_room_with_actions_says_who_may(room: Path) -> None:
    if (room / "actions").is_dir() or (room / "actions.py").is_file():
        assert (room / "permissions.py").is_file() or (room / "permissions").is_dir()


@pytest.mark.parametrize("room", rooms(), ids=lambda r: r.name)
def test_a_room_with_tables_has_migrations(room: Path) -> None:
    if (room / "models").is_dir() or (room / "models.py").is_file():
        assert list((room / "migrations").glob("0001_*.py"))


def test_every_module_says_what_it_is() -> None:
    for path in written(".py"):
        if path.name != "__init__.py" or text(path).strip():
            assert ast.get_docstring(tree(path)), name(path)


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert not [name(path) for path in written(".py", below=ROOMS) if path.stem in EMPTY_NAMES]


def test_there_is_one_clock() -> None:
    asking = {
        name(path)
        for path in written(".py", below=ROOMS)
        if path != CLOCK and HIDDEN_CLOCK.search(text(path))
    }
    assert not asking


def test_doors_and_queries_write_to_no_table() -> None:
    writing = {
        f"{name(path)}:{node.lineno}"
        for path in written(".py", below=ROOMS)
        if set(READERS) & {part.removesuffix(".py") for part in path.relative_to(ROOMS).parts[1:]}
        for node in ast.walk(tree(path))
        if _writes(node)
    }
    assert not writing


def _writes(node: ast.AST) -> bool:
    """`x.objects.create(...)` and its like, and `x.save()` without more."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    method, on = node.func.attr, node.func.value
    of_manager = isinstance(on, ast.Attribute) and on.attr == "objects"
    return (of_manager and method in {"create", "bulk_create", "update_or_create"}) or (
        method in {"bulk_update", "bulk_create"}
    )


def test_nothing_is_left_to_do() -> None:
    left = [name(path) for path in written(".py", ".js", ".html", ".css", ".typ")]
    here = name(Path(__file__))
    assert not [path for path in left if path != here and UNFINISHED.search(text(_path(path)))]


def _path(relative: str) -> Path:
    return ROOMS.parents[1] / relative


def test_no_two_shapes_of_the_api_share_a_name() -> None:
    """The API's description has one place for each name: a second shape would take the first's."""
    shapes: dict[str, list[str]] = {}
    for path in written(".py", below=ROOMS):
        if path.stem.startswith("api") or path.parent.name == "api":
            for node in tree(path).body:
                if isinstance(node, ast.ClassDef) and node.bases:
                    shapes.setdefault(node.name, []).append(name(path))
    assert not {shape: places for shape, places in shapes.items() if len(places) > 1}
