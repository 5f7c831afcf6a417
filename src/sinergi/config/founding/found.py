"""Founding an operation: one transaction, every step an action in the journal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from sinergi.agencies.actions import add_agency, add_desk
from sinergi.agencies.actions.operations import open_operation
from sinergi.agencies.models import Agency
from sinergi.config.founding.institutions import (
    DISTRICT_AGENCIES,
    LOCAL,
    REGENCY_AGENCIES,
    Local,
    timezone_of,
)
from sinergi.incidents import rules
from sinergi.incidents.actions import set_policy
from sinergi.kernel.actors import SYSTEM
from sinergi.kernel.clock import use_operation
from sinergi.kernel.models import Operation
from sinergi.polling.actions import prepare_polling
from sinergi.readiness.actions import prepare_readiness
from sinergi.regions.loading import load_regency
from sinergi.regions.models import Region
from sinergi.risk.actions import prepare_risk
from sinergi.stages.actions import open_calendar


@dataclass(frozen=True)
class Plan:
    """What is to be founded. With `exercise_start` it is a rehearsal in its own time."""

    code: str
    election: str
    voting_day: date
    region_code: str
    mode: str = "actual"
    exercise_start: datetime | None = None
    speed: float = 1.0


@transaction.atomic
def found_operation(plan: Plan) -> Operation:
    """Load the places, open the operation, and give it agencies, desks and a policy.

    Raises Problem (unknown code, code in use); nothing stays half-founded.
    """
    load_regency(plan.region_code)
    region = Region.objects.get(pk=plan.region_code)
    operation = open_operation(
        SYSTEM,
        region,
        code=plan.code,
        name=f"{plan.election} {region}",
        election=plan.election,
        voting_day=plan.voting_day,
        timezone=timezone_of(region.pk),
        mode=plan.mode,
        exercise_start=plan.exercise_start,
        speed=plan.speed,
    )
    with use_operation(operation):
        _Founder(operation, region).found()
    return operation


class _Founder:
    """The steps of founding, sharing what was made before."""

    def __init__(self, operation: Operation, region: Region) -> None:
        self.operation, self.region = operation, region
        self.local = LOCAL.get(region.pk, Local())
        places = Region.objects.within([region.pk]).order_by("code")
        self.districts = [place for place in places if place.level == "district"]
        self.villages = [place for place in places if place.level == "village"]
        self.above: dict[str, Agency] = {}

    def found(self) -> None:
        """Agencies first, then desks, the calendar, the policy."""
        self._regency_agencies()
        self._district_agencies()
        self._village_agencies()
        self._desks([self.region], "Desk Pilkada {place}")
        self._desks(self.districts, "Posko {place}")
        self._desks(self.villages, "Posko {place}")
        open_calendar(SYSTEM, self.operation)
        prepare_readiness(SYSTEM, self.operation)
        prepare_polling(SYSTEM, self.operation)
        prepare_risk(SYSTEM, self.operation)
        set_policy(
            SYSTEM,  # type: ignore[arg-type]
            self.operation,
            table=rules.DEFAULT_POLICY,
            remark="Kewajaran",
        )

    def _add(
        self, kind: str, name: str, region: Region, areas: Iterable[str], parent: Agency | None
    ) -> Agency:
        return add_agency(
            SYSTEM,  # type: ignore[arg-type]
            self.operation,
            kind=kind,
            name=name,
            region=region,
            areas=list(areas),
            parent=parent,
        )

    def _regency_agencies(self) -> None:
        words = {
            "name": self.region.name,
            "full": str(self.region),
            "short": self.region.short_name,
        }
        taken = {code for areas in self.local.other_police.values() for code in areas}
        rest = [place.pk for place in self.districts if place.pk not in taken]
        for kind, pattern in REGENCY_AGENCIES:
            name = self.local.names.get(kind) or pattern.format(**words)
            areas = rest if kind == "polres" and taken else [self.region.pk]
            agency = self._add(kind, name, self.region, areas, None)
            self.above.setdefault(kind, agency)
        for name, codes in self.local.other_police.items():
            self.above[name] = self._add("polres", name, self.region, codes, None)

    def _district_agencies(self) -> None:
        for district in self.districts:
            for kind, pattern, parent_kind in DISTRICT_AGENCIES:
                parent = self._police_of(district) if kind == "polsek" else None
                self._add(
                    kind,
                    pattern.format(name=district.name),
                    district,
                    [district.pk],
                    parent or self.above[parent_kind],
                )

    def _police_of(self, district: Region) -> Agency | None:
        for name, codes in self.local.other_police.items():
            if district.pk in codes:
                return self.above[name]
        return None

    def _village_agencies(self) -> None:
        for village in self.villages:
            # Two villages of a regency may have one name: the district tells them apart.
            where = f"{village.name} ({self._district_of(village).name})"
            self._add("village_office", f"Pemerintah {village.get_kind_display()} {where}",
                      village, [village.pk], None)  # fmt: skip
            self._add("village_election_committee", f"PPS {where}",
                      village, [village.pk], self.above["kpu"])  # fmt: skip

    def _district_of(self, village: Region) -> Region:
        return next(place for place in self.districts if place.pk == village.parent_id)

    def _desks(self, places: Iterable[Region], pattern: str) -> None:
        for place in places:
            add_desk(
                SYSTEM,  # type: ignore[arg-type]
                self.operation,
                region=place,
                name=pattern.format(place=place),
            )
