"""The workbook between preview and application."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction

from sinergi.agencies.models import Post
from sinergi.kernel.clock import real_now
from sinergi.kernel.problems import NotFound
from sinergi.readiness import bulk
from sinergi.readiness.models import ReadinessSheet
from sinergi.readiness.sheets.planning import Plan, plan_of
from sinergi.readiness.sheets.reading import read_rows

KEPT = timedelta(days=1)


def keep(by: Post, name: str, content: bytes) -> ReadinessSheet:
    """Keep a workbook for its preview. Raises BadReadinessSheet for what cannot be read."""
    ReadinessSheet.objects.filter(made_at__lt=real_now() - KEPT).delete()
    read_rows(content)
    return ReadinessSheet.objects.create(
        post=by, name=name[:200], content=content, made_at=real_now()
    )


def sheet_of(by: Post, pk: Any) -> ReadinessSheet:
    """Her own workbook. Raises NotFound for anybody else's, and for one whose day is over."""
    rows = ReadinessSheet.objects.filter(post=by, made_at__gte=real_now() - KEPT)
    sheet = rows.filter(pk=pk).first()
    if sheet is None:
        raise NotFound()
    return sheet


def plan_for(by: Post, sheet: ReadinessSheet) -> Plan:
    """What it would change now."""
    return plan_of(by, read_rows(bytes(sheet.content)))


@transaction.atomic
def carry_out(by: Post, sheet: ReadinessSheet) -> bulk.Applied:
    """Set what changed, in one transaction; rows with errors are left alone."""
    return bulk.apply(by, plan_for(by, sheet).wishes)
