"""What waits for a post here, and how ready the next stage is, for my desk and for a briefing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Window
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.followups.waiting import Item, Section
from sinergi.kernel.clock import midnight
from sinergi.readiness import rules
from sinergi.readiness.filters import ItemFilter
from sinergi.readiness.models import ReadinessItem, stands
from sinergi.readiness.models.item import ItemRows
from sinergi.readiness.queries.items import gaps
from sinergi.readiness.queries.matrix import readiness_figure
from sinergi.readiness.rules import Tally
from sinergi.stages.models import Stage, today

SHOWN = 8


def waiting_sections(post: Post) -> list[Section]:
    """Mine to report (due in 14 days, or overdue), and mine to check. Two statements."""
    horizon = today() + timedelta(days=rules.NEAR)
    asked = ReadinessItem.objects.asked().in_time(today())
    owed = asked.owed_by(post).exclude(stands("confirmed"))
    owed = owed.exclude(stands("claimed")).filter(due_on__lte=horizon)
    check = ReadinessItem.objects.to_check_by(post)
    return [
        _section("readiness-report", _("Readiness to report"), _("Nothing is due to be reported."),
                 owed, "mine=report&state=gap"),
        _section("readiness-check", _("Readiness to check"), _("No report waits to be checked."),
                 check, "mine=check"),
    ]  # fmt: skip


def _section(key: str, title: Any, empty: Any, rows: ItemRows, query: str) -> Section:
    ranked = rows.annotate(whole=Window(Count("pk"))).select_related(
        "requirement", "stage", "region__parent", "agency"
    )
    found = list(ranked.order_by(F("due_on").asc(nulls_last=True), "-stage__tension", "pk")[:SHOWN])
    return Section(
        key,
        title,
        empty,
        getattr(found[0], "whole", 0) if found else 0,
        [_waiting(row) for row in found],
        more_url=f"{reverse('readiness:items')}?{query}",
        urgent=key == "readiness-report" and any(row.is_overdue for row in found),
    )


def _waiting(row: ReadinessItem) -> Item:
    return Item(
        title=row.requirement.title,
        url=row.get_absolute_url(),
        place=row.region.full_name,
        due_at=end_of_due_day(row),
        state=row.standing_title,
        number=row.stage.title,
        note=row.agency.name,
    )


def end_of_due_day(row: ReadinessItem) -> datetime | None:
    """The end of the day on which it is due, by the clocks of the region."""
    if row.due_on is None:
        return None
    return midnight(row.due_on + timedelta(days=1))


@dataclass(frozen=True)
class Gap:
    """One gap, as a briefing tells it. `tone` is danger (overdue), warning (blocked) or empty."""

    title: str
    agency: str
    place: str
    due_on: Any
    state: str
    tone: str
    url: str


@dataclass(frozen=True)
class NextStage:
    """How ready the next main stage is, and the first gaps before it."""

    stage: Stage
    tally: Tally
    gaps: list[Gap]

    @property
    def title(self) -> str:
        """How the stage is called."""
        return self.stage.title

    @property
    def ready(self) -> int:
        """The numerator: ready and confirmed."""
        return self.tally.confirmed

    @property
    def total(self) -> int:
        """The denominator: all that is asked for the stage."""
        return self.tally.total

    @property
    def unchecked(self) -> int:
        """Reported ready, not checked; not in the numerator."""
        return self.tally.claimed

    @property
    def blocked(self) -> int:
        """Blocked."""
        return self.tally.blocked


def next_stage_readiness(post: Post, count: int = 10) -> NextStage | None:
    """The next main stage for which something is asked of what she sees; None when there is none.

    Three statements, whatever the number of items.
    """
    asked = ReadinessItem.objects.asked().filter(stage=OuterRef("pk"))
    stages = Stage.objects.filter(Exists(asked), operation_id=post.operation_id)
    stage = stages.after(today()).main().first()
    if stage is None:
        return None
    wanted = ItemFilter(stage=stage.code)
    found = gaps(post, wanted)[:count]
    return NextStage(stage, readiness_figure(post, wanted), [_gap(row) for row in found])


def _gap(row: ReadinessItem) -> Gap:
    tone = "danger" if row.is_overdue else "warning" if row.state == "blocked" else ""
    return Gap(
        row.requirement.title,
        row.agency.name,
        row.region.full_name,
        row.due_on,
        row.standing_title,
        tone,
        row.get_absolute_url(),
    )
