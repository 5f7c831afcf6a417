"""The chapter of the docs that is made from the templates of calendars."""

from __future__ import annotations

from sinergi.stages.calendars import FILES, StageSpec, Template, template
from sinergi.stages.rules import WORKING, place

MADE = "<!-- Made by `sinergi docs`; change the code it is made from. -->"
INTRODUCTION = (
    "Every operation gets its calendar from a template and its own voting day. A stage hangs on an "
    "event: its days are so many days before (−) or after (+) it; wd are working days. What hangs "
    "on an event whose day nobody knows beforehand, such as the constitutional court's notice, has "
    "no days until that day is set. The last column says where the dates were read. A code with "
    "**?** was not verified, and is marked so on every page."
)
COLUMNS = ("code", "stage", "hangs on", "first", "last", "2024", "led by", "tension", "basis",
           "read in")  # fmt: skip
TENSIONS = ("calm", "low", "high", "very high")


def calendar_chapter() -> str:
    """Every template: its events, its stages, and where each date was read."""
    parts = ["# The calendar", MADE, INTRODUCTION]
    for code in FILES:
        parts += _template(template(code))
    return "\n\n".join(parts) + "\n"


def _template(plan: Template) -> list[str]:
    events = [f"| `{row.code}` | {row.title_en} | {row.basis} |" for row in plan.anchors]
    sources = {source: number for number, source in enumerate(_sources(plan), start=1)}
    stages = [_line(row, plan, sources[row.source]) for row in plan.stages]
    return [
        f"## {plan.title_en} (`{plan.label}`)",
        f"Counted from the voting day of {plan.voting_day:%d %B %Y}.",
        "### Events on which days hang",
        "\n".join(["| code | event | basis |", "| --- | --- | --- |", *events]),
        "### Where dates were read",
        "\n".join(f"{number}. {source}" for source, number in sources.items()),
        "### Stages",
        "\n".join(
            [
                f"| {' | '.join(COLUMNS)} |",
                "| --- " * len(COLUMNS) + "|",
                *stages,
            ]
        ),
    ]


def _sources(plan: Template) -> list[str]:
    return list(dict.fromkeys(row.source for row in plan.stages))


def _line(row: StageSpec, plan: Template, source: int) -> str:
    name = f"**{row.title_en}**" if not row.parent else row.title_en
    unit = " wd" if row.span.counting == WORKING else ""
    cells = (
        f"`{row.code}`" + ("" if row.verified else " **?**"),
        name,
        f"`{row.anchor}`",
        _offset(row.span.start, unit),
        _offset(row.span.end, unit),
        _days(row, plan),
        row.leader,
        TENSIONS[row.tension],
        row.basis,
        str(source),
    )
    return f"| {' | '.join(cells)} |"


def _offset(offset: int | None, unit: str) -> str:
    if offset is None:
        return "–"
    return f"{'−' if offset < 0 else '+'}{abs(offset)}{unit}" if offset else "0"


def _days(row: StageSpec, plan: Template) -> str:
    if row.anchor != "voting_day":
        return "–"
    start, end = place(row.span, plan.voting_day)
    return " – ".join(f"{day:%d %b}" if day else "…" for day in (start, end))


CHAPTERS = {"calendar.md": calendar_chapter}
