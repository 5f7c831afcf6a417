"""One target for every action of neutrality."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sinergi.kernel.clock import now
from sinergi.neutrality import law
from sinergi.neutrality.actions import closing, handover
from sinergi.neutrality.actions.identity import ask_identity, open_identity
from sinergi.neutrality.clockwork import start_clock
from sinergi.neutrality.drafting import Choice, draft_of, receivers
from sinergi.neutrality.models import Case, HandlerKey, Handover, LegalClock, Proposal, RecoveryKey
from tests.factories import World
from tests.factories_neutrality import IDENTITY, Chamber, chamber, sealed_case

Situation = Callable[[World, str], Any]

_chambers: dict[Any, Chamber] = {}


def keys(world: World) -> Chamber:
    """Bawaslu's chamber of this world, made once."""
    if world.operation.pk not in _chambers:
        _chambers[world.operation.pk] = chamber(world)
    made = _chambers[world.operation.pk]
    for key in made.keys.values():  # as another situation may have left them
        HandlerKey.objects.filter(pk=key.pk).update(retired_at=None, admitted_at=key.admitted_at)
    RecoveryKey.objects.filter(operation=world.operation).update(retired_at=None)
    return made


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


def key_of(role: str, **columns: Any) -> Situation:
    """The key of that post, in that state."""

    def made(world: World, code: str) -> HandlerKey:
        keys(world)
        rows = HandlerKey.objects.filter(post=world.posts[role])
        rows.update(**columns or {"retired_why": ""})
        return rows.get()

    return made


def without_key(world: World, code: str) -> Any:
    """A handler who lost her key."""
    return key_of("bawaslu_handler", retired_at=now())(world, code).post


def without_keyring(world: World, code: str) -> HandlerKey:
    """The first key of all."""
    key = key_of("bawaslu_handler", admitted_at=None)(world, code)
    RecoveryKey.objects.filter(operation=world.operation).update(retired_at=now())
    return key


def recovery_key(world: World, code: str) -> RecoveryKey:
    """The recovery key."""
    keys(world)
    return RecoveryKey.objects.get(operation=world.operation)


KEYS: dict[str, Situation] = {
    "make_key": without_key,
    "found_keyring": without_keyring,
    "admit_key": key_of("bawaslu_member", admitted_at=None),
    "share_cases": key_of("bawaslu_member"),
    **dict.fromkeys(
        ("unlock_key", "lock_key", "change_passphrase", "rotate_key", "recover_key", "retire_key"),
        key_of("bawaslu_handler"),
    ),
    **dict.fromkeys(("renew_recovery", "complete_recovery"), recovery_key),
    "reseal_case": case("registered"),
}


# -- The letterbox
def laid(world: World, code: str) -> Case:
    """A report in the letterbox."""
    keys(world)
    return sealed_case(world, collected=False)


PUBLIC: dict[str, Situation] = {
    "collect_case": laid,
    "collect_message": laid,
    "collect_identity": laid,
}

# -- Legal clocks


def clock(days_ago: int) -> Situation:
    """The deadline of a decision, begun so many days ago."""

    def made(world: World, code: str) -> LegalClock:
        row = case("registered")(world, code)
        return start_clock(row, "decision", now() - timedelta(days=days_ago))

    return made


LAW: dict[str, Situation] = {"warn_legal_clock": clock(3), "climb_legal_clock": clock(9)}

# -- Hand-over


def proven(world: World, code: str) -> Case:
    """The plenary decided that the breach is proven."""
    row: Case = case("decided")(world, code)
    row.decision = Case.Decision.PROVEN
    row.save()
    return row


def prepared(world: World, code: str) -> Handover:
    """Its letter to the first authority is set."""
    row = proven(world, code)
    receiver = receivers(row)[0]
    choice = Choice(receiver.authority, receiver.track, receiver.address_to, receiver.basis,
                    "Lurah Contoh", "Ringkasan.", "Ketua")  # fmt: skip
    draft = draft_of(row, keys(world).opened(), choice, receiver)
    made = handover.prepare_handover(world.post("bawaslu_handler"), row, draft=draft)
    return Handover.objects.select_related("case__operation").get(pk=made.pk)


def handed_on(world: World, code: str) -> Handover:
    """It is with the authority."""
    return handover.send_handover(world.post("bawaslu_handler"), prepared(world, code))


def unanswered(world: World, code: str) -> Handover:
    """And its time to answer is over."""
    row = handed_on(world, code)
    row.clocks.update(due_at=now())
    return row


HANDOVER: dict[str, Situation] = {
    "prepare_handover": proven,
    **dict.fromkeys(("send_handover", "withdraw_handover", "take_handover_package"), prepared),
    "record_answer": handed_on,
    "remind_authority": unanswered,
    "give_report_receipt": case("registered"),
    "export_neutrality_cases": lambda world, code: world.post("bawaslu_handler"),
}

SITUATIONS: dict[str, Situation] = CASES | KEYS | PUBLIC | LAW | HANDOVER
