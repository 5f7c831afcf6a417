"""Decision and end of a case; closing one without action takes two persons."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.kernel.action import action, note
from sinergi.kernel.clock import now
from sinergi.kernel.problems import Conflict, Invalid
from sinergi.neutrality import clockwork, law, permissions
from sinergi.neutrality.actions.steps import move, say, void_all_clocks
from sinergi.neutrality.models import Case, Leaf, Proposal

FORWARD_CRIMINAL = "forward_criminal"  # the deadline's code in `law/`


@action(
    "neutrality_case.decided",
    subject=Case,
    may=permissions.may_decide,
    title=_("Keep the decision of the plenary"),
)
def decide_case(by: Post, case: Case, *, decision: str, reasoning: str) -> Case:
    """What the plenary of Bawaslu decided, with its reasoning. Nothing in the house decides.

    Raises Invalid at `decision` for what is no decision.
    """
    if decision not in Case.Decision.values:
        raise Invalid(_("Choose what the plenary decided."), field="decision")
    say(case, Leaf.Kind.DECISION, reasoning, by=by, about="decide", field="reasoning",
        decision=decision)  # fmt: skip
    case.decision, case.decided_at = decision, now()
    move(case, "decide")
    if decision == Case.Decision.PROVEN and _is_criminal(case):
        clockwork.start_clock(case, FORWARD_CRIMINAL, now())
    return case


def _is_criminal(case: Case) -> bool:
    """Whether a breach of it goes to the police, within a day: UU 8/2015 art. 135(1)d."""
    known = law.breaches()
    return any(known[code].track == "criminal" for code in case.breaches if code in known)


@action(
    "neutrality_case.followed_up",
    subject=Case,
    may=permissions.may_finish_follow_up,
    title=_("Note that it was followed up"),
)
def finish_follow_up(by: Post, case: Case) -> Case:
    """The authorities answered; what they decided is on record with each hand-over."""
    return move(case, "finish_follow_up")


@action(
    "neutrality_case.closed",
    subject=Case,
    may=permissions.may_do("close"),
    title=_("Close the case"),
)
def close_case(by: Post, case: Case) -> Case:
    """Nothing is left to be done."""
    case.closed_at = now()
    move(case, "close")
    void_all_clocks(case)
    return case


@action(
    "neutrality_case.closing_proposed",
    subject=Proposal,
    parent=Case,
    lock_parent=True,
    may=permissions.may_propose_closing,
    title=_("Propose to close without action"),
)
def propose_closing(by: Post, case: Case, *, reason: str) -> Proposal:
    """Propose it with a reason; another person confirms or refuses it."""
    leaf = say(case, Leaf.Kind.REASON, reason, by=by, about="propose_closing")
    return Proposal.objects.create(
        case=case, kind=Proposal.Kind.CLOSE, reason=leaf, proposed_at=now(), proposed_by=by
    )


@action(
    "neutrality_case.closing_confirmed",
    subject=Case,
    may=permissions.may_confirm_closing,
    title=_("Confirm the closing without action"),
)
def confirm_closing(by: Post, case: Case) -> Case:
    """The second person agrees: the case ends here."""
    answer_proposal(_open(case), by, Proposal.State.CONFIRMED)
    case.closed_at = now()
    move(case, "close_without_action")
    void_all_clocks(case)
    end_proposals(case)
    return case


@action(
    "neutrality_case.closing_refused",
    subject=Case,
    may=permissions.may_refuse_closing,
    title=_("Refuse the closing without action"),
)
def refuse_closing(by: Post, case: Case, *, reason: str) -> Case:
    """It goes on as before."""
    say(case, Leaf.Kind.REASON, reason, by=by, about="refuse_closing")
    answer_proposal(_open(case), by, Proposal.State.REFUSED)
    return case


def _open(case: Case) -> Proposal:
    found = permissions.open_proposal(case, Proposal.Kind.CLOSE)
    if found is None:
        raise Conflict(_("Nobody proposed to close it."))
    return found


def answer_proposal(proposal: Proposal, by: Post, state: str) -> None:
    """Keep who answered, inside the action that is running."""
    proposal.state, proposal.answered_by, proposal.answered_at = state, by, now()
    proposal.uncovered = None
    proposal.save()
    note(proposal=str(proposal.pk))


def end_proposals(case: Case, by_account: object = None) -> None:
    """What still waits for a second person no longer does; and what was opened closes.

    With `by_account` only what that person proposed, or helped to open.
    """
    rows = case.proposals.select_related("proposed_by", "answered_by")
    for row in rows.filter(state=Proposal.State.OPEN) | rows.filter(opened__isnull=False):
        accounts = {row.proposed_by.account_id, getattr(row.answered_by, "account_id", None)}
        if by_account is None or by_account in accounts:
            row.state, row.kept_path = Proposal.State.ENDED, ""
            row.uncovered, row.opened = None, None
            row.save()
