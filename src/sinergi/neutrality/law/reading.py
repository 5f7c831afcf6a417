"""Reading the files of the law, and refusing those that contradict themselves."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter

from sinergi.neutrality.law.records import (
    Authority,
    Breach,
    Condition,
    Deadline,
    Prohibition,
    Route,
    Row,
    Sanction,
    Subject,
)

FOLDER = Path(__file__).parent
R = TypeVar("R", bound=Row)


class LawError(ValueError):
    """A file of the law contradicts itself, or names what does not exist."""


@dataclass(frozen=True)
class Law:
    """Every row of every file."""

    subjects: tuple[Subject, ...]
    breaches: tuple[Breach, ...]
    deadlines: tuple[Deadline, ...]
    authorities: tuple[Authority, ...]
    routes: tuple[Route, ...]
    sanctions: tuple[Sanction, ...]
    conditions: tuple[Condition, ...]
    prohibitions: tuple[Prohibition, ...]


@functools.cache
def the_law() -> Law:
    """What the files say. Raises LawError, or pydantic's ValidationError."""
    law = Law(
        subjects=rows_of(Subject, content_of("subjects")),
        breaches=rows_of(Breach, _breaches(content_of("breaches"))),
        deadlines=rows_of(Deadline, content_of("deadlines")),
        authorities=rows_of(Authority, content_of("authorities")),
        routes=rows_of(Route, _routes(content_of("routes"))),
        sanctions=rows_of(Sanction, content_of("sanctions")),
        conditions=rows_of(Condition, content_of("conditions")),
        prohibitions=rows_of(Prohibition, _prohibitions(content_of("periods"))),
    )
    check(law)
    return law


def content_of(name: str) -> Any:
    """What stands in a file of the law."""
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))


def rows_of(kind: type[R], content: Iterable[dict[str, Any]]) -> tuple[R, ...]:
    """Rows from what a file holds. Raises pydantic's ValidationError for one that is not whole."""
    return TypeAdapter(tuple[kind, ...]).validate_python(list(content))  # type: ignore[valid-type]


def _breaches(content: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A breach has what its list has, unless it says otherwise."""
    for name, rows in content["breaches"].items():
        shared = dict(content["lists"][name])
        title = shared.pop("title")
        for row in rows:
            yield {**shared, "list": name, "list_title": title, **row}


def _routes(content: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """A route needs no name of its own: a code is made of what it says."""
    for row in content:
        code = "-".join((row["authority"], *row["tracks"], *row["subjects"]))
        yield {"code": code, "title": row["authority"], **row}


def _prohibitions(content: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """`from` and `to` are words that Python keeps for itself."""
    names = {"from": "begins", "to": "ends"}
    for row in content:
        yield {names.get(name, name): value for name, value in row.items()}


def check(law: Law) -> None:
    """Refuse overlaps and unknown codes. Raises LawError that says all that is wrong."""
    wrong = [*_overlaps(law), *_unknown(law), *_endless(law.authorities)]
    if wrong:
        raise LawError("; ".join(wrong))


def _overlaps(law: Law) -> Iterator[str]:
    for rows in vars(law).values():
        yield from _overlaps_among(rows)


def _overlaps_among(rows: Sequence[Row]) -> Iterator[str]:
    for at, row in enumerate(rows):
        for other in rows[at + 1 :]:
            if row.code == other.code and row.overlaps(other):
                yield f"{row.code} holds twice on one day"


def _unknown(law: Law) -> Iterator[str]:
    subjects = {row.code for row in law.subjects}
    authorities = {row.code for row in law.authorities}
    deadlines = {row.code for row in law.deadlines}
    binding: list[Breach | Route | Prohibition] = [*law.breaches, *law.routes, *law.prohibitions]
    for row in binding:
        yield from _missing(row.code, row.subjects, subjects)
    for subject in law.subjects:
        yield from _missing(subject.code, subject.bars, authorities)
    for route in law.routes:
        yield from _missing(route.code, (route.authority,), authorities)
        yield from _missing(route.code, (route.reply,), deadlines)
    for authority in law.authorities:
        yield from _missing(authority.code, filter(None, (authority.instead,)), authorities)


def _missing(code: str, named: Iterable[str], known: set[str]) -> Iterator[str]:
    yield from (f"{code} names {name}, which does not exist" for name in named if name not in known)


def _endless(authorities: Sequence[Authority]) -> Iterator[str]:
    """Whoever stands in for another must not lead back to it."""
    following = {row.code: row.instead for row in authorities}
    for code, first in following.items():
        seen, at = {code}, first
        while at and at not in seen:
            seen.add(at)
            at = following.get(at, "")
        if at:
            yield f"{code} is followed by itself"
