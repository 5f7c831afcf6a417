"""Who may hand a case on, and what may happen to a hand-over when."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.kernel.clock import now
from sinergi.kernel.permission import HIDDEN, YES, Answer, first_no, not_now
from sinergi.neutrality import permissions
from sinergi.neutrality.models import Case, Handover

OPEN = (Handover.State.PREPARED, Handover.State.SENT)


def may_prepare(by: Post, case: Case) -> Answer:
    """A handler, for a case of which the plenary decided that the breach is proven."""
    return first_no(
        permissions.handles(by, case),
        lambda: permissions.in_state("forward", case),
        lambda: _proven(case),
    )


def _proven(case: Case) -> Answer:
    if case.decision == Case.Decision.PROVEN:
        return YES
    return not_now(_("The plenary decided: not proven. It is not handed on."))


def all_answered(case: Case) -> Answer:
    """Whether what was handed on has all been answered, or withdrawn."""
    if case.handovers.filter(state__in=OPEN).exists():
        return not_now(_("A hand-over still waits for its answer."))
    return YES


def _in(handover: Handover, *states: str) -> Answer:
    if handover.state in states:
        return YES
    words = {"state": handover.get_state_display()}
    return not_now(_("Not in the state “%(state)s”.") % words)


def may_send(by: Post, handover: Handover) -> Answer:
    """A handler, once: what was prepared was delivered."""
    return first_no(
        permissions.handles(by, handover.case),
        lambda: _in(handover, Handover.State.PREPARED),
        lambda: permissions.in_state("forward", handover.case),
    )


def may_withdraw(by: Post, handover: Handover) -> Answer:
    """A handler, while it is not answered."""
    return first_no(
        permissions.handles(by, handover.case),
        lambda: _in(handover, *OPEN),
        lambda: permissions.in_state("forward", handover.case),
    )


def may_answer(by: Post, handover: Handover) -> Answer:
    """A handler, when it was sent."""
    return first_no(
        permissions.handles(by, handover.case),
        lambda: _in(handover, Handover.State.SENT),
        lambda: permissions.in_state("record_answer", handover.case),
    )


def may_remind(by: Post, handover: Handover) -> Answer:
    """A handler, when the answer is late."""
    return first_no(may_answer(by, handover), lambda: _late(handover))


def _late(handover: Handover) -> Answer:
    if handover.clocks.filter(ended_at__isnull=True, due_at__lte=now()).exists():
        return YES
    return not_now(_("The time to answer is not over yet."))


def may_take(by: Post, handover: Handover) -> Answer:
    """A handler; also later, to see what was handed on. Not what was withdrawn."""
    return first_no(
        permissions.handles(by, handover.case),
        lambda: _in(handover, Handover.State.PREPARED, Handover.State.SENT,
                    Handover.State.ANSWERED),
    )  # fmt: skip


def may_give_receipt(by: Post, case: Case) -> Answer:
    """A handler, for a report whose reporter said who it is."""
    return first_no(permissions.handles(by, case), lambda: _formal(case))


def _formal(case: Case) -> Answer:
    if case.has_identity and case.origin != Case.Origin.FINDING:
        return YES
    return not_now(_("The law knows a formal receipt only for a report with an identity."))


def may_export_as(by: Post, post: Post) -> Answer:
    """A handler, in her own post."""
    return YES if by.pk == post.pk and by.can("handle_neutrality") else HIDDEN
