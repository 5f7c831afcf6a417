"""The chapter of the docs that is made from the law as data."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sinergi.neutrality.law.cards import deck
from sinergi.neutrality.law.reading import Law, the_law
from sinergi.neutrality.law.records import Deadline, Edge, Prohibition, Row

MADE = "<!-- Made by `sinergi docs`; change the code it is made from. -->"
INTRODUCTION = (
    "What is a breach, who receives it and until when something must be done stands in "
    "`src/sinergi/neutrality/law/*.yaml`, with the article, its validity and how sure it is. "
    "Titles are Indonesian, as the law's are. The marks: nothing means read in the text of the "
    "regulation; **secondary** read in a source that tells of it; **not verified** from memory or "
    "practice, to be checked before anyone relies on it; **practice** a habit of work for which no "
    "rule was found. The product shows the same marks. When a rule changes, the old row gets its "
    "last day (`valid_to`) and a new one begins: whoever asks, asks for a day. Files that name "
    "what does not exist, or hold two rows of one code for one day, are refused when they are read."
)
LEFT_OUT = (
    "Items 13-16 of the discipline list of the joint decree of 2022 had no text at hand and are "
    "left out: article 5 letter n of PP 94/2021 stands in their place. The threshold of a dispute "
    "about the result (UU 10/2016 art. 158) is no deadline and is not here."
)
DEADLINES = (
    "Days begin with the day after the event; the last one counts whole, to midnight in the "
    "region's zone. Hours run to the minute. Working days leave out weekends, national holidays "
    "and joint leave. “≤” stands before what must be done so long before its event. **?** after "
    "the unit: the article says “days” only, and that calendar days are meant was not read in it."
)
STANDING_IN = (
    "An authority that is itself the subject, or is named in the case, is passed over; the next "
    "one stands in, and the product says so. No rule for it was at hand: it is shown as not "
    "verified."
)
MARKS = {
    "verified": "",
    "secondary": "**secondary**",
    "unverified": "**not verified**",
    "practice": "**practice**",
}
UNITS = {"hours": "hours", "calendar_days": "calendar days", "working_days": "working days"}


def law_chapter() -> str:
    """Every row of the law, as tables."""
    law = the_law()
    parts = ["# The law of neutrality", MADE, INTRODUCTION, LEFT_OUT]
    for title, words, table in SECTIONS:
        parts += [f"## {title}", *filter(None, (words,)), table(law)]
    return "\n\n".join([*parts, "## Prevention cards", _cards()]) + "\n"


def _table(columns: str, rows: Iterable[Iterable[str]]) -> str:
    names = [*columns.split(), "basis", "mark, validity, notes"]
    lines = [names, ["---"] * len(names), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines)


def _last(row: Row) -> tuple[str, str]:
    """The article, and what is to be known of the row: its mark, validity, note, source."""
    valid = ""
    if row.valid_from or row.valid_to:
        valid = f"{row.valid_from or '…'} – {row.valid_to or '…'}"
    source = f"read in: {row.source}" if row.source else ""
    told = (MARKS[row.mark], valid, row.note, source)
    return row.basis, "; ".join(part for part in told if part)


def _codes(codes: Iterable[str]) -> str:
    return ", ".join(f"`{code}`" for code in codes)


def _deadlines(law: Law) -> str:
    return _table("code what how_long from binds", map(_deadline, law.deadlines))


def _deadline(row: Deadline) -> tuple[str, ...]:
    doubt = " **?**" if row.unit != "hours" and row.unit_mark != "verified" else ""
    length = f"{'≤ ' if row.before else ''}{row.amount} {UNITS[row.unit]}{doubt}"
    return (f"`{row.code}`", row.title, length, row.starts, row.binds, *_last(row))


def _breaches(law: Law) -> str:
    rows = (
        (f"`{x.code}`", x.title, _codes(x.subjects), x.phase, x.track, x.level, *_last(x))
        for x in law.breaches
    )
    return _table("code what who when track level", rows)


def _routes(law: Law) -> str:
    rows = (
        (f"`{x.authority}`", x.role, _codes(x.subjects), ", ".join(x.tracks), f"`{x.reply}`",
         *_last(x))
        for x in law.routes
    )  # fmt: skip
    return _table("authority role subjects tracks answer_within", rows)


def _authorities(law: Law) -> str:
    rows = (
        (f"`{x.code}`", x.title, f"`{x.instead}`" if x.instead else "–", *_last(x))
        for x in law.authorities
    )
    return _table("code title when_barred", rows)


def _subjects(law: Law) -> str:
    rows = (
        (f"`{x.code}`", x.title, x.bound_by, x.examiner, x.decider, *_last(x)) for x in law.subjects
    )
    return _table("code title bound_by examines decides", rows)


def _prohibitions(law: Law) -> str:
    return _table("code what from until", map(_prohibition, law.prohibitions))


def _prohibition(row: Prohibition) -> tuple[str, ...]:
    until = "; ".join(part for part in (_edge(row.ends), row.until) if part)
    return (f"`{row.code}`", row.title, _edge(row.begins) or "always", until or "open", *_last(row))


def _edge(edge: Edge | None) -> str:
    if edge is None:
        return ""
    off = [f"{edge.months:+} months"] if edge.months else []
    off += [f"{edge.days:+} days"] if edge.days else []
    return " ".join([f"{edge.edge} of {edge.stage}", *off])


def _conditions(law: Law) -> str:
    return _table(
        "code kind what", ((f"`{x.code}`", x.kind, x.title, *_last(x)) for x in law.conditions)
    )


def _sanctions(law: Law) -> str:
    rows = ((f"`{x.code}`", x.track, x.title, x.level, *_last(x)) for x in law.sanctions)
    return _table("code track what level", rows)


def _cards() -> str:
    cards = deck()
    return (
        f"{len(cards.cards)} cards, for {len(cards.audiences)} audiences in "
        f"{len(cards.moments)} parts of the election, last gone through on {cards.as_of}. Each "
        "sentence takes its article and mark from a breach above, or names its own. They are pages "
        "under `/neutrality/cards/`, pictures (1080 x 1350) and sheets of A4."
    )


SECTIONS: list[tuple[str, str, Callable[[Law], str]]] = [
    ("Deadlines", DEADLINES, _deadlines),
    ("Breaches", "`before` and `after` the determination of candidates.", _breaches),
    ("Who receives", "", _routes),
    ("Authorities", STANDING_IN, _authorities),
    ("Who is bound", "", _subjects),
    ("Prohibited periods", "Counted from the operation's calendar.", _prohibitions),
    ("Conditions of a report", "", _conditions),
    ("Sanctions", "Imposed by the competent authority alone.", _sanctions),
]
CHAPTERS = {"neutrality-law.md": law_chapter}
