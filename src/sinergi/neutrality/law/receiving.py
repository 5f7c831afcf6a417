"""Who receives a case: from who did what, when. Pure: it is given the day.

No candidate is among what it is given, so that whom a breach favoured changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sinergi.neutrality.law.reading import Law, the_law
from sinergi.neutrality.law.records import Authority, Mark, Route

ROLES = ("receives", "decides", "examines")  # in this order


@dataclass(frozen=True)
class Receiver:
    """One authority to which a case goes. `authority` is its code; `reply` a deadline's code."""

    authority: str
    title: str
    address_to: str
    track: str
    role: str  # receives, decides, examines
    basis: str
    mark: Mark
    reply: str
    note: str = ""
    instead_of: tuple[str, ...] = ()  # titles of those that are themselves the subject

    @property
    def verified(self) -> bool:
        """Whether the route was read in the text of the regulation itself."""
        return self.mark == "verified"

    @property
    def reason(self) -> str:
        """Why it stands here and not another (Indonesian); empty when it is the usual one."""
        if not self.instead_of:
            return ""
        named = ", ".join(self.instead_of)
        return f"{named} tidak menerima perkara ini karena sendiri menjadi pihaknya."


def tracks_of(subject_kind: str, breaches: Iterable[str], day: date) -> tuple[str, ...]:
    """The ways that these breaches take; all ways of the subject while none is named."""
    law = the_law()
    named = set(breaches)
    tracks = {row.track for row in law.breaches if row.code in named and row.holds_on(day)}
    possible = next((row.tracks for row in law.subjects if row.code == subject_kind), ())
    return tuple(track for track in possible if not named or track in tracks)


def receivers_of(
    subject_kind: str, breaches: Iterable[str], day: date, *, barred: Collection[str] = ()
) -> list[Receiver]:
    """The authorities for a case, each track's in turn: who receives, who decides, who examines.

    `barred` are codes of authorities that are named in the case; those that are the subject itself
    are barred anyway. Whoever stands in for one says so. Empty for an unknown subject.
    """
    law = the_law()
    out = {
        *barred,
        *(code for row in law.subjects if row.code == subject_kind for code in row.bars),
    }
    found: dict[tuple[str, str], Receiver] = {}
    for track in tracks_of(subject_kind, breaches, day):
        for route in _routes(law, subject_kind, track, day):
            for receiver in _receivers(law, route, track, out, day):
                found.setdefault((track, receiver.authority), receiver)
    return list(found.values())


def _routes(law: Law, subject_kind: str, track: str, day: date) -> list[Route]:
    rows = [
        row
        for row in law.routes
        if subject_kind in row.subjects and track in row.tracks and row.holds_on(day)
    ]
    return sorted(rows, key=lambda row: ROLES.index(row.role))


def _receivers(
    law: Law, route: Route, track: str, barred: Collection[str], day: date
) -> Iterator[Receiver]:
    """One receiver, or none when all who could stand in are barred too."""
    known = {row.code: row for row in law.authorities if row.holds_on(day)}
    authority, passed = _not_barred(known, route.authority, barred)
    if authority is None:
        return
    yield Receiver(
        authority=authority.code,
        title=authority.title,
        address_to=authority.address_to,
        track=track,
        role=route.role,
        basis=authority.basis if passed else route.basis,
        mark="unverified" if passed else route.mark,
        reply=route.reply,
        note=route.note,
        instead_of=tuple(passed),
    )


def _not_barred(
    known: dict[str, Authority], code: str, barred: Collection[str]
) -> tuple[Authority | None, list[str]]:
    """Whoever stands in, and the titles of those who were passed over."""
    passed: list[str] = []
    authority = known.get(code)
    while authority is not None and authority.code in barred:
        passed.append(authority.title)
        authority = known.get(authority.instead)
    return authority, passed
