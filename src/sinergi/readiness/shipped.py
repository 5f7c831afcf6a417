"""The set of requirements that is shipped, read from its file."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "requirements"
CURRENT = "pilkada_2024"


@dataclass(frozen=True)
class Shipped:
    """One requirement as the file has it; `stage` is the code of the stage."""

    code: str
    topic: str
    stage: str
    agency_kind: str
    level: str
    title_id: str
    title_en: str
    asks_id: str
    asks_en: str
    lead_days: int
    grounds: str
    source: str
    agency_name: str = ""
    proof_id: str = ""
    proof_en: str = ""


@dataclass(frozen=True)
class ShippedSet:
    """A set with its version."""

    name: str
    version: int
    requirements: tuple[Shipped, ...]

    @property
    def label(self) -> str:
        """How rows name where they come from."""
        return f"{self.name} v{self.version}"


@functools.cache
def shipped_set(name: str = CURRENT) -> ShippedSet:
    """The set of that name. Raises ValueError when a code stands in it twice."""
    content: dict[str, Any] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))
    rows = tuple(_shipped(row) for row in content["requirements"])
    if len({row.code for row in rows}) != len(rows):
        raise ValueError(f"a code stands twice in {name}")
    return ShippedSet(content["name"], content["version"], rows)


def _shipped(row: dict[str, Any]) -> Shipped:
    """`who`, `title`, `asks` and `proof` are short forms in the file, for whoever edits it."""
    kind, _, name = row["who"].partition(":")
    title, asks, proof = row["title"], row["asks"], row.get("proof", ["", ""])
    return Shipped(
        code=row["code"],
        topic=row["topic"],
        stage=row["stage"],
        agency_kind=kind,
        agency_name=name,
        level=row["level"],
        title_id=title[0],
        title_en=title[1],
        asks_id=asks[0],
        asks_en=asks[1],
        proof_id=proof[0],
        proof_en=proof[1],
        lead_days=row["lead"],
        grounds=row["grounds"],
        source=row["source"],
    )
