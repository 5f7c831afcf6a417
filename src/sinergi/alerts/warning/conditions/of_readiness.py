"""What is not ready though a stage is near."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from sinergi.alerts.warning.spells import Spell, shortfall
from sinergi.kernel.clock import local, midnight
from sinergi.kernel.models import Operation
from sinergi.readiness.models import ReadinessItem
from sinergi.regions.codes import clipped
from sinergi.stages.models import Stage

Done = dict[tuple[Any, str], list[datetime | None]]  # (stage, place): when confirmed, or None


def behind(
    operation: Operation, values: Mapping[str, Any], since: datetime, until: datetime
) -> list[Spell]:
    """Places in which less than the share is confirmed, so many days before a stage begins.

    Two statements. One situation is one stage in one place.
    """
    ahead = timedelta(days=values["days"])
    stages = Stage.objects.filter(
        operation=operation,
        starts_on__gt=local(since).date(),
        starts_on__lte=local(until).date() + ahead,
    )
    near = {stage.pk: stage for stage in stages}
    found = _confirmed(operation, near, values["place"])
    spells = [
        _spell(near[stage], place, moments, values["percent"], ahead, until)
        for (stage, place), moments in sorted(found.items(), key=lambda pair: str(pair[0]))
    ]
    return [spell for spell in spells if spell is not None]


def _confirmed(operation: Operation, near: Mapping[Any, Stage], level: str) -> Done:
    found: Done = defaultdict(list)
    rows = ReadinessItem.objects.filter(operation=operation, stage__in=near).asked()
    for stage, code, state, check, at in rows.values_list(
        "stage_id", "region_id", "state", "check_state", "checked_at"
    ):
        place = clipped(code, level)
        if level == "district" and len(place) < len("35.19.04"):
            continue  # what the regency itself owes lies in no district
        ready = state == "ready" and check == "confirmed"
        found[stage, place].append(at if ready else None)
    return found


def _spell(
    stage: Stage,
    place: str,
    moments: list[datetime | None],
    percent: int,
    ahead: timedelta,
    until: datetime,
) -> Spell | None:
    if stage.starts_on is None:
        return None
    begins = midnight(stage.starts_on)
    needed = math.ceil(len(moments) * percent / 100)
    done = [moment for moment in moments if moment is not None]
    spell = shortfall(
        f"{stage.code}:{place}", place, done, needed=needed, span=(begins - ahead, begins),
        until=until,
    )  # fmt: skip
    if spell is None:
        return None
    there = spell.count * 100 // len(moments)
    asked = urlencode({"stage": stage.code, "place": place})
    page = f"{reverse('readiness:items')}?{asked}"
    return Spell(spell.key, place, spell.began, spell.ended, len(moments) - spell.count,
                 ((stage.title_id, page),), f"{there} %")  # fmt: skip
