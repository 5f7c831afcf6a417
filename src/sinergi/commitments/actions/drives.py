"""Pledge drives: one text for many units, and how many of how many have signed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Agency, Post
from sinergi.commitments import permissions
from sinergi.commitments.actions.life import fix
from sinergi.commitments.models import Commitment, Drive, PledgeReport, Signatory
from sinergi.kernel import evidence
from sinergi.kernel.action import action, note
from sinergi.kernel.clock import now
from sinergi.kernel.problems import Invalid
from sinergi.regions.models import Region, under

MOST_UNITS = 5_000


@action(
    "drive.started",
    subject=Drive,
    parent=Commitment,
    lock_parent=True,
    may=permissions.may_open,
    title=_("Start a pledge drive with it"),
)
def start_drive(
    by: Post,
    commitment: Commitment,
    *,
    kinds: Sequence[str],
    until: datetime,
    with_villages: bool = False,
) -> Drive:
    """Open the text for all units of these kinds of agency, and for each village.

    One unit per agency and village, made in one statement. Raises Invalid when there is none.
    """
    if until <= now():
        raise Invalid(_("The end lies in the past."), field="until")
    rows = list(_units(commitment, set(kinds), with_villages=with_villages))
    if not 0 < len(rows) <= MOST_UNITS:
        raise Invalid(_("No unit fits. Choose kinds of agency, or villages."), field="kinds")
    fix(commitment)
    commitment.save()
    drive = Drive(
        commitment=commitment,
        kinds=sorted(kinds),
        with_villages=with_villages,
        until=until,
        started_at=now(),
        started_by=by.actor_label,
    )
    drive.save(force_insert=True)
    Signatory.objects.bulk_create(rows)
    note(units=len(rows), digest=commitment.digest)
    return drive


def _units(commitment: Commitment, kinds: set[str], *, with_villages: bool) -> Iterator[Signatory]:
    """One row for each agency of the kinds, and for each village (its office, if it has one)."""
    wanted = kinds | ({"village_office"} if with_villages else set())
    agencies = Agency.objects.filter(
        under("region_id", [commitment.region_id]),
        operation_id=commitment.operation_id,
        kind__in=wanted,
    )
    places: set[str] = set()
    order = 0
    for order, agency in enumerate(agencies.order_by("region_id", "name"), 1):
        if agency.kind == "village_office":
            places.add(agency.region_id)
        yield _unit(commitment, order, agency.name, agency.region_id, agency)
    if with_villages:
        villages = Region.objects.within([commitment.region_id]).villages().with_parent()
        bare = (village for village in villages if village.pk not in places)
        for number, village in enumerate(bare, order + 1):
            yield _unit(commitment, number, village.full_name, village.pk, None)


def _unit(
    commitment: Commitment, order: int, label: str, region: str, agency: Agency | None
) -> Signatory:
    return Signatory(
        commitment=commitment,
        agency=agency,
        region_id=region,
        label=label[:200],
        order=order,
        is_unit=True,
        named_at=now(),
    )


@action(
    "pledges.reported",
    subject=PledgeReport,
    parent=Signatory,
    lock_parent=True,
    may=permissions.may_report_pledges,
    title=_("Report how many have signed"),
)
def report_pledges(
    by: Post, signatory: Signatory, *, staff: int, signed: int, scan: Any = None
) -> PledgeReport:
    """How many of how many have signed in the unit; a later report takes the place of the first.

    Raises Invalid when more signed than there are.
    """
    if staff < 1 or not 0 <= signed <= staff:
        raise Invalid(_("More cannot sign than there are."), field="signed")
    report = PledgeReport.objects.filter(signatory=signatory).first()
    report = report or PledgeReport(signatory=signatory)
    report.staff, report.signed = staff, signed
    report.reported_at, report.reported_by = now(), by.actor_label
    if scan:
        report.scan = evidence.store(scan, by=by, operation=signatory.commitment.operation)
        note(sha256=report.scan.sha256)
    report.save()
    note(unit=signatory.label, signed=signed, staff=staff)
    return report


@action(
    "drive.joined",
    subject=Signatory,
    parent=Drive,
    lock_parent=True,
    may=permissions.may_join,
    title=_("Sign it myself"),
)
def join_drive(by: Post, drive: Drive) -> Signatory:
    """A post of a unit takes its own line, on which it then signs; a second call finds it."""
    rows = Signatory.objects.filter(commitment_id=drive.commitment_id)
    own = rows.filter(post_id=by.pk, withdrawn_at=None).first()
    if own is None:
        own = Signatory(
            commitment=drive.commitment,
            post=by,
            agency=by.agency,
            region_id=by.region_id,
            label=by.title[:200],
            order=rows.count() + 1,
            named_at=now(),
        )
        own.save(force_insert=True)
    return own


@action(
    "drive.exported",
    subject=Drive,
    may=permissions.may_export_drive,
    title=_("Take the list of a drive out"),
)
def export_drive(by: Post, drive: Drive) -> Drive:
    """The journal remembers who took the list, and when."""
    return drive
