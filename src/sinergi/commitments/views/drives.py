"""Pages of pledge drives: how they stand, by unit and by village."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from sinergi.agencies.current import signed_in
from sinergi.agencies.models import Post
from sinergi.commitments import actions, queries
from sinergi.commitments.excel import drive_workbook
from sinergi.commitments.models import Drive
from sinergi.commitments.permissions import may_export_drive, may_join, may_report_pledges, may_see
from sinergi.commitments.rules import Share
from sinergi.commitments.views.pages import post_of
from sinergi.kernel.clock import now
from sinergi.kernel.problems import NotFound
from sinergi.kernel.workbooks import download


def drive_for(request: HttpRequest, pk: uuid.UUID) -> Drive:
    """The drive, if it is hers to know."""
    rows = Drive.objects.select_related(
        "commitment__operation", "commitment__region__parent", "commitment__desk",
        "commitment__agency",
    )  # fmt: skip
    row = rows.filter(pk=pk).first()
    if row is None or not may_see(post_of(request), row.commitment):
        raise NotFound()
    return row


@signed_in
@require_safe
def drives(request: HttpRequest) -> HttpResponse:
    """All pledge drives with their shares."""
    rows = [
        {"commitment": row, "share": Share(row.signed_sum, row.staff_sum)}  # type: ignore[attr-defined]
        for row in queries.open_drives(post_of(request))[:100]
    ]
    return render(request, "commitments/drives.html", {"rows": rows})


@signed_in
@require_safe
def drive(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One drive: the whole, by kind of agency, by district, and each unit."""
    post, row = post_of(request), drive_for(request, pk)
    standing = queries.standing_of(row)
    told = {
        "drive": row,
        "commitment": row.commitment,
        "standing": standing,
        "own": [unit for unit in standing.whole.units if _is_own(post, unit)],
        "reportable": {x.signatory.pk for x in standing.whole.units if _is_hers(post, x)},
        "may_join": may_join(post, row),
        "mine": queries.my_line(post, row.commitment),
        "may_export": may_export_drive(post, row),
        "is_over": row.is_over(now()),
    }  # fmt: skip
    return render(request, "commitments/drive.html", told)


def _is_own(post: Post, unit: queries.Unit) -> bool:
    """Of her agency or her village: not one that only lies below her desk."""
    row = unit.signatory
    own = row.agency_id == post.agency_id if row.agency_id else row.region_id == post.region_id
    return own and _is_hers(post, unit)


def _is_hers(post: Post, unit: queries.Unit) -> bool:
    return bool(may_report_pledges(post, unit.signatory))


@signed_in
@require_POST
def join(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take her own line, and go on to sign it."""
    line = actions.join_drive(post_of(request), drive_for(request, pk))
    return redirect(line.get_absolute_url())


@signed_in
@require_POST
def export(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The units with their figures as an Excel file, written down in the journal beforehand."""
    row = drive_for(request, pk)
    actions.export_drive(post_of(request), row)
    return download(drive_workbook(row, queries.standing_of(row)), "ikrar")
