"""The chapter of the docs on what the index looks at, from the shipped files."""

from __future__ import annotations

from sinergi.risk.models import DIMENSIONS
from sinergi.risk.reading.events import severities
from sinergi.risk.shipped import FIRST, ShippedIndicator, shipped_indicators

MADE = "<!-- Made by `sinergi docs`; change the code it is made from. -->"
ABOUT = (
    "The shipped indicators, in the four dimensions of Bawaslu's index. Bawaslu publishes neither "
    "weights nor a score for polling stations: every weight, half and severity here is the house's "
    "own proposal, not Bawaslu's, and an operation changes it in a new version. None is on a "
    "person, a religion or a candidate. How the index is made: [vulnerability](vulnerability.md)."
)
HEAD = "| code | of | source | measured as | weight | half | basis | what would lower it |\n"


def indicators_chapter() -> str:
    """Every shipped indicator by its dimension, and the numbers of the first version."""
    parts = ["# What the index of vulnerability looks at", MADE, ABOUT]
    for name in DIMENSIONS:
        rows = [row for row in shipped_indicators() if row.columns["dimension"] == name]
        lines = "\n".join(_line(row) for row in rows)
        parts.append(f"## {name.replace('_', ' ').capitalize()}\n\n{HEAD}{'| --- ' * 8}|\n{lines}")
    return "\n\n".join([*parts, _numbers()]) + "\n"


def _line(row: ShippedIndicator) -> str:
    columns = row.columns
    rate = columns["measure"] == "count" or columns["measure"] == "share"
    by = {"stations": " by station", "voters": " by 1,000 voters"}.get(columns["exposure"], "")
    keys = f" ({', '.join(columns['keys'])})" if columns["keys"] else ""
    cells = (f"`{columns['code']}`", columns["unit"], columns["source"],
             f"**{columns['title_en']}**{keys}; {columns['measure']}{by}", f"{row.weight:g}",
             f"{row.half:g}" if rate else "", columns["basis"],
             columns["remedy_en"])  # fmt: skip
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _numbers() -> str:
    heavy = ", ".join(f"{name} {weight:g}" for name, weight in severities().items())
    told = {
        "Severity of an incident": heavy,
        "Half-life of an incident": f"{FIRST['half_life']:g} days",
        "Pull of the tensest stage": f"{FIRST['tension_pull']:g}",
        "A station's own share": f"{FIRST['own_share']:g}",
        "Vulnerable from": f"{FIRST['vulnerable_from']:g}",
        "Very vulnerable from": f"{FIRST['very_from']:g}",
    }
    lines = "\n".join(f"- {name}: {value}" for name, value in told.items())
    return f"## The first version\n\n{lines}"


CHAPTERS = {"risk-indicators.md": indicators_chapter}
