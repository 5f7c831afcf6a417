"""One target for every action of neutrality."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from sinergi.kernel.clock import now
from sinergi.neutrality import law
from sinergi.neutrality.actions import closing
from sinergi.neutrality.actions.identity import ask_identity, open_identity
from sinergi.neutrality.models import Case, Proposal
from tests.factories import World
from tests.factories_neutrality import IDENTITY, Chamber, chamber, sealed_case

Situation = Callable[[World, str], Any]

_chambers: dict[Any, Chamber] = {}


def keys(world: World) -> Chamber:
    """Bawaslu's chamber of this world, made once."""
    if world.operation.pk not in _chambers:
        _chambers[world.operation.pk] = chamber(world)
    return _chambers[world.operation.pk]


# -- Cases


def case(state: str, known_on: date = date(2024, 9, 8)) -> Situation:
    """A report with an identity, classified and complete, in that state."""

    def made(world: World, code: str) -> Case:
        keys(world)
        row = sealed_case(world, identity=IDENTITY, state=state)
        row.subject_kind, row.breaches, row.known_on = "asn_pns", ["D08"], known_on
        row.conditions = {condition.code: True for condition in law.conditions()}
        row.decided_at = now()
        row.save()
        return row

    return made


def to_be_closed(world: World, code: str) -> Case:
    """A handler proposed to close it."""
    row = case("plenary")(world, code)
    closing.propose_closing(world.post("bawaslu_handler"), row, reason="Tidak cukup bukti.")
    return row


def asked(world: World, code: str) -> Proposal:
    """A handler asked to open the identity."""
    row = case("registered")(world, code)
    opened = keys(world).opened("bawaslu_handler")
    return ask_identity(world.post("bawaslu_handler"), row, reason="Perlu.", opened=opened)


def opened(world: World, code: str) -> Proposal:
    """And the keeper opened it."""
    return open_identity(
        world.post("identity_keeper"),
        asked(world, code),
        opened=keys(world).opened("identity_keeper"),
    )


def operation(world: World, code: str) -> Any:
    """Where cases are written down."""
    return world.operation


CASES: dict[str, Situation] = {
    "begin_review": case("submitted"),
    **dict.fromkeys(
        ("classify_case", "ask_completion", "keep_as_information", "register_case",
         "refuse_registration", "delegate_case", "ask_identity", "propose_closing",
         "add_case_note", "add_case_file", "write_to_reporter", "declare_conflict",
         "bar_handler", "bar_authority"),
        case("initial_review"),
    ),
    "resume_review": case("needs_completion"),
    "raise_finding": case("preliminary"),
    "expire_case": case("initial_review", date(2024, 8, 1)),
    **dict.fromkeys(("clarify_case", "bring_to_plenary", "extend_time"), case("registered")),
    "decide_case": case("plenary"),
    "finish_follow_up": case("forwarded"),
    "close_case": case("followed_up"),
    **dict.fromkeys(("confirm_closing", "refuse_closing"), to_be_closed),
    **dict.fromkeys(("open_identity", "refuse_identity"), asked),
    **dict.fromkeys(("read_identity", "end_identity"), opened),
    **dict.fromkeys(("record_finding", "record_report_at_counter"), operation),
}  # fmt: skip

# -- Keys and recovery
KEYS: dict[str, Situation] = {}

# -- The letterbox
PUBLIC: dict[str, Situation] = {}

# -- Legal clocks
LAW: dict[str, Situation] = {}

# -- Hand-over
HANDOVER: dict[str, Situation] = {}

SITUATIONS: dict[str, Situation] = CASES | KEYS | PUBLIC | LAW | HANDOVER
