"""Keeping the plan of security: patterns, equipment, strength, and gaps to be closed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sinergi.agencies.models import Agency, Post
from sinergi.agencies.scope import above_or_equal
from sinergi.followups.actions import assign
from sinergi.followups.models import Followup
from sinergi.kernel.action import action, note
from sinergi.kernel.clock import now
from sinergi.kernel.models import Operation
from sinergi.kernel.problems import Forbidden, Invalid, needed
from sinergi.polling.models import Equipment, Pattern, SecurityList, Strength
from sinergi.polling.models.secrecy import security_audience
from sinergi.polling.permissions import plan as permissions
from sinergi.polling.problems import AskedAlready
from sinergi.polling.queries.plan import DONE, followups_of, kinds_for, origin_of, titles_of
from sinergi.regions.models import Region

MOST_STATIONS, MOST_PEOPLE = 50, 500  # of a pattern: more is a slip of the hand
MOST = 100_000  # of anything in a district


@action(
    "pattern.changed",
    subject=Pattern,
    may=permissions.may_plan,
    title=gettext_lazy("Change the pattern of security"),
)
def change_pattern(
    by: Post, pattern: Pattern, *, police: int, stations: int, linmas: int
) -> Pattern:
    """So many police for so many stations, with so many Linmas in all."""
    _between(1, stations, MOST_STATIONS, "stations")
    _between(0, police, MOST_PEOPLE, "police")
    _between(0, linmas, MOST_PEOPLE, "linmas")
    pattern.police, pattern.stations, pattern.linmas = police, stations, linmas
    pattern.save()
    return pattern


def _between(least: int, value: int, most: int, field: str) -> None:
    if not least <= value <= most:
        said = _("Between %(least)d and %(most)d.") % {"least": least, "most": most}
        raise Invalid(said, field=field)


@action(
    "equipment.added",
    subject=Equipment,
    parent=Operation,
    may=permissions.may_plan,
    title=gettext_lazy("Add a kind of equipment"),
)
def add_equipment(
    by: Post, operation: Operation, *, title: str, per: str, number: int
) -> Equipment:
    """One thing more that stations or districts need."""
    row = Equipment(operation=operation, code=slugify(title)[:20])
    _describe(row, title, per, number)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Invalid(_("Another one is called so."), field="title") from error
    return row


@action(
    "equipment.changed",
    subject=Equipment,
    may=permissions.may_plan,
    title=gettext_lazy("Change a kind of equipment"),
)
def change_equipment(
    by: Post, equipment: Equipment, *, title: str, per: str, number: int, active: bool = True
) -> Equipment:
    """How it is called, for what it is needed and how many; not active: needed no more."""
    _describe(equipment, title, per, number)
    equipment.active = active
    equipment.save()
    return equipment


def _describe(row: Equipment, title: str, per: str, number: int) -> None:
    row.title = needed(title, "title", _("Give it a name."))[:120]
    if per not in Equipment.Per.values:
        raise Invalid(_("There is no such kind."), field="per")
    _between(0, number, MOST_PEOPLE, "number")
    row.per, row.number = per, number


@action(
    "strength.told",
    subject=SecurityList,
    parent=Agency,
    may=permissions.may_report_strength,
    title=gettext_lazy("Tell the strength of an agency"),
)
def report_strength(
    by: Post, agency: Agency, rows: Mapping[tuple[str, str], int | None]
) -> SecurityList:
    """What it has: {(district, what): how many}; None takes back what was told.

    Raises Invalid for a place outside her area or the agency's, or a number out of bounds.
    """
    known = kinds_for(agency, titles_of(by))
    for (code, what), count in rows.items():
        if len(code) != len("35.19.04") or not (by.covers(code) and agency.covers(code)):
            raise Invalid(_("%(code)s is not in this area.") % {"code": code}, field="rows")
        if what not in known:
            raise Invalid(_("%(code)s is not counted here.") % {"code": what}, field="rows")
        _between(0, count or 0, MOST, "rows")
    kept = _kept(agency, rows)
    note(rows=kept)
    return listed(by, agency, SecurityList.Kind.STRENGTH, [code for code, _what in rows], len(kept))


def _kept(agency: Agency, rows: Mapping[tuple[str, str], int | None]) -> list[list[Any]]:
    """Write what differs. At most four statements; gives [district, what, before, after]."""
    before = {(row.region_id, row.what): row for row in Strength.objects.filter(agency=agency)}
    new, changed, gone, told = [], [], [], []
    for (code, what), count in sorted(rows.items()):
        row = before.get((code, what))
        if count is None and row is not None:
            gone.append(row.pk)
        elif count is not None and row is None:
            new.append(_strength(agency, code, what, count))
        elif row is None or row.available == count:
            continue
        told.append([code, what, row.available if row else None, count])
        if row is not None and count is not None:
            row.available = count
            changed.append(row)
    Strength.objects.filter(pk__in=gone).delete()
    Strength.objects.bulk_create(new)
    Strength.objects.bulk_update(changed, ["available"])
    return told


def _strength(agency: Agency, code: str, what: str, count: int) -> Strength:
    return Strength(
        operation_id=agency.operation_id, region_id=code, agency=agency, what=what, available=count
    )


def listed(
    by: Post, agency: Agency, kind: str, codes: list[str], rows: int, **columns: Any
) -> SecurityList:
    """The row of which the journal speaks; it lies at the narrowest place around `codes`."""
    paths = [above_or_equal(code) for code in codes] or [above_or_equal(agency.region_id)]
    common = [level[0] for level in zip(*paths, strict=False) if len(set(level)) == 1]
    return SecurityList.objects.create(
        operation_id=agency.operation_id,
        region_id=common[-1] if common else agency.region_id,
        agency=agency,
        kind=kind,
        rows=rows,
        made_at=now(),
        made_by=by.actor_label[:200],
        **columns,
    )


@action(
    "plan_gap.asked",
    subject=Followup,
    parent=Operation,
    may=permissions.may_plan,
    title=gettext_lazy("Make a gap of the plan a follow-up"),
)
def ask_for_gap(
    by: Post,
    operation: Operation,
    *,
    district: Region,
    what: str,
    to: Agency,
    title: str,
    due_at: datetime,
) -> Followup:
    """Ask an agency to close the gap of a district, in the name of her nearest desk over it.

    Only security agencies see it. Raises Forbidden when she sits at no desk there, AskedAlready
    while an earlier one is open, and Invalid as `followups.assign` does.
    """
    desk = permissions.asking_desk(by, district.pk) if by.covers(district.pk) else None
    if desk is None:
        raise Forbidden(_("You do not sit at a desk over this place."))
    earlier = followups_of(by, district.pk).get(what)
    if earlier is not None and earlier.state not in DONE:
        raise AskedAlready()
    known = {*security_audience(operation.pk, district.pk), str(to.pk), str(by.agency_id)}
    note(what=what, to=str(to))
    return assign(
        by,
        desk,
        kind="readiness",
        title=title[:200],
        to=to,
        region=district,
        due_at=due_at,
        origin=(_("Security plan %(district)s") % {"district": district},
                origin_of(district.pk, what)),
        audience=sorted(known),
    )  # fmt: skip
