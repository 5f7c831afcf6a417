"""Which activities are meant, a month of them, what waits on a desk, and calendars."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Max
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Agency, Post
from sinergi.followups.waiting import Item, Section
from sinergi.kernel.clock import local, now, zone
from sinergi.kernel.models import JournalEntry
from sinergi.polling.models import Activity, TargetGroup
from sinergi.polling.models.outreach import Activities
from sinergi.regions.codes import is_code
from sinergi.regions.models import under
from sinergi.stages.feeds import Entry

SHOWN = 5
KEPT = timedelta(days=90)  # of the past that a calendar still shows
MOST = 500
LENGTH = timedelta(hours=2)  # an activity in a calendar


@dataclass(frozen=True)
class ActivityFilter:
    """What is asked for; an empty one means all that she may see."""

    place: str = ""  # official code: there and below
    agency: str = ""  # its key; "mine": her own agency
    group: str = ""
    state: str = ""
    month: str = ""  # 2024-09

    def query(self, **changes: str) -> str:
        """The address of this filter with `changes`."""
        told = {**asdict(self), **changes}
        return urlencode({name: value for name, value in told.items() if value})

    def narrow(self, rows: Activities, post: Post) -> Activities:
        """Those of `rows` that are meant."""
        if self.place:
            rows = rows.filter(under("region_id", [self.place]))
        if self.agency:
            rows = rows.filter(agency_id=post.agency_id if self.agency == "mine" else self.agency)
        if self.group:
            rows = rows.filter(groups__contains=[self.group])
        if self.state:
            rows = rows.filter(state=self.state)
        if self.month:
            first = month_of(self.month)
            rows = rows.filter(
                starts_at__gte=_midnight(first), starts_at__lt=_midnight(after(first))
            )
        return rows


def filter_of(given: Mapping[str, Any], agencies: Mapping[str, str]) -> ActivityFilter:
    """The filter that an address asks for; what it does not know asks for nothing.

    `agencies` are those that may be chosen, by key.
    """
    told = {name: str(given.get(name, "") or "")[:40] for name in asdict(ActivityFilter())}
    allowed = {
        "agency": {"mine", *agencies},
        "group": set(TargetGroup.values),
        "state": set(Activity.State.values),
    }
    for name, values in allowed.items():
        if told[name] not in values:
            told[name] = ""
    if not is_code(told["place"]):
        told["place"] = ""
    if not _is_month(told["month"]):
        told["month"] = ""
    return ActivityFilter(**told)


def _is_month(text: str) -> bool:
    try:
        return len(text) == 7 and 2000 <= month_of(text).year < 2100
    except ValueError:
        return False


def month_of(text: str) -> date:
    """The first day of 2024-09; ValueError when it is no month."""
    return date.fromisoformat(f"{text}-01")


def after(first: date) -> date:
    """The first day of the next month."""
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1)


def before(first: date) -> date:
    """The first day of the month before."""
    return (first - timedelta(days=1)).replace(day=1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, zone())


def meant(post: Post, wanted: ActivityFilter) -> Activities:
    """The activities that are meant among those that she may see, with what a row names."""
    rows = wanted.narrow(Activity.objects.visible_to(post), post)
    return rows.select_related("agency", "region__parent").annotate(photo_count=Count("photos"))


def agencies_of(post: Post) -> dict[str, str]:
    """Agencies that have an activity that she may see: {key: name}. One statement."""
    rows = Activity.objects.visible_to(post).order_by().values("agency_id")
    found = Agency.objects.filter(pk__in=rows).order_by("name").values_list("pk", "name")
    return {str(key): name for key, name in found}


def find_activity(post: Post, pk: Any) -> Activity | None:
    """One that she may see, with all that its page names. One statement."""
    rows = Activity.objects.visible_to(post)
    return rows.select_related("operation", "agency", "region__parent").filter(pk=pk).first()


def weeks_of(first: date, rows: list[Activity]) -> list[list[tuple[date, bool, list[Activity]]]]:
    """The month in weeks from Monday: each day, whether it is of this month, its activities."""
    days: dict[date, list[Activity]] = {}
    for row in rows:
        days.setdefault(local(row.starts_at).date(), []).append(row)
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    return [[(day, day.month == first.month, days.get(day, [])) for day in week] for week in weeks]


def waiting_sections(post: Post) -> list[Section]:
    """Her agency's activities of today, and those that nobody has reported. One statement."""
    if not post.can("plan_outreach"):
        return []
    midnight = _midnight(local(now()).date())
    rows = Activity.objects.filter(
        under("region_id", post.prefixes),
        operation_id=post.operation_id,
        agency_id=post.agency_id,
        state=Activity.State.PLANNED,
        starts_at__lt=midnight + timedelta(days=1),
    )
    found = list(rows.select_related("region__parent").order_by("starts_at")[:MOST])
    today = [row for row in found if row.starts_at >= midnight]
    late = [row for row in found if row.starts_at < midnight]
    return [
        _section("outreach-late", _("Outreach not reported yet"),
                 _("All past activities are reported."), late, urgent=bool(late)),
        _section("outreach-today", _("Outreach today"), _("No activity of outreach today."), today),
    ]  # fmt: skip


def _section(
    key: str, title: Any, empty: Any, rows: list[Activity], *, urgent: bool = False
) -> Section:
    more = f"{reverse('polling:activities')}?state=planned&agency=mine"
    items = [
        Item(title=row.title, url=row.get_absolute_url(), place=row.region.full_name,
             due_at=row.starts_at)
        for row in rows[:SHOWN]
    ]  # fmt: skip
    return Section(key, title, empty, len(rows), items, more_url=more, urgent=urgent)


def calendar_entries(post: Post, kind: str) -> Iterator[Entry]:
    """Her agency's activities: in her places, or all of them. Two statements."""
    rows = Activity.objects.filter(
        operation_id=post.operation_id, agency_id=post.agency_id, starts_at__gt=now() - KEPT
    )
    if kind == "person":
        hers = under("region_id", post.prefixes)
        rows = rows.filter(hers) if post.can("plan_outreach") else rows.none()
    found = list(rows.select_related("region__parent").order_by("starts_at")[:MOST])
    history = _history([str(row.pk) for row in found])
    for row in found:
        count, last = history.get(str(row.pk), (1, row.planned_at))
        yield _entry(row, count - 1, last)


def _entry(row: Activity, sequence: int, changed_at: datetime) -> Entry:
    return Entry(
        key=f"activity-{row.pk}",
        summary=row.title,
        starts=row.starts_at,
        ends=row.starts_at + LENGTH,
        changed_at=changed_at,
        sequence=sequence,
        description=", ".join(row.group_words),
        location=", ".join(part for part in (row.place, row.region.full_name) if part),
        path=row.get_absolute_url(),
        cancelled=row.state == Activity.State.CANCELLED,
        busy=True,
    )


def _history(keys: list[str]) -> dict[str, tuple[int, datetime]]:
    """{identifier: (how many entries the journal has of it, when the last)}"""
    rows = JournalEntry.objects.filter(
        subject_type=Activity._meta.label_lower, subject_id__in=keys
    ).values_list("subject_id")
    return {key: (count, last) for key, count, last in rows.annotate(Count("pk"), Max("at"))}
