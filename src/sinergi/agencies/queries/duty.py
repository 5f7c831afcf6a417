"""Who sits at a desk, who is on duty, and how to reach them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sinergi.agencies.models import Desk, DeskMember, DutyShift, Post
from sinergi.agencies.queries.days import DayState, day_states
from sinergi.kernel.action import may
from sinergi.kernel.clock import now

AHEAD = timedelta(days=14)  # of the roster that a desk's page shows
SHIFTS_SHOWN = 60


@dataclass(frozen=True)
class Contact:
    """One person at a desk, as others reach her. `until` is the end of her shift."""

    post_id: UUID
    title: str
    role: str
    agency: str
    name: str
    phone: str | None
    email: str | None
    coordinator: bool = False
    until: datetime | None = None
    membership_id: UUID | None = None
    account_id: UUID | None = None


@dataclass(frozen=True)
class Shift:
    """One shift of the roster."""

    id: UUID
    who: Contact
    starts_at: datetime
    ends_at: datetime
    now: bool


@dataclass(frozen=True)
class DeskPanel:
    """All that the partials `_members`, `_duty` and `_day` show of one desk."""

    desk: Desk
    members: list[Contact]
    shifts: list[Shift]
    day: DayState | None
    may_keep_roster: bool
    on_duty: list[Contact] = field(default_factory=list)

    @property
    def next_shift(self) -> Shift | None:
        """The one that begins next."""
        return next((shift for shift in self.shifts if not shift.now), None)

    @property
    def coordinators(self) -> list[Contact]:
        """Whom to call when nobody is on duty."""
        return [member for member in self.members if member.coordinator]


def on_duty(desk_ids: Iterable[UUID], moment: datetime) -> dict[UUID, list[Contact]]:
    """Who is on duty at each of these desks at that moment. One statement."""
    rows = DutyShift.objects.at(moment).filter(desk_id__in=list(desk_ids))
    found: dict[UUID, list[Contact]] = {}
    for shift in rows.select_related("post__account", "post__agency").order_by("starts_at", "pk"):
        contact = _contact(shift.post, until=shift.ends_at)
        found.setdefault(shift.desk_id, []).append(contact)
    return found


def coordinators(desk_ids: Iterable[UUID]) -> dict[UUID, list[Contact]]:
    """Who leads each of these desks. One statement."""
    rows = DeskMember.objects.sitting().filter(desk_id__in=list(desk_ids), coordinator=True)
    found: dict[UUID, list[Contact]] = {}
    for row in rows.select_related("post__account", "post__agency").order_by("since", "pk"):
        found.setdefault(row.desk_id, []).append(_contact(row.post, coordinator=True))
    return found


def duty_now(post: Post) -> list[tuple[Desk, list[Contact]]]:
    """Who is on duty now at her desks, and at those above them. Two statements."""
    codes = {code for desk in post.desks for code in _with_those_above(desk.region_id)}
    desks = list(
        Desk.objects.filter(operation_id=post.operation_id, region__in=codes).order_by("-region")
    )
    found = on_duty([desk.pk for desk in desks], now())
    return [(desk, found.get(desk.pk, [])) for desk in desks]


def _with_those_above(code: str) -> list[str]:
    parts = code.split(".")
    return [".".join(parts[:count]) for count in range(2, len(parts) + 1)]


def desk_panel(post: Post, desk: Desk) -> DeskPanel:
    """What the partials of one desk need, in three statements.

    In a view: `context["panel"] = desk_panel(post, desk)`, then include
    `agencies/_members.html`, `agencies/_duty.html` and `agencies/_day.html`.
    """
    moment = now()
    shifts = _shifts(desk, moment)
    return DeskPanel(
        desk=desk,
        members=_members(desk),
        shifts=shifts,
        day=next(iter(day_states(post, [desk])), None),
        may_keep_roster=bool(may(post, "plan_shift", desk)),
        on_duty=[shift.who for shift in shifts if shift.now],
    )


def _members(desk: Desk) -> list[Contact]:
    rows = DeskMember.objects.sitting().filter(desk=desk)
    rows = rows.select_related("post__account", "post__agency")
    ranked = sorted(rows, key=lambda row: (not row.coordinator, row.post.title))
    return [_contact(row.post, coordinator=row.coordinator, membership_id=row.pk) for row in ranked]


def _shifts(desk: Desk, moment: datetime) -> list[Shift]:
    rows = DutyShift.objects.filter(
        desk=desk, cancelled=False, ends_at__gt=moment, starts_at__lt=moment + AHEAD
    )
    rows = rows.select_related("post__account", "post__agency").order_by("starts_at", "pk")
    return [
        Shift(
            row.pk,
            _contact(row.post, until=row.ends_at),
            row.starts_at,
            row.ends_at,
            now=row.starts_at <= moment,
        )
        for row in rows[:SHIFTS_SHOWN]
    ]


def _contact(post: Post, **more: Any) -> Contact:
    account = post.account
    return Contact(
        post_id=post.pk,
        title=post.title,
        role=str(post.entry.title),
        agency=post.agency.name,
        name=account.name,
        phone=account.phone,
        email=account.email,
        account_id=account.pk,
        **more,
    )
