"""Outreach: an activity planned, changed, cancelled, held, corrected; targets of villages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.kernel import evidence, kinds
from sinergi.kernel.action import action, note
from sinergi.kernel.clock import now
from sinergi.kernel.models import Operation
from sinergi.kernel.problems import Invalid, needed
from sinergi.polling.models import Activity, ActivityPhoto, TargetGroup, TurnoutTarget
from sinergi.polling.permissions import outreach as permissions
from sinergi.regions.models import Region

MOST_PEOPLE = 100_000  # at one activity: more is a slip of the hand
MOST_PHOTOS = 20
AHEAD = timedelta(days=730)
TARGET = ("percent",)
LAST_TIME = ("last_percent", "last_source")


@dataclass(frozen=True)
class Plan:
    """What an activity is to be. `expected`: people who are thought to come."""

    title: str
    groups: Sequence[str]
    starts_at: datetime
    place: str = ""
    expected: int | None = None


@dataclass(frozen=True)
class Report:
    """What an activity was: who came, women among them (None: nobody counted)."""

    held_at: datetime
    reached: int
    reached_women: int | None = None
    note: str = ""


@action(
    "activity.planned",
    subject=Activity,
    parent=Region,
    may=permissions.may_plan,
    title=_("Plan an activity"),
)
def plan_activity(by: Post, region: Region, plan: Plan) -> Activity:
    """Plan one of her agency in a village of her places. Raises Invalid at the field."""
    if region.level != Region.Level.VILLAGE:
        raise Invalid(_("Choose a village of your places."), field="region")
    row = Activity(
        operation_id=by.operation_id,
        agency_id=by.agency_id,
        region=region,
        planned_by=by.actor_label,
        planned_at=now(),
        **_planned(plan),
    )
    row.save(force_insert=True)
    return row


def _planned(plan: Plan) -> dict[str, Any]:
    """The columns of a plan that can be."""
    if not now() - timedelta(days=1) <= plan.starts_at <= now() + AHEAD:
        raise Invalid(_("Choose a moment that is still to come."), field="starts_at")
    return {
        "title": needed(plan.title, "title", _("Say what is planned."))[:150],
        "place": " ".join(plan.place.split())[:150],
        "groups": _groups(plan.groups),
        "starts_at": plan.starts_at,
        "expected": _people(plan.expected, "expected"),
    }


def _groups(groups: Iterable[str]) -> list[str]:
    wanted = set(groups)
    if not wanted or wanted - set(TargetGroup.values):
        raise Invalid(_("Choose whom it is for."), field="groups")
    return [code for code in TargetGroup.values if code in wanted]


def _people(count: int | None, field: str) -> int | None:
    if count is not None and not 0 <= count <= MOST_PEOPLE:
        raise Invalid(_("Between 0 and %(count)d.") % {"count": MOST_PEOPLE}, field=field)
    return count


@action(
    "activity.changed",
    subject=Activity,
    may=permissions.may_run_planned,
    title=_("Change the plan"),
)
def change_activity(by: Post, activity: Activity, plan: Plan) -> Activity:
    """Another moment, place or group; the village stays."""
    return _kept(activity, _planned(plan))


@action(
    "activity.cancelled",
    subject=Activity,
    may=permissions.may_run_planned,
    title=_("Cancel the activity"),
)
def cancel_activity(by: Post, activity: Activity, *, reason: str) -> Activity:
    """It does not take place, and why."""
    said = needed(reason, "reason", _("Say why it is cancelled."))
    return _kept(activity, {"state": Activity.State.CANCELLED, "note": said})


@action(
    "activity.held",
    subject=Activity,
    may=permissions.may_run_planned,
    title=_("Report that it was held"),
)
def report_activity(
    by: Post, activity: Activity, report: Report, photos: Iterable[Any] = ()
) -> Activity:
    """It took place: when, how many came, with photos. Raises Invalid at the field."""
    _attach(by, activity, photos)
    return _kept(activity, {"state": Activity.State.HELD, **_reported(report)})


@action(
    "activity.corrected",
    subject=Activity,
    may=permissions.may_correct,
    title=_("Correct the report"),
)
def correct_activity(
    by: Post, activity: Activity, report: Report, photos: Iterable[Any] = ()
) -> Activity:
    """What was reported wrongly; more photos are added. The journal keeps what it was."""
    _attach(by, activity, photos)
    return _kept(activity, _reported(report))


def _reported(report: Report) -> dict[str, Any]:
    if report.held_at > now():
        raise Invalid(_("This moment is still to come."), field="held_at")
    reached = _people(report.reached, "reached")
    women = _people(report.reached_women, "reached_women")
    if women is not None and reached is not None and women > reached:
        raise Invalid(_("More women than people who came."), field="reached_women")
    return {
        "held_at": report.held_at,
        "reached": reached,
        "reached_women": women,
        "note": report.note.strip(),
    }


def _attach(by: Post, activity: Activity, photos: Iterable[Any]) -> None:
    """Keep the photos as evidence: shown without what the camera wrote into them."""
    given = list(photos)
    if activity.photos.count() + len(given) > MOST_PHOTOS:
        said = _("At most %(count)d photos of one activity.") % {"count": MOST_PHOTOS}
        raise Invalid(said, field="files")
    for file in given:
        _require_photo(file)
        blob = evidence.store(file, by=by, operation=activity.operation)
        note(**{f"sha256:{blob.pk}": blob.sha256, f"name:{blob.pk}": blob.name})
        ActivityPhoto.objects.create(activity=activity, blob=blob)


def _require_photo(file: Any) -> None:
    file.seek(0)
    kind = kinds.recognise(file.read(kinds.HEAD))
    file.seek(0)
    if kind is None or kind.family != "photo":
        raise Invalid(_("Only photos are kept with an activity."), field="files")


def _kept(activity: Activity, told: dict[str, Any]) -> Activity:
    for name, value in told.items():
        setattr(activity, name, value)
    activity.save(update_fields=list(told))
    return activity


@action(
    "turnout_targets.set",
    subject=Operation,
    may=permissions.may_set_targets,
    title=_("Set turnout targets"),
)
def set_turnout_targets(
    by: Post, operation: Operation, villages: Sequence[str], percent: Decimal | None
) -> Operation:
    """The turnout at which these villages (codes) aim, in per cent; None takes the target back.

    One statement for all; the journal notes the villages and what they aimed at before.
    """
    _require_percent(percent, "percent")
    rows = Region.objects.within(by.prefixes).villages().filter(pk__in=list(villages))
    found = sorted(rows.values_list("pk", flat=True))
    if not found or len(found) != len(set(villages)):
        raise Invalid(_("Choose villages of your places."), field="villages")
    before = dict(
        TurnoutTarget.objects.filter(operation=operation, region__in=found).values_list(
            "region_id", "percent"
        )
    )
    _write(operation, found, TARGET, {"percent": percent})
    note(
        percent=None if percent is None else str(percent),
        villages=found,
        before={code: str(told) for code, told in before.items() if told is not None},
    )
    return operation


@action(
    "last_turnout.noted",
    subject=Operation,
    may=permissions.may_set_targets,
    title=_("Note the turnout of last time"),
)
def note_last_turnout(
    by: Post, operation: Operation, region: Region, percent: Decimal, source: str
) -> Operation:
    """What a village's turnout was by a better source than the house has; source and year named."""
    if region.level != Region.Level.VILLAGE or not by.covers(region.pk):
        raise Invalid(_("Choose a village of your places."), field="region")
    _require_percent(percent, "percent")
    told = needed(source, "source", _("Name the source and the year."))[:120]
    _write(operation, [region.pk], LAST_TIME, {"last_percent": percent, "last_source": told})
    note(region=region.pk, percent=str(percent), source=told)
    return operation


def _require_percent(percent: Decimal | None, field: str) -> None:
    if percent is not None and not 0 <= percent <= 100:
        raise Invalid(_("A percentage lies between 0 and 100."), field=field)


def _write(
    operation: Operation, codes: Iterable[str], columns: Sequence[str], told: dict[str, Any]
) -> None:
    TurnoutTarget.objects.bulk_create(
        [TurnoutTarget(operation=operation, region_id=code, **told) for code in codes],
        update_conflicts=True,
        unique_fields=["operation", "region"],
        update_fields=columns,
    )
