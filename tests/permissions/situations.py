"""One target for every action, in a state in which the action may happen.

A room with many actions brings its own part: a module `of_<room>` beside this one, with SITUATIONS.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from sinergi.agencies.models import ApiToken, DeskMember, DutyShift, Post
from sinergi.alerts.models import Delivery, Notice
from sinergi.followups import actions as followup_actions
from sinergi.followups.models import Followup, FollowupEvidence
from sinergi.incidents import actions
from sinergi.incidents.models import (
    AgreementCheck,
    Incident,
    IncidentEvidence,
    Mediation,
    Referral,
)
from sinergi.kernel.actors import SYSTEM
from sinergi.kernel.clock import now
from sinergi.kernel.identifiers import uuid7
from sinergi.kernel.models import Blob
from tests import factories
from tests.factories import World

Situation = Callable[[World, str], Any]

# How a case of a village comes to the state in which the action may happen.
STATES = {
    "acknowledge": "reported",
    "verify": "reported",
    "correct": "verified",
    "reject": "verified",
    "merge": "verified",
    "start_handling": "verified",
    "record_mediation": "handled",
    "settle": "handled",
    "reopen": "settled",
    "escalate": "handled",
    "refer": "handled",
    "ask_agency": "handled",
    "restrict": "handled",
    "unrestrict": "handled",
    "add_evidence": "handled",
    "climb": "reported",
    "remind": "reported",
}


def case(world: World, code: str, state: str = "handled", level: str = "village") -> Incident:
    """A case of that place on the desk of that level, brought to `state` by its pillars."""
    side = "elsewhere:" if code == factories.ELSEWHERE else ""
    row = factories.report(world, f"{side}babinsa", code=code)
    worker = world.post(f"{side}village_head")
    if level == "district":
        row = actions.escalate(worker, row, reason="Perlu bantuan kecamatan.")
        worker = world.post(f"{side}district_head")
    if state != "reported":
        row = actions.verify(worker, row)
    if state in ("handled", "settled"):
        row = actions.start_handling(worker, row, steps="Mendatangi lokasi.")
    if state == "settled":
        row = actions.settle(worker, row, outcome="Sudah didamaikan.")
    return row


def evidence(world: World, code: str) -> IncidentEvidence:
    """A photo of a case."""
    row = case(world, code)
    blob = Blob.objects.create(
        operation=world.operation, sha256="0" * 64, size=1, media_type="image/jpeg", name="a.jpg",
        received_at=now(), received_from="Babinsa", original_path="00/00/0",
    )  # fmt: skip
    return IncidentEvidence.objects.create(
        incident=row, blob=blob, added_at=now(), added_by="Babinsa"
    )


def mediation(world: World, code: str) -> Mediation:
    """A mediation that ended in an agreement."""
    side = "elsewhere:" if code == factories.ELSEWHERE else ""
    return actions.record_mediation(
        world.post(f"{side}village_head"), case(world, code), held_at=now(), place="Balai desa",
        parties=["Warga", "Pemuda"], attendance={"babinsa": True}, matter="Spanduk",
        outcome="agreed", agreement="Saling menjaga.",
    )  # fmt: skip


def referral(world: World, code: str) -> Referral:
    """A case that was passed on to the supervisors."""
    side = "elsewhere:" if code == factories.ELSEWHERE else ""
    worker = world.post(f"{side}village_head")
    return actions.refer(worker, case(world, code), body="bawaslu", reason="Dugaan pelanggaran.")


def notice(world: World, code: str) -> Notice:
    """The Babinsa of the village was told something."""
    return Notice.objects.create(
        operation=world.operation, post=pillar(world, code), key=str(uuid7()), verb="desk.silent",
        importance="ordinary", created_at=now(),
    )  # fmt: skip


def delivery(world: World, code: str) -> Delivery:
    """The mail about it was refused."""
    told = notice(world, code)
    return Delivery.objects.create(
        notice=told, account=told.post.account, channel="email", state="failed", due_at=now(),
        made_at=now(),
    )  # fmt: skip


def check(world: World, code: str) -> AgreementCheck:
    """The first check of an agreement."""
    return mediation(world, code).checks.all()[0]


def followup(state: str) -> Situation:
    """A task that the desk of the district gave to that of the village."""

    def made(world: World, code: str) -> Followup:
        region = world.region(code)
        row = followup_actions.assign(
            SYSTEM,  # type: ignore[arg-type]
            world.desk(region.parent_id),
            kind="task",
            title="Pantau lokasi",
            region=region,
            to=world.desk(code),
        )
        row.state = state
        row.save()
        return row

    return made


def followup_evidence(world: World, code: str) -> FollowupEvidence:
    """A photo of what was done."""
    row = followup("accepted")(world, code)
    blob = Blob.objects.create(
        operation=world.operation, sha256="0" * 64, size=1, media_type="image/jpeg", name="a.jpg",
        received_at=now(), received_from="Babinsa", original_path="00/00/0",
    )  # fmt: skip
    return FollowupEvidence.objects.create(
        followup=row, blob=blob, added_at=now(), added_by="Babinsa"
    )


def member(world: World, code: str) -> DeskMember:
    """The Babinsa at the desk of the village."""
    return DeskMember.objects.get(desk=world.desk(code), post__role="babinsa")


def shift(world: World, code: str) -> DutyShift:
    """Her shift."""
    seat = member(world, code)
    return DutyShift.objects.create(
        desk=seat.desk, post=seat.post, starts_at=now(), ends_at=now() + timedelta(hours=8)
    )


def token(world: World, code: str) -> ApiToken:
    """A token of the Babinsa of the village."""
    post = member(world, code).post
    return ApiToken.objects.create(
        post=post, name="uji", prefix="sng_", digest=f"{post.pk}", scopes=["read"],
        created_at=now(), expires_at=now(),
    )  # fmt: skip


def pillar(world: World, code: str) -> Post:
    """The Babinsa of the village."""
    return member(world, code).post


SITUATIONS: dict[str, Situation] = {
    **{
        name: (lambda world, code, state=state: case(world, code, state))
        for name, state in STATES.items()
    },
    "hand_down": lambda world, code: case(world, code, level="district"),
    "_report": lambda world, code: world.region(code),
    "open_original": evidence,
    "issue_minutes": mediation,
    "attach_signed_minutes": mediation,
    "check_agreement": check,
    "take_package": referral,
    "read_notice": notice,
    "read_all": lambda world, code: pillar(world, code).account,
    "set_preference": lambda world, code: pillar(world, code).account,
    "retry_delivery": delivery,
    "set_policy": lambda world, code: world.operation,
    "assign": lambda world, code: world.desk(code),
    "accept": followup("assigned"),
    "refuse": followup("assigned"),
    "report_done": followup("accepted"),
    "conclude": followup("accepted"),
    "send_back": followup("reported"),
    "close": followup("reported"),
    "postpone": followup("accepted"),
    "withdraw": followup("accepted"),
    "add_word": followup("accepted"),
    "add_followup_evidence": followup("accepted"),
    "climb_followup": followup("accepted"),
    "end_climbing": followup("accepted"),
    "open_followup_evidence": followup_evidence,
    "confirm_day": lambda world, code: world.desk(code),
    "seat": lambda world, code: world.desk(code),
    "plan_shift": lambda world, code: world.desk(code),
    "unseat": member,
    "cancel_shift": shift,
    "make_token": pillar,
    "revoke_token": token,
    "close_post": pillar,
    "export_incidents": pillar,
    **dict.fromkeys(
        (
            "set_active",
            "change_account",
            "set_password",
            "reset_password",
            "end_sessions",
            "set_language",
            "sign_in",
            "lock_out",
            "note_factor",
            "drop_factors",
        ),
        lambda world, code: pillar(world, code).account,
    ),
    "open_post": lambda world, code: pillar(world, code).agency,
    "change_agency": lambda world, code: pillar(world, code).agency,
    **dict.fromkeys(
        ("add_account", "add_agency", "add_desk", "mark_role", "pause_clock", "resume_clock"),
        lambda world, code: world.operation,
    ),
    **dict.fromkeys(
        ("load_boundaries", "load_places", "open_operation"),
        lambda world, code: world.region(factories.REGENCY),
    ),
}


def _of_rooms() -> Iterator[dict[str, Situation]]:
    """What the modules beside this one bring."""
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        if module.name.startswith("of_"):
            yield import_module(f"tests.permissions.{module.name}").SITUATIONS


for part in _of_rooms():
    SITUATIONS |= part
