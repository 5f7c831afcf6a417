"""Situation reports to test with, brought to a state by their own actions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sinergi.agencies.models import Post
from sinergi.briefing import actions
from sinergi.briefing.models import ReportPart, SituationReport
from sinergi.kernel.actors import SYSTEM
from sinergi.kernel.clock import now, stopped_at
from tests.factories import DISTRICT, OTHER_DISTRICT, REGENCY, World

TEXTS = {"general": "Situasi aman dan kondusif.", "prediction": "Tidak ada kegiatan massa.",
         "steps": "Patroli bersama.", "solution": "Musyawarah di posko."}  # fmt: skip
HOUR = timedelta(hours=1)


def issuer(world: World, code: str = REGENCY) -> Post:
    """Who issues the reports of that place."""
    roles = {DISTRICT: "district_head", OTHER_DISTRICT: "elsewhere:district_head"}
    return world.post(roles.get(code, "desk_coordinator"))


def opened(world: World, code: str = REGENCY, **told: Any) -> SituationReport:
    """A daily report of the last 24 hours, whose cut-off is now."""
    until = told.pop("until_at", now())
    told = {"kind": "daily", "from_at": until - 24 * HOUR, "until_at": until,
            "parts_due_at": until + HOUR, **told}  # fmt: skip
    return actions.open_report(issuer(world, code), world.desk(code), **told)


def frozen(world: World, code: str = REGENCY, **told: Any) -> SituationReport:
    """The same with its numbers."""
    return actions.freeze_report(SYSTEM, opened(world, code, **told))


def completed(world: World, code: str = REGENCY, **told: Any) -> SituationReport:
    """The same with the words of the secretariat."""
    row = frozen(world, code, **told)
    return actions.complete_report(issuer(world, code), row, situation="calm", texts=TEXTS)


def approved(world: World, code: str = REGENCY, **told: Any) -> SituationReport:
    """The same, approved."""
    return actions.approve_report(issuer(world, code), completed(world, code, **told))


def published(world: World, code: str = REGENCY, **told: Any) -> SituationReport:
    """The same, out."""
    return actions.publish_report(issuer(world, code), approved(world, code, **told))


def part_of(report: SituationReport, kind: str) -> ReportPart:
    """The part of the agency of that kind."""
    rows = ReportPart.objects.select_related("report", "agency")
    found: ReportPart = rows.filter(report=report, agency__kind=kind)[0]
    return found


def later(**span: float) -> Any:
    """The clock stands so much later inside the block."""
    return stopped_at(now() + timedelta(**span))
