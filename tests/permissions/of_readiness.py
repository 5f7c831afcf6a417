"""One target for every action of readiness."""

from __future__ import annotations

from typing import Any

from sinergi.kernel.clock import now
from sinergi.kernel.models import Blob
from sinergi.readiness import actions
from sinergi.readiness.models import ReadinessEvidence, ReadinessItem, Requirement
from tests import factories
from tests.factories import World
from tests.factories_readiness import item
from tests.permissions.situations import pillar


def owed(world: World, code: str) -> ReadinessItem:
    """What the office of the village owes."""
    return item(world, "desa-linmas", code)


def claimed(world: World, code: str) -> ReadinessItem:
    """The same, reported ready by the village head."""
    side = "elsewhere:" if code == factories.ELSEWHERE else ""
    row = owed(world, code)
    return actions.report_readiness(world.post(f"{side}village_head"), row, state="ready")


def requirement(world: World, code: str) -> Requirement:
    """One of the shipped requirements."""
    return owed(world, code).requirement


def evidence(world: World, code: str) -> ReadinessEvidence:
    """A photo of it."""
    blob = Blob.objects.create(
        operation=world.operation, sha256="0" * 64, size=1, media_type="image/jpeg", name="a.jpg",
        received_at=now(), received_from="Kepala desa", original_path="00/00/0",
    )  # fmt: skip
    return ReadinessEvidence.objects.create(
        item=owed(world, code), blob=blob, added_at=now(), added_by="Kepala desa"
    )


def _operation(world: World, code: str) -> Any:
    return world.operation


SITUATIONS: dict[str, Any] = {
    "ship_requirements": _operation,
    "generate_items": _operation,
    "add_requirement": _operation,
    "change_requirement": requirement,
    "withdraw_requirement": requirement,
    "restore_requirement": requirement,
    "report_readiness": owed,
    "check_readiness": claimed,
    "make_gap_followup": owed,
    "open_readiness_evidence": evidence,
    "export_readiness": pillar,
}
