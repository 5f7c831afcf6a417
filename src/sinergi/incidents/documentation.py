"""Chapters of the docs that are made from the rules of this room."""

from __future__ import annotations

from sinergi.followups import rules as followups
from sinergi.incidents import rules
from sinergi.incidents.drawing import mermaid, staying

MADE = "<!-- Made by `sinergi docs`; change the code it is made from. -->"

LIFE = (
    "A case lies on exactly one desk. While it is open (reported, verified, handled, mediated) "
    "its clock runs; a closed case has none. These leave the state as it is:"
)
LADDER = (
    "Minutes to acknowledge / to settle at a desk, unless a policy of the operation says "
    "otherwise. What misses its time moves up by itself; at the regency it is reminded again. "
    f"At once at the regency: {', '.join(rules.STARTS_AT_REGENCY)}."
)


def states_chapter() -> str:
    """The lives of a case and of a follow-up, and the times of the escalation ladder."""
    case = mermaid(rules.TRANSITIONS, first="reported", ends=rules.CLOSED)
    followup = mermaid(followups.TRANSITIONS, first="assigned", ends=followups.ENDED)
    return (
        "\n\n".join(
            [
                "# States",
                MADE,
                "## A case",
                f"```mermaid\n{case}\n```",
                LIFE,
                _stays(),
                "## The ladder",
                LADDER,
                _ladder(),
                "## A follow-up",
                f"```mermaid\n{followup}\n```",
            ]
        )
        + "\n"
    )


def _stays() -> str:
    rows = [f"| `{verb}` | {', '.join(states)} |" for verb, states in staying(rules.TRANSITIONS)]
    return "\n".join(["| what | in which states |", "| --- | --- |", *rows])


def _ladder() -> str:
    head = ["| severity | " + " | ".join(rules.LEVELS) + " |", "| --- " * 4 + "|"]
    rows = [
        f"| {severity} | " + " | ".join(_pair(severity, level) for level in rules.LEVELS) + " |"
        for severity in rules.SEVERITIES
    ]
    return "\n".join([*head, *rows])


def _pair(severity: str, level: str) -> str:
    acknowledge, settle = rules.DEFAULT_POLICY[severity][level]
    return f"{acknowledge} / {settle}"


CHAPTERS = {"states.md": states_chapter}
