"""The workbook between preview and application."""

from __future__ import annotations

from django.db import transaction

from sinergi.agencies.models import Post
from sinergi.readiness import bulk
from sinergi.readiness.models import ReadinessSheet
from sinergi.readiness.sheets.planning import Plan, plan_of
from sinergi.readiness.sheets.reading import read_rows


def keep(by: Post, name: str, content: bytes) -> ReadinessSheet:
    """Keep a workbook for its preview. Raises BadReadinessSheet for what cannot be read."""
    read_rows(content)
    return ReadinessSheet.keep(by, name, content=content)


def plan_for(by: Post, sheet: ReadinessSheet) -> Plan:
    """What it would change now."""
    return plan_of(by, read_rows(bytes(sheet.content)))


@transaction.atomic
def carry_out(by: Post, sheet: ReadinessSheet) -> bulk.Applied:
    """Set what changed, in one transaction; rows with errors are left alone."""
    return bulk.apply(by, plan_for(by, sheet).wishes)
