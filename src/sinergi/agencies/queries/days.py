"""The confirmed days of desks. A day without a confirmation is silence, and shown as silence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sinergi.agencies.models import DayConfirmation, Desk, Post
from sinergi.kernel.action import may
from sinergi.kernel.clock import local, now

if TYPE_CHECKING:
    from sinergi.agencies.queries.duty import Contact

DAYS = 14
SILENT_SHOWN = 60  # with whom to call; the rest is counted


@dataclass(frozen=True)
class DayState:
    """The day of one desk: `today` is its confirmation or None; `open_days` still can be given."""

    desk: Desk
    today: DayConfirmation | None
    open_days: list[date]
    may_confirm: bool


@dataclass(frozen=True)
class Cell:
    """One day of one desk: confirmed, nil, silent, or open (today, not confirmed yet)."""

    day: date
    state: str


@dataclass(frozen=True)
class Row:
    """One desk and its days, oldest first."""

    desk: Desk
    cells: list[Cell]

    @property
    def given(self) -> int:
        """How many of its ended days were confirmed."""
        return sum(cell.state in ("confirmed", "nil") for cell in self.cells)

    @property
    def asked(self) -> int:
        """How many days it should have confirmed: today counts once it was."""
        return sum(cell.state != "open" for cell in self.cells)


@dataclass(frozen=True)
class Group:
    """The desks of a district (or of the regency itself), with their share."""

    title: str
    code: str
    rows: list[Row]

    @property
    def given(self) -> int:
        """Confirmed days of its desks."""
        return sum(row.given for row in self.rows)

    @property
    def asked(self) -> int:
        """Days that its desks should have confirmed."""
        return sum(row.asked for row in self.rows)

    @property
    def share(self) -> float | None:
        """Between 0 and 1; None when nothing was asked."""
        return self.given / self.asked if self.asked else None

    @property
    def silent_today(self) -> int:
        """Desks that have not confirmed today."""
        return sum(row.cells[-1].state == "open" for row in self.rows)


@dataclass(frozen=True)
class Silent:
    """A desk that has not spoken today, nor perhaps before, and whom to call."""

    desk: Desk
    days: int
    contacts: list[Contact]


@dataclass(frozen=True)
class Matrix:
    """Desks below a post against the last days."""

    days: list[date]
    groups: list[Group]
    silent: list[Silent]
    silent_count: int
    desk_count: int

    @property
    def share(self) -> float | None:
        """Of all desks together."""
        asked = sum(group.asked for group in self.groups)
        return sum(group.given for group in self.groups) / asked if asked else None


def day_states(post: Post, desks: Sequence[Desk] | None = None) -> list[DayState]:
    """Today (and yesterday, while open) of these desks, or of those of the post. One statement."""
    wanted = post.desks if desks is None else desks
    today = local(now()).date()
    days = [today, today - timedelta(days=1)]
    rows = DayConfirmation.objects.filter(desk__in=[d.pk for d in wanted], day__in=days)
    found = {(row.desk_id, row.day): row for row in rows}
    return [
        DayState(
            desk,
            found.get((desk.pk, today)),
            [day for day in days if (desk.pk, day) not in found],
            bool(may(post, "confirm_day", desk)),
        )
        for desk in wanted
    ]


def matrix_of_days(post: Post) -> Matrix:
    """Every desk that she may see against the last 14 days. Four statements, however many desks."""
    today = local(now()).date()
    days = [today - timedelta(days=back) for back in reversed(range(DAYS))]
    desks = list(Desk.objects.visible_to(post).select_related("region__parent").order_by("region"))
    rows = [Row(desk, cells) for desk, cells in _cells(desks, days, today)]
    silent = [row for row in rows if row.cells[-1].state == "open"]
    silent.sort(key=lambda row: (-_silence(row), row.desk.region_id))
    return Matrix(
        days=days,
        groups=_groups(rows),
        silent=_reachable(silent[:SILENT_SHOWN]),
        silent_count=len(silent),
        desk_count=len(rows),
    )


def _cells(
    desks: Sequence[Desk], days: Sequence[date], today: date
) -> Iterable[tuple[Desk, list[Cell]]]:
    given: dict[tuple[UUID, date], bool] = {
        (desk_id, day): nil
        for desk_id, day, nil in DayConfirmation.objects.filter(
            desk__in=[desk.pk for desk in desks], day__in=days
        ).values_list("desk_id", "day", "nil")
    }
    for desk in desks:
        yield desk, [Cell(day, _state(given.get((desk.pk, day)), day == today)) for day in days]


def _state(nil: bool | None, is_today: bool) -> str:
    if nil is None:
        return "open" if is_today else "silent"
    return "nil" if nil else "confirmed"


def _silence(row: Row) -> int:
    """For how many ended days in a row it has not spoken."""
    count = 0
    for cell in reversed(row.cells[:-1]):
        if cell.state != "silent":
            break
        count += 1
    return count


def _groups(rows: Iterable[Row]) -> list[Group]:
    """By district; a desk of the regency stands in a group of its own."""
    found: dict[str, Group] = {}
    for row in rows:
        place: Any = row.desk.region
        if place.level == "village" and place.parent is not None:
            place = place.parent
        found.setdefault(place.pk, Group(str(place), place.pk, [])).rows.append(row)
    return list(found.values())


def _reachable(rows: Sequence[Row]) -> list[Silent]:
    """With who is on duty, else who leads the desk."""
    from sinergi.agencies.queries.duty import coordinators, on_duty

    ids = [row.desk.pk for row in rows]
    duty, leading = on_duty(ids, now()), coordinators(ids)
    return [
        Silent(row.desk, _silence(row), duty.get(row.desk.pk) or leading.get(row.desk.pk, []))
        for row in rows
    ]
