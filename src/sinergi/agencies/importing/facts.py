"""What the house knows already, as the plan needs it. Plain values; `known` fetches them."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sinergi.agencies.importing.cells import folded

MOST_GUESSES = 60


@dataclass(frozen=True)
class AgencyFact:
    """An agency by its name."""

    id: UUID
    name: str
    kind: str
    areas: tuple[str, ...]


@dataclass(frozen=True)
class PlaceFact:
    """A place by its code."""

    code: str
    name: str
    level: str


@dataclass(frozen=True)
class PostFact:
    """A post in force, and the places of the desks at which it sits."""

    id: UUID
    agency: UUID
    role: str
    region: str
    until: date | None
    desks: frozenset[str]


@dataclass(frozen=True)
class PersonFact:
    """A person who has an account."""

    id: UUID
    name: str
    phone: str | None
    email: str | None
    ours: bool  # or she serves only another operation: her name stays unsaid, and as it is
    posts: tuple[PostFact, ...] = ()

    def post(self, agency: UUID, role: str, region: str) -> PostFact | None:
        """Her post of that kind; None when she has none."""
        wanted = (agency, role, region)
        return next((p for p in self.posts if (p.agency, p.role, p.region) == wanted), None)


@dataclass(frozen=True)
class Known:
    """Everything that a plan compares with."""

    agencies: dict[str, AgencyFact]  # by folded name
    places: dict[str, PlaceFact]  # by code
    people: dict[str, PersonFact]  # by phone and by e-mail
    desks: frozenset[str]  # codes of places that have a desk
    roles: dict[str, str]  # folded code or title, in any language -> code
    _named: dict[str, list[str]] = field(default_factory=dict)
    _near: dict[str, str | None] = field(default_factory=dict)

    def codes_of(self, village: str, district: str) -> list[str]:
        """Codes of the places so called. Without a village, of the district itself."""
        if not self._named:
            for place in self.places.values():
                self._named.setdefault(folded(place.name), []).append(place.code)
        named = self._named.get(_bare(village or district), [])
        level = "village" if village else "district"
        codes = [code for code in named if self.places[code].level == level]
        if village and district:
            above = set(self.codes_of("", district))
            codes = [code for code in codes if code.rpartition(".")[0] in above]
        return codes


def _bare(name: str) -> str:
    """Without the kind before it: Desa Grobogan, Kec. Jiwan."""
    first, _, rest = name.partition(" ")
    kinds = {"desa", "kelurahan", "kel.", "ds.", "kecamatan", "kec.", "kabupaten", "kab."}
    return rest if first in kinds and rest else name


def near_agency(text: str, known: Known) -> str | None:
    """The agency that somebody probably means; None when nothing comes close.

    Comparing is slow, so no more than MOST_GUESSES different names are guessed at.
    """
    asked = folded(text)
    if asked not in known._near and len(known._near) < MOST_GUESSES:
        near = difflib.get_close_matches(asked, known.agencies, n=1, cutoff=0.75)
        known._near[asked] = known.agencies[near[0]].name if near else None
    return known._near.get(asked)
