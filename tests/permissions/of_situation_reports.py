"""A target for every action of situation reports: of the district of the village that is asked."""

from __future__ import annotations

from typing import Any

from sinergi.agencies.models import Desk
from sinergi.briefing import actions
from sinergi.briefing.models import ReportPart, SituationReport
from tests import factories_briefing as made
from tests.factories import World

SPECIAL = {"kind": "special", "subject": "Banjir"}  # of which there may be several at a time


def _place(world: World, code: str) -> str:
    return str(world.region(code).parent_id)


def _desk(world: World, code: str) -> Desk:
    return world.desk(_place(world, code))


def _in(state: Any) -> Any:
    """A report of that district in the state to which `state` brings it."""

    def bring(world: World, code: str) -> SituationReport:
        row: SituationReport = state(world, _place(world, code), **SPECIAL)
        return row

    return bring


def owed_part(world: World, code: str) -> ReportPart:
    """What the office of the district still owes."""
    return made.part_of(made.opened(world, _place(world, code), **SPECIAL), "district_office")


def written_part(world: World, code: str) -> ReportPart:
    """The same, written and not signed."""
    by = made.issuer(world, _place(world, code))
    return actions.write_part(by, owed_part(world, code), texts={"steps": "Patroli."})


SITUATIONS: dict[str, Any] = {
    "set_report_schedule": _desk,
    "open_report": _desk,
    "freeze_report": _in(made.opened),
    "complete_report": _in(made.frozen),
    "approve_report": _in(made.completed),
    "return_report": _in(made.approved),
    "publish_report": _in(made.approved),
    "note_correction": _in(made.published),
    "write_part": owed_part,
    "say_nil": owed_part,
    "sign_part": written_part,
}
