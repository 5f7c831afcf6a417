"""Templates of calendars: the stages of an election, with the days of the one that gave them.

Each is a file in `calendars/`. Its dates are the one truth; how many days a stage lies from the
voting day is computed from them, so that another operation needs nothing but its own voting day.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib import resources
from typing import Any

import yaml

from sinergi.stages.models import VOTING_DAY
from sinergi.stages.rules import CALENDAR, Span, span_of

FILES = {"pilkada-2024": "pilkada_2024.yaml"}


@dataclass(frozen=True)
class AnchorSpec:
    """An event on which stages hang."""

    code: str
    title_id: str
    title_en: str
    basis: str


@dataclass(frozen=True)
class StageSpec:
    """One stage, or a part of one (then `parent` is the code of its stage)."""

    code: str
    order: int
    parent: str
    phase: str
    title_id: str
    title_en: str
    anchor: str
    span: Span
    leader: str
    tension: int
    kinds: tuple[str, ...]
    why_id: str
    why_en: str
    basis: str
    verified: bool
    source: str  # where its dates were read


@dataclass(frozen=True)
class Template:
    """One calendar: from the voting day of which election, which events, which stages."""

    code: str
    version: int
    title_id: str
    title_en: str
    voting_day: date
    anchors: tuple[AnchorSpec, ...]
    stages: tuple[StageSpec, ...]

    @property
    def label(self) -> str:
        """Code and version, as a stage remembers where it comes from."""
        return f"{self.code}/{self.version}"


@functools.cache
def template(code: str) -> Template:
    """The template of that code. Raises KeyError when there is none."""
    source = resources.files("sinergi.stages").joinpath("calendars", FILES[code])
    return read(yaml.safe_load(source.read_text("utf-8")))


def read(content: dict[str, Any]) -> Template:
    """A template from what its file holds."""
    return Template(
        content["code"],
        content["version"],
        content["title"]["id"],
        content["title"]["en"],
        content["voting_day"],
        tuple(
            AnchorSpec(code, row["id"], row["en"], row["basis"])
            for code, row in content["anchors"].items()
        ),
        tuple(_stages(content)),
    )


def _stages(content: dict[str, Any]) -> Iterator[StageSpec]:
    order = 0
    for row in content["stages"]:
        parts = row.get("parts", ())
        for entry in (row, *({**_inherited(row), **part, "parent": row["code"]} for part in parts)):
            order += 10
            yield _stage(entry, order, content)


def _inherited(row: dict[str, Any]) -> dict[str, Any]:
    """What a part has of its stage unless it says otherwise."""
    names = ("phase", "leader", "tension", "kinds", "why", "basis")
    return {name: row[name] for name in names if name in row}


def _stage(row: dict[str, Any], order: int, content: dict[str, Any]) -> StageSpec:
    anchor, span = _place_of(row, content["voting_day"])
    why = row.get("why", {"id": "", "en": ""})
    return StageSpec(
        code=row["code"],
        order=order,
        parent=row.get("parent", ""),
        phase=row["phase"],
        title_id=row["id"],
        title_en=row["en"],
        anchor=anchor,
        span=span,
        leader=row["leader"],
        tension=row.get("tension", 0),
        kinds=tuple(row.get("kinds", ())),
        why_id=why["id"],
        why_en=why["en"],
        basis=row.get("basis", content["basis"]),
        verified=row.get("verified", True),
        source=content["sources"][row["source"]],
    )


def _place_of(row: dict[str, Any], voting_day: date) -> tuple[str, Span]:
    """The anchor of a stage, and how far its ends lie from it."""
    if "after" in row:
        anchor, first, last = row["after"]
        return anchor, Span(first, last, row.get("counting", CALENDAR))
    first, last = row["dates"]
    return VOTING_DAY, span_of((first, last), voting_day)
