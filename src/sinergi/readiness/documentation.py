"""The chapter of the docs that is made from the shipped requirements."""

from __future__ import annotations

from collections import Counter
from itertools import groupby

from sinergi.readiness.shipped import Shipped, shipped_set

MADE = "<!-- Made by `sinergi docs`; change the code it is made from. -->"
GROUNDS = {
    "law": "read in the text of the regulation",
    "reported": "seen in the press or a summary, not in the text of the law",
    "unverified": "from memory; check before relying on it",
    "practice": "a proposal from practice; no rule demands it",
}
HEAD = "| code | who | level | days before | what must be ready | grounds | source |\n"


def requirements_chapter() -> str:
    """Every shipped requirement, by the stage before which it must be ready."""
    wanted = shipped_set()
    rows = sorted(wanted.requirements, key=lambda row: (row.stage, row.level, row.code))
    about = (
        f"The shipped set `{wanted.label}`: {_counts(wanted.requirements)}. Each row becomes one "
        "item for every agency of that kind in each of its places. An operation may change it; "
        "what was edited there survives a newer set. Stage codes are those of the calendar."
    )
    grounds = "\n".join(f"- **{name}**: {text}" for name, text in GROUNDS.items())
    parts = ["# What must be ready", MADE, about, f"On what a requirement rests:\n\n{grounds}"]
    for stage, there in groupby(rows, key=lambda row: row.stage):
        lines = "\n".join(_line(row) for row in there)
        parts.append(f"## {stage}\n\n{HEAD}{'| --- ' * 7}|\n{lines}")
    return "\n\n".join(parts) + "\n"


def _counts(rows: tuple[Shipped, ...]) -> str:
    levels = Counter(row.level for row in rows)
    told = ", ".join(f"{levels[level]} in each {level}" for level in levels)
    return f"{len(rows)} requirements, {told}"


def _line(row: Shipped) -> str:
    who = f"{row.agency_kind}: {row.agency_name}" if row.agency_name else row.agency_kind
    cells = (f"`{row.code}`", who, row.level, str(row.lead_days),
             f"**{row.title_en}.** {row.asks_en}", row.grounds, row.source)  # fmt: skip
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


CHAPTERS = {"requirements.md": requirements_chapter}
