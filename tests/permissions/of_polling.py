"""One target for every action of polling."""

from __future__ import annotations

from typing import Any

from sinergi.kernel.actors import SYSTEM
from sinergi.kernel.clock import now
from sinergi.kernel.models import OfficialDocument
from sinergi.polling.actions import Said, prepare_polling, report_milestone
from sinergi.polling.models import (
    Activity,
    CheckIn,
    Equipment,
    Indicator,
    Milestone,
    Pattern,
    SecurityList,
    SpecialCase,
    Station,
    StationPerson,
)
from tests.factories import ELSEWHERE, START, VILLAGE, World
from tests.factories_polling import station


def _operation(world: World, code: str) -> Any:
    return world.operation


def listed(world: World, code: str) -> Station:
    """A station of that village."""
    row = Station.objects.filter(operation=world.operation, region=code).first()
    return row or station(world, village=code)


def struck(world: World, code: str) -> Station:
    """The same, no longer on KPU's list."""
    row = listed(world, code)
    row.active = False
    row.save()
    return row


def person(world: World, code: str) -> StationPerson:
    """Somebody who serves there for KPPS."""
    return StationPerson.objects.create(
        station=listed(world, code), service="kpps", title="Ketua KPPS"
    )


def milestone(world: World, code: str) -> Milestone:
    """One of the shipped milestones."""
    prepare_polling(SYSTEM, world.operation)
    return Milestone.objects.filter(operation=world.operation).select_related("operation")[0]


def indicator(world: World, code: str) -> Indicator:
    """One of the shipped indicators."""
    prepare_polling(SYSTEM, world.operation)
    return Indicator.objects.filter(operation=world.operation).select_related("operation")[0]


def special_case(state: str) -> Any:
    """A re-vote in that state, which is KPU's to decide."""

    def made(world: World, code: str) -> SpecialCase:
        return SpecialCase.objects.create(
            operation=world.operation, station=listed(world, code), kind="revote", state=state,
            detail="Terbukti.", ground="UU 1/2015", opened_at=now(), opened_by="KPU",
        )  # fmt: skip

    return made


# The list of stations, what is kept of them, and what they are asked.
STATIONS: dict[str, Any] = {
    **dict.fromkeys(
        (
            "prepare_polling",
            "import_stations",
            "keep_mapping",
            "add_station",
            "add_milestone",
            "add_indicator",
        ),
        _operation,
    ),
    **dict.fromkeys(
        (
            "change_station",
            "strike_station",
            "locate_station",
            "categorise_station",
            "record_findings",
            "place_person",
        ),
        listed,
    ),
    "restore_station": struck,
    "release_person": person,
    **dict.fromkeys(("change_milestone", "switch_milestone"), milestone),
    **dict.fromkeys(("change_indicator", "switch_indicator"), indicator),
}


# Check-ins.
def checked_in(world: World, code: str) -> CheckIn:
    """What that station reported of the first milestone."""
    by = world.post("kpu_liaison")
    return report_milestone(by, listed(world, code), Said(milestone(world, code)))


CHECK_INS: dict[str, Any] = {
    "report_milestone": listed,
}

# The board: calls and special cases.
BOARD: dict[str, Any] = {
    **dict.fromkeys(("call_station", "open_special_case"), listed),
    "accept_special_case": special_case("proposed"),
    **dict.fromkeys(("end_special_case", "withdraw_special_case"), special_case("open")),
}


def planned(world: World, code: str) -> Activity:
    """An activity of outreach there, planned by the village's own committee."""
    agency = "village_election_committee" if code == VILLAGE else "elsewhere:village_office"
    return Activity.objects.create(
        operation=world.operation,
        agency=world.agencies[agency],
        region=world.region(code),
        title="Sosialisasi pemilih pemula",
        groups=["first"],
        starts_at=START,
        planned_by="PPS",
        planned_at=START,
    )


def held(world: World, code: str) -> Activity:
    """The same, held."""
    row = planned(world, code)
    row.state, row.held_at, row.reached = "held", START, 40
    row.save()
    return row


# Outreach: activities and targets.
OUTREACH: dict[str, Any] = {
    "plan_activity": lambda world, code: world.region(code),
    **dict.fromkeys(("set_turnout_targets", "note_last_turnout"), _operation),
    **dict.fromkeys(("change_activity", "cancel_activity", "report_activity"), planned),
    "correct_activity": held,
}


def security(world: World, code: str) -> Any:
    """The police of the district of that village."""
    return world.agencies["elsewhere:polsek" if code == ELSEWHERE else "polsek"]


def of_plan(model: Any) -> Any:
    """A shipped row of the security plan."""

    def made(world: World, code: str) -> Any:
        prepare_polling(SYSTEM, world.operation)
        return model.objects.filter(operation=world.operation).select_related("operation")[0]

    return made


def letters(world: World, code: str) -> SecurityList:
    """A file of duty letters of that police."""
    agency = security(world, code)
    document = OfficialDocument.objects.create(
        operation=world.operation, number=f"ST/{code}", kind="Surat Tugas", title="Surat Tugas",
        issued_at=now(), code=f"ST{code[-8:].replace('.', '')}", size=0,
    )  # fmt: skip
    return SecurityList.objects.create(
        operation=world.operation, region=agency.region, agency=agency, kind="letters", rows=1,
        made_at=now(), made_by="Kapolsek", document=document,
    )  # fmt: skip


# The security plan: told to security agencies alone.
PLAN: dict[str, Any] = {
    **dict.fromkeys(("add_equipment", "ask_for_gap"), _operation),
    "change_pattern": of_plan(Pattern),
    "change_equipment": of_plan(Equipment),
    **dict.fromkeys(("report_strength", "assign_people", "issue_duty_letters"), security),
}

SITUATIONS: dict[str, Any] = {**STATIONS, **CHECK_INS, **OUTREACH, **BOARD, **PLAN}
