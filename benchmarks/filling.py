"""Years of cases in half a minute: written with COPY, spread as a regency's cases would be."""

from __future__ import annotations

import json
import random
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Model
from django.db.models.fields import NOT_PROVIDED

from benchmarks.house import House
from sinergi.agencies.models import Agency, Desk, Post
from sinergi.alerts import digest
from sinergi.alerts.models import Cursor
from sinergi.config.rehearsal.loading import MORNING
from sinergi.config.rehearsal.stories import STORIES, Story
from sinergi.followups.models import Followup
from sinergi.incidents import rules
from sinergi.incidents.models import Incident, IncidentFollowup, Movement
from sinergi.kernel.models import JournalEntry, NumberSeries, Operation
from sinergi.kernel.seals import make_seal
from sinergi.regions.models import Region

SEED = 35_19
YEAR = timedelta(days=330)
STATES = {"settled": 80, "rejected": 9, "merged": 2, "reported": 2, "verified": 2, "handled": 3,
          "mediated": 2}  # fmt: skip  # in percent
WAY = {
    "reported": ("reported",),
    "verified": ("reported", "acknowledged", "verified"),
    "handled": ("reported", "acknowledged", "verified", "handled"),
    "mediated": ("reported", "acknowledged", "verified", "mediated"),
    "settled": ("reported", "acknowledged", "verified", "handled", "settled"),
    "rejected": ("reported", "acknowledged", "rejected"),
    "merged": ("reported", "acknowledged", "merged"),
}
CLIMBS = {"village": 0.20, "district": 0.35}  # share of cases that leave a desk upwards
JOURNAL = """
    INSERT INTO kernel_journalentry (
        at, recorded_at, operation_id, region, account_id, post_id, actor_label, verb,
        subject_type, subject_id, subject_label, changes, facts, door, request_id, audience)
    SELECT moment, moment, i.operation_id, i.region_id, p.account_id, p.id, p.title,
        'incident.' || step.word, 'incidents.incident', i.id, i.number,
        jsonb_build_object('state', jsonb_build_array(NULL, step.word)), '{{}}', 'cli', '',
        CASE WHEN i.visibility = 'restricted' THEN i.audience END
    FROM incidents_incident i
    JOIN agencies_post p ON p.id = i.reporter_id
    JOIN (VALUES {steps}) AS step (state, at, word) ON step.state = i.state
    CROSS JOIN LATERAL (SELECT i.reported_at
        + (COALESCE(i.closed_at, i.arrived_at) - i.reported_at) * step.at / 5.0) AS t (moment)
    WHERE i.number > %s AND i.number <= %s
    ORDER BY i.number, step.at
"""
SEALED_AT_ONCE = 4_000  # cases whose entries go under one seal
Row = Mapping[str, Any]


def fill(house: House, count: int) -> None:
    """Put `count` cases with their movements, follow-ups and journal into the database."""
    author = _Author(house, count)
    for model, rows in author.write().items():
        copy_rows(model, rows)
    series = _number(house.operation, "").rstrip("/")
    NumberSeries.objects.create(prefix=f"{house.operation.code}:{series}", last=count)
    _write_journal(house.operation, count)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    house.incidents = count


def _write_journal(operation: Operation, count: int) -> None:
    """The entries of all cases, sealed, and told to whom they concerned long ago."""
    steps = [(state, at, word) for state, way in WAY.items() for at, word in enumerate(way)]
    values = [cell for step in steps for cell in step]
    statement = JOURNAL.format(steps=", ".join(["(%s, %s, %s)"] * len(steps)))
    for start in range(0, count, SEALED_AT_ONCE):
        bounds = [_number(operation, f"{n:06d}") for n in (start, start + SEALED_AT_ONCE)]
        with connection.cursor() as cursor:
            cursor.execute(statement, [*values, *bounds])
        make_seal()
    last = JournalEntry.objects.latest("id")
    Cursor.objects.create(name=digest.NAME, txid=last.txid, entry_id=last.pk)


def _number(operation: Operation, last: str) -> str:
    return f"KJD/{operation.region_code}/{MORNING.year}/{last}"


def copy_rows(model: type[Model], rows: Iterable[Row]) -> None:
    """Write rows with COPY. What a row does not name gets the default of its column."""
    counted = {"AutoField", "BigAutoField"}
    fields = [f for f in model._meta.concrete_fields if f.get_internal_type() not in counted]
    defaults = {f.attname: _default(f) for f in fields}
    names = ", ".join(f'"{f.column}"' for f in fields)
    with connection.cursor() as cursor:
        command = f'COPY "{model._meta.db_table}" ({names}) FROM STDIN'
        with cursor.copy(command) as copy:
            for row in rows:
                copy.write_row([row.get(name, default) for name, default in defaults.items()])


def _default(field: Any) -> Any:
    value = None if field.default is NOT_PROVIDED else field.get_default()
    if value is None and not field.null and field.empty_strings_allowed:
        return ""
    return json.dumps(value) if field.get_internal_type() == "JSONField" else value


@dataclass
class _Author:
    """Invents the rows: always the same ones, for figures of two runs are to be compared."""

    house: House
    count: int
    chance: random.Random = field(default_factory=lambda: random.Random(SEED))
    cases: list[Row] = field(default_factory=list)
    movements: list[Row] = field(default_factory=list)
    followups: list[Row] = field(default_factory=list)
    links: list[Row] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.operation = self.house.operation
        within = Region.objects.within([self.operation.region_code])
        self.villages = list(within.villages().order_by("code"))
        # A few places have much of what happens, most have little.
        self.weights = [self.chance.paretovariate(1.5) for _ in self.villages]
        self.desks = {d.region_id: d for d in Desk.objects.filter(operation=self.operation)}
        agencies = Agency.objects.filter(operation=self.operation)
        self.agencies = list(agencies.filter(region_id=self.operation.region_code))
        self.reporters = {
            code: [post for post in posts if post.can("verify")]
            for code, posts in self.house.cast.at_desk.items()
        }

    def write(self) -> dict[type[Model], list[Row]]:
        """All rows, by table, in an order in which each finds what it names."""
        moments = sorted(MORNING - YEAR * self.chance.random() for _ in range(self.count))
        places = self.chance.choices(self.villages, self.weights, k=self.count)
        states = self.chance.choices(list(STATES), list(STATES.values()), k=self.count)
        stories = self.chance.choices(STORIES, [s.weight for s in STORIES], k=self.count)
        for number, told in enumerate(zip(moments, places, states, stories, strict=True), 1):
            self._case(number, *told)
        return {
            Incident: self.cases,
            Movement: self.movements,
            Followup: self.followups,
            IncidentFollowup: self.links,
        }

    def _case(self, number: int, at: datetime, place: Region, state: str, story: Story) -> None:
        if state == "merged" and not self.cases:
            state = "rejected"
        reporter = self.chance.choice(self.reporters[place.pk])
        row = self._told(number, at, place, story, reporter)
        level = self._levels(row)
        row |= self._standing(row, state, level)
        row |= self._seen_by()
        self.cases.append(row)
        if self.chance.random() < 0.05:
            self._followup(row)

    def _told(
        self, number: int, at: datetime, place: Region, story: Story, reporter: Post
    ) -> dict[str, Any]:
        placed = self.chance.random() < 0.75 and place.lon is not None
        return {
            "id": _identifier(at, self.chance),
            "operation_id": self.operation.pk,
            "number": _number(self.operation, f"{number:06d}"),
            "client_id": _identifier(at, self.chance),
            "region_id": place.pk,
            "place": self.chance.choice(story.spots),
            "lon": place.lon + self.chance.gauss(0, 0.006) if placed else None,  # type: ignore[operator]
            "lat": place.lat + self.chance.gauss(0, 0.006) if placed else None,  # type: ignore[operator]
            "kind": story.kind,
            "severity": story.severity,
            "what": self.chance.choice(story.texts),
            "happened_at": at - timedelta(minutes=self.chance.randint(0, 90)),
            "reported_at": at,
            "reporter_id": reporter.pk,
            "reporter_label": reporter.title,
        }

    def _levels(self, row: dict[str, Any]) -> str:
        """Lay the case on desks, upwards as it climbs; the level at which it stays."""
        code, at = row["region_id"], row["reported_at"]
        places = {"village": code, "district": code[:8], "regency": code[:5]}
        level = "regency" if row["severity"] == "critical" else "village"
        self._move(row, None, places[level], "reported", at)
        while self.chance.random() < CLIMBS.get(level, 0):
            above = "district" if level == "village" else "regency"
            at += timedelta(hours=self.chance.randint(1, 20))
            self._move(row, places[level], places[above], "unacknowledged", at)
            level = above
        row["desk_id"], row["arrived_at"] = self.desks[places[level]].pk, min(at, MORNING)
        return level

    def _move(self, row: Row, before: str | None, to: str, reason: str, at: datetime) -> None:
        self.movements.append(
            {
                "incident_id": row["id"],
                "from_desk_id": self.desks[before].pk if before else None,
                "to_desk_id": self.desks[to].pk,
                "reason": reason,
                "minutes": 720 if before else None,
                "at": at,
                "by_label": row["reporter_label"],
            }
        )

    def _standing(self, row: Row, state: str, level: str) -> dict[str, Any]:
        """State, deadlines and moments, so that no rule of the table is broken."""
        way, at = WAY[state], row["arrived_at"]
        ended = at + timedelta(hours=self.chance.expovariate(1 / 14))
        known = at + (ended - at) * 0.2 if "acknowledged" in way else None
        standing = {
            "state": state,
            "level": level,
            "acknowledged_at": known,
            "first_acknowledged_at": known,
            "verified_at": known if "verified" in way else None,
        }
        if state in rules.OPEN:
            return standing | self._running(level)
        other = self.chance.choice(self.cases)["id"] if state == "merged" else None
        told = "Didamaikan di balai desa, disaksikan tiga pilar."
        return standing | {"closed_at": ended, "merged_into_id": other, "outcome": told}

    def _running(self, level: str) -> dict[str, Any]:
        """Deadlines that come in the next days, so that the worker is busy but not swamped."""
        due = MORNING + timedelta(minutes=self.chance.randint(60, 5 * 1440))
        late = level == "regency" and self.chance.random() < 0.2
        return {
            "ack_due": due,
            "settle_due": due + timedelta(days=1),
            "next_deadline": due,
            "reminders": 1 if late else 0,
        }

    def _seen_by(self) -> dict[str, Any]:
        keys = [agency.pk for agency in self.chance.sample(self.agencies, 3)]
        chance = self.chance.random()
        if chance < 0.01:
            return {"visibility": "restricted", "audience": keys}
        return {"asked_agencies": keys[:1]} if chance < 0.06 else {}

    def _followup(self, row: Row) -> None:
        key, done = _identifier(row["reported_at"], self.chance), row["state"] in rules.CLOSED
        self.followups.append(
            {
                "id": key,
                "operation_id": self.operation.pk,
                "region_id": row["region_id"],
                "kind": "assistance",
                "state": "closed" if done else self.chance.choice(("assigned", "accepted")),
                "title": "Permintaan bantuan pengamanan",
                "from_desk_id": row["desk_id"],
                "from_label": row["reporter_label"],
                "to_agency_id": self.chance.choice(self.agencies).pk,
                "created_at": row["arrived_at"],
                "due_at": row["arrived_at"] + timedelta(days=2),
                "closed_at": row.get("closed_at"),
                "origin_label": row["number"],
                "origin_url": f"/incidents/{row['id']}/",
                "audience": row.get("audience"),
            }
        )
        self.links.append({"id": uuid.uuid4(), "incident_id": row["id"], "followup_id": key})


def _identifier(at: datetime, chance: random.Random) -> uuid.UUID:
    """A UUIDv7 of that moment (RFC 9562), from a chance that repeats itself."""
    value = int(at.timestamp() * 1000) << 80 | chance.getrandbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    return uuid.UUID(int=value & ~(0b11 << 62) | 0b10 << 62)


def busiest_case(post: Post) -> Incident:
    """An open case that `post` may see, with a long way behind it."""
    rows = Incident.objects.visible_to(post).filter(state="handled")
    found = rows.order_by("-level", "-happened_at").first()
    if found is None:
        raise LookupError(f"{post} sees no case that is being handled")
    return found


def moments(post: Post) -> Iterator[datetime]:
    """When the cases that `post` sees happened, latest first."""
    rows = Incident.objects.visible_to(post).order_by("-happened_at")
    return rows.values_list("happened_at", flat=True).iterator()
