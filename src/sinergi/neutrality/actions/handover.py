"""Handing a case on to who is competent, and what became of it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.kernel.action import action, note
from sinergi.kernel.clock import now
from sinergi.kernel.problems import Conflict, Invalid, needed
from sinergi.neutrality import clockwork, handover_permissions, law, letters
from sinergi.neutrality.actions.closing import FORWARD_CRIMINAL
from sinergi.neutrality.actions.steps import move, say
from sinergi.neutrality.casebook import write_leaf
from sinergi.neutrality.drafting import Draft, addressee, receiver_of
from sinergi.neutrality.handover_papers import (
    FACTS_FILE,
    FORWARDING,
    REMINDER_RULE,
    SHEET,
    SHEET_FILE,
    facts_bytes,
    letter_data,
    receipt_data,
    reminder_data,
    sheet_data,
)
from sinergi.neutrality.letterbox import keep_files
from sinergi.neutrality.letters import Attachment, Issued
from sinergi.neutrality.models import Case, Handover, Leaf, LegalClock, Paper
from sinergi.neutrality.outcomes import OUTCOMES, SANCTIONED
from sinergi.neutrality.upload import SealedUpload, examined

RECEIPT = "neutrality/report_receipt.typ"


@action(
    "handover.prepared",
    subject=Handover,
    parent=Case,
    lock_parent=True,
    may=handover_permissions.may_prepare,
    title=_("Hand on to the competent authority"),
)
def prepare_handover(by: Post, case: Case, *, draft: Draft) -> Handover:
    """Set and seal the letter, the sheet and the facts; nothing of them stays in clear.

    Raises Invalid at `authority` for one that the law does not name for this case today, at
    `summary` for a letter without one, Conflict when it was handed to this authority already.
    """
    receiver = receiver_of(case, draft.choice.authority, draft.choice.track)
    if receiver is None:
        raise Invalid(_("Choose one of the authorities that the law names."), field="authority")
    needed(draft.choice.summary, "summary", _("Write in short what it is about."))
    _require_new(case, draft)
    number = letters.numbered(case, letters.SERIES)
    sheet = letters.issue_letter(case, SHEET, number, sheet_data(case, draft))
    facts = facts_bytes(draft)
    digest = hashlib.sha256(facts).hexdigest()
    files = [
        Attachment(SHEET_FILE, sheet.size, sheet.sha256),
        Attachment(FACTS_FILE, len(facts), digest),
        *(Attachment(one.name, one.size, one.sha256) for one in draft.evidence),
    ]
    letter = letters.issue_letter(case, FORWARDING, number, letter_data(case, draft, files))
    handover = Handover.objects.create(
        case=case,
        authority=receiver.authority,
        track=receiver.track,
        basis=receiver.basis[:200],
        number=number,
        letter_path=letter.path,
        letter_code=letter.code,
        letter_sha256=letter.sha256,
        prepared_at=now(),
        prepared_by=by,
    )
    _keep(by, handover, Paper.Kind.SHEET, sheet)
    _keep(by, handover, Paper.Kind.FACTS, Issued("", letters.keep_bytes(case, facts), "",
                                                 len(facts), digest))  # fmt: skip
    note(files=len(files))
    return handover


def _require_new(case: Case, draft: Draft) -> None:
    rows = case.handovers.filter(authority=draft.choice.authority, track=draft.choice.track)
    if rows.exclude(state=Handover.State.WITHDRAWN).exists():
        raise Conflict(_("It was handed to this authority already. Withdraw that one first."))


def _keep(by: Post, handover: Handover, kind: str, issued: Issued) -> Paper:
    return Paper.objects.create(
        case=handover.case,
        handover=handover,
        kind=kind,
        number=issued.number,
        path=issued.path,
        code=issued.code,
        sha256=issued.sha256,
        made_at=now(),
        made_by=by,
    )


@action(
    "handover.sent",
    subject=Handover,
    may=handover_permissions.may_send,
    title=_("Note that it was delivered"),
)
def send_handover(by: Post, handover: Handover) -> Handover:
    """The letter and the package are with the authority: its time to answer runs."""
    case = _held(handover)
    handover.state, handover.sent_at = Handover.State.SENT, now()
    handover.save()
    move(case, "forward")
    receiver = receiver_of(case, handover.authority, handover.track)
    rules = law.deadlines()
    reply = receiver.reply if receiver and receiver.reply in rules else REMINDER_RULE
    clockwork.start_clock(case, reply, now(), handover=handover)
    if handover.track == "criminal":
        clockwork.stop_clock(case, FORWARD_CRIMINAL, now())
    return handover


def _held(handover: Handover) -> Case:
    """The case, held until the transaction ends."""
    rows = Case.objects.select_for_update(of=("self",)).select_related("operation", "agency")
    case = rows.get(pk=handover.case_id)
    handover.case = case
    return case


@action(
    "handover.withdrawn",
    subject=Handover,
    may=handover_permissions.may_withdraw,
    title=_("Withdraw"),
)
def withdraw_handover(by: Post, handover: Handover, *, reason: str) -> Handover:
    """It is not handed on after all, or was wrong; its number stays used."""
    say(_held(handover), Leaf.Kind.REASON, reason, by=by, about="withdraw_handover")
    handover.state = Handover.State.WITHDRAWN
    handover.save()
    running = LegalClock.objects.filter(handover=handover, ended_at=None)
    running.update(ended_at=now(), end=LegalClock.End.VOID)
    return handover


@action(
    "handover.answered",
    subject=Handover,
    may=handover_permissions.may_answer,
    title=_("Keep the authority's answer"),
)
def record_answer(
    by: Post,
    handover: Handover,
    *,
    answered_at: datetime,
    outcome: str,
    text: str,
    sanction: str = "",
    files: Sequence[SealedUpload] = (),
) -> Handover:
    """What the authority decided, by its letter. Raises Invalid at the field concerned."""
    _check_answer(handover, answered_at, outcome, sanction)
    kept, case = examined(list(files)), _held(handover)
    words = {"text": needed(text, "text", _("Write what the answer says.")), "about": "answer"}
    leaf = write_leaf(case, Leaf.Kind.ANSWER, words, by=by)
    keep_files(leaf, kept, from_reporter=False)
    handover.state, handover.answered_at = Handover.State.ANSWERED, answered_at
    handover.outcome, handover.sanction, handover.answer = outcome, sanction, leaf
    handover.save()
    for clock in LegalClock.objects.filter(handover=handover, ended_at=None):
        clockwork.stop_clock(case, clock.rule, answered_at, handover=handover)
    note(leaf=leaf.turn, files=len(kept))
    return handover


def _check_answer(handover: Handover, answered_at: datetime, outcome: str, sanction: str) -> None:
    if outcome not in OUTCOMES:
        raise Invalid(_("Choose what the authority decided."), field="outcome")
    # A form tells whole minutes: an answer of the very minute of sending is no mistake.
    sent = handover.sent_at and handover.sent_at.replace(second=0, microsecond=0)
    if sent and not sent <= answered_at <= now():
        raise Invalid(_("The answer came after it was sent, and not in the future."),
                      field="answered_at")  # fmt: skip
    if bool(sanction) != (outcome == SANCTIONED) or (
        sanction and sanction not in law.sanctions(handover.track)
    ):
        raise Invalid(_("Choose the sanction, where there is one."), field="sanction")


@action(
    "handover.reminded",
    subject=Paper,
    parent=Handover,
    may=handover_permissions.may_remind,
    title=_("Write a reminder"),
)
def remind_authority(by: Post, handover: Handover) -> Paper:
    """A letter that asks for the answer that is late, numbered and sealed."""
    case = handover.case
    clock = handover.clocks.filter(ended_at__isnull=True).order_by("due_at").first()
    if clock is None:
        raise Conflict(_("The time to answer is not over yet."))
    to = addressee(case, handover.authority)
    data = reminder_data(handover, to, signer_of(case), clock.due_at)
    number = letters.numbered(case, letters.REMINDER_SERIES)
    issued = letters.issue_letter(case, FORWARDING, number, data)
    return _keep(by, handover, Paper.Kind.REMINDER, issued)


def signer_of(case: Case) -> str:
    """Who signs the letters of Bawaslu."""
    return f"Ketua {case.agency.name}"


@action(
    "handover.package_taken",
    subject=Handover,
    may=handover_permissions.may_take,
    title=_("Take the package"),
)
def take_handover_package(
    by: Post,
    handover: Handover,
    *,
    sha256: str,
    encrypted: bool,
    identity: Any = None,
    reason: str = "",
) -> Handover:
    """Keep the digest of what leaves, before it leaves. `identity` is the opened proposal whose
    words go with it, and then `reason` says why; raises Invalid at `reason` without one."""
    if identity is not None:
        say(_held(handover), Leaf.Kind.REASON, reason, by=by, about="hand_on_identity",
            field="identity_reason")  # fmt: skip
        note(identity=str(identity.pk))
    handover.package_sha256 = sha256
    handover.save(update_fields=["package_sha256"])
    note(sha256=sha256, encrypted=encrypted)
    return handover


@action(
    "neutrality_case.receipt_given",
    subject=Paper,
    parent=Case,
    may=handover_permissions.may_give_receipt,
    title=_("Give a formal receipt of the report"),
)
def give_report_receipt(by: Post, case: Case, *, papers: str = "") -> Paper:
    """The receipt of the law for a reporter at the counter; who reported is written by hand."""
    listed = [line.strip() for line in papers.splitlines() if line.strip()]
    clock = case.clocks.filter(rule="completion", ended_at__isnull=True).first()
    data = receipt_data(case, listed, clock.due_at if clock else None)
    number = letters.numbered(case, letters.RECEIPT_SERIES)
    issued = letters.issue_letter(case, RECEIPT, number, data)
    return Paper.objects.create(
        case=case, kind=Paper.Kind.RECEIPT, number=issued.number, path=issued.path,
        code=issued.code, sha256=issued.sha256, made_at=now(), made_by=by,
    )  # fmt: skip
