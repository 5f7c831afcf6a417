"""What the rows of the law hold, and the checks that each stands on its own. Data, no Django."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import ConfigDict, model_validator
from pydantic.dataclasses import dataclass

Mark = Literal["verified", "secondary", "unverified", "practice"]
Track = Literal[
    "ethics",
    "discipline",
    "village",
    "military",
    "police",
    "criminal",
    "administrative",
    "organisers",
]
Phase = Literal["before", "after", "any"]
Level = Literal["", "moral", "sedang", "berat", "ptdh"]
Unit = Literal["hours", "calendar_days", "working_days"]
Act = Literal[
    "transfer", "programme", "decision", "facilities", "support", "social_media"
]  # what someone is about to do

STRICT = ConfigDict(extra="forbid", str_min_length=0)


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Row:
    """One row: what it says, on which article it rests, how sure that is, and when it holds."""

    code: str
    title: str
    basis: str
    mark: Mark
    source: str = ""
    note: str = ""
    valid_from: date | None = None
    valid_to: date | None = None  # the last day on which it holds

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> Row:
        if self.valid_from and self.valid_to and self.valid_from > self.valid_to:
            raise ValueError(f"{self.code} ends before it begins")
        if not (self.title and self.basis):
            raise ValueError(f"{self.code} says nothing, or rests on nothing")
        return self

    @property
    def verified(self) -> bool:
        """Whether it was read in the text of the regulation itself."""
        return self.mark == "verified"

    def holds_on(self, day: date) -> bool:
        """Whether it is in force that day."""
        return (self.valid_from or day) <= day <= (self.valid_to or day)

    def overlaps(self, other: Row) -> bool:
        """Whether there is a day on which both hold."""
        first, last = date.min, date.max
        return max(self.valid_from or first, other.valid_from or first) <= min(
            self.valid_to or last, other.valid_to or last
        )


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Subject(Row):
    """Who is bound to be neutral."""

    bound_by: str
    sanction: str
    examiner: str
    decider: str
    tracks: tuple[Track, ...]
    bars: tuple[str, ...] = ()  # authorities that are the subject itself


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Breach(Row):
    """One kind of breach, from an official list."""

    list: str
    list_title: str
    track: Track
    subjects: tuple[str, ...]
    phase: Phase
    level: Level = ""


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Deadline(Row):
    """How long something may take. `before`: it is met at the latest so long before the event."""

    unit: Unit
    amount: int
    starts: str
    binds: str
    warn_hours: int
    before: bool = False
    unit_mark: Mark = "verified"

    @model_validator(mode="after")
    def _takes_time(self) -> Deadline:
        if self.amount < 1 or self.warn_hours < 1:
            raise ValueError(f"{self.code} takes no time")
        return self


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Authority(Row):
    """Who may receive a case; `instead` stands in when it is itself the subject."""

    address_to: str
    instead: str = ""


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Route(Row):
    """That cases of these subjects go to this authority on these tracks."""

    subjects: tuple[str, ...]
    tracks: tuple[Track, ...]
    authority: str
    role: Literal["receives", "examines", "decides"]
    reply: str


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Sanction(Row):
    """What an authority may impose."""

    track: Track
    level: Level = ""


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Condition(Row):
    """What a report must have to be registered."""

    kind: Literal["formal", "material"]


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Edge:
    """One end of a stage of the calendar, some months or days off."""

    stage: str
    edge: Literal["start", "end"]
    months: int = 0
    days: int = 0


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Prohibition(Row):
    """What is prohibited from a day to a day. Without `subjects` it holds for everybody."""

    acts: tuple[Act, ...]
    subjects: tuple[str, ...]
    begins: Edge | None = None
    ends: Edge | None = None
    until: str = ""


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Sentence:
    """One thing that may, or may not, be done."""

    text: str
    basis: str
    mark: Mark


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Audience:
    """For whom cards are."""

    code: str
    title: str
    subjects: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Moment:
    """Part of the election for which cards are: from one end of the calendar to another."""

    code: str
    title: str
    begins: Edge | None = None
    ends: Edge | None = None
