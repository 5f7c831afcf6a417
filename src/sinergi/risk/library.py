"""The shipped library: kinds of risk, and what is usually done against each before it happens."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

DATA = Path(__file__).parent / "data"
GROUNDS: dict[str, Any] = {
    "law": _("read in the text of the regulation"),
    "reported": _("seen in the press or in a summary"),
    "practice": _("a proposal; no rule demands it"),
}


@dataclass(frozen=True)
class RiskKind:
    """A kind of risk, and the indicators of the index that point to it."""

    code: str
    titles: tuple[str, str]  # Indonesian, English
    indicators: tuple[str, ...]

    @property
    def title(self) -> str:
        """In the reader's language."""
        return _spoken(self.titles)


@dataclass(frozen=True)
class Suggestion:
    """One thing that is usually done: of whom it is asked, within how many days, on what ground."""

    code: str
    kind: str
    titles: tuple[str, str]
    details: tuple[str, str]
    owner: str  # a kind of agency
    stages: tuple[str, ...]  # codes of the calendar; none: at any time
    days: int
    grounds: str
    basis: str

    @property
    def title(self) -> str:
        """In the reader's language."""
        return _spoken(self.titles)

    @property
    def detail(self) -> str:
        """In the reader's language; may be empty."""
        return _spoken(self.details)

    @property
    def grounds_title(self) -> str:
        """How sure the ground is."""
        return str(GROUNDS[self.grounds])


def _spoken(texts: tuple[str, str]) -> str:
    return texts[1] if (get_language() or "id").startswith("en") else texts[0]


@cache
def _content() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DATA / "suggestions.yaml").read_text("utf-8"))
    return found


@cache
def risk_kinds() -> dict[str, RiskKind]:
    """The kinds by their code, in their order."""
    return {
        row["code"]: RiskKind(row["code"], _pair(row["title"]), tuple(row["indicators"]))
        for row in _content()["kinds"]
    }


@cache
def suggestions() -> tuple[Suggestion, ...]:
    """All of the library, in its order."""
    return tuple(_suggestion(row) for row in _content()["suggestions"])


def _suggestion(row: dict[str, Any]) -> Suggestion:
    return Suggestion(
        row["code"], row["kind"], _pair(row["title"]), _pair(row.get("detail", ("", ""))),
        row["owner"], tuple(row.get("stages", ())), row["days"], row["grounds"], row["basis"],
    )  # fmt: skip


def _pair(texts: Any) -> tuple[str, str]:
    indonesian, english = texts
    return str(indonesian), str(english)


def suggested(kind: str, stages: Iterable[str]) -> list[Suggestion]:
    """For a kind of risk: what fits the `stages` first, then what fits at any time, then the rest.

    `stages` are codes of the calendar: those of the risk, or those that are on.
    """
    now = set(stages)
    rows = [row for row in suggestions() if row.kind == kind]
    return sorted(rows, key=lambda row: _distance(row, now))


def _distance(row: Suggestion, now: set[str]) -> int:
    if now & set(row.stages):
        return 0
    return 2 if row.stages else 1


def kinds_for(indicators: Iterable[str]) -> list[str]:
    """The kinds to which these indicators point, the one of the first indicator first."""
    found: dict[str, None] = {}
    for code in indicators:
        for kind in risk_kinds().values():
            if code in kind.indicators:
                found[kind.code] = None
    return list(found)


def kind_choices() -> list[tuple[str, str]]:
    """For forms and filters, in the reader's language."""
    return [(kind.code, kind.title) for kind in risk_kinds().values()]
