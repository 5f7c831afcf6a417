"""The texts that a commitment may begin with: data in `templates_of_texts`, one file each.

They are proposals in the house's own words. Whoever convenes changes them before they are opened.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "templates_of_texts"


@dataclass(frozen=True)
class Basis:
    """One legal basis. What nobody has read in the law itself is marked, and not printed."""

    text: str
    verified: bool
    note: str = ""


@dataclass(frozen=True)
class Template:
    """One text to begin with; {election}, {region}, {date} and {place} are filled in."""

    code: str
    order: int
    kind: str
    title: str
    about: str
    body: str
    basis: tuple[Basis, ...]

    @property
    def text(self) -> str:
        """The body, with the verified part of its legal basis where it says {basis}."""
        known = [one.text for one in self.basis if one.verified]
        lines = "\n".join(f"{number}. {text};" for number, text in enumerate(known, 1))
        return self.body.replace("{basis}", lines)

    @property
    def unverified(self) -> list[Basis]:
        """What must be looked up before it is written into the text."""
        return [one for one in self.basis if not one.verified]


@functools.cache
def templates() -> dict[str, Template]:
    """All of them by code, in their order."""
    found = [_read(path) for path in FOLDER.glob("*.yaml")]
    return {one.code: one for one in sorted(found, key=lambda one: one.order)}


def _read(path: Path) -> Template:
    told: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    basis = tuple(Basis(**one) for one in told.pop("basis"))
    return Template(code=path.stem, basis=basis, **told)
