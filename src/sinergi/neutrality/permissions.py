"""Who may: handlers of Bawaslu alone, keepers for identities alone. Everybody else sees nothing."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.kernel.clock import now
from sinergi.kernel.models import Operation
from sinergi.kernel.permission import HIDDEN, YES, Answer, first_no, no, not_now
from sinergi.kernel.problems import NotFound
from sinergi.neutrality import rules
from sinergi.neutrality.models import Case, Proposal, SealedFile

HANDLERS = _("Handlers of Bawaslu may.")
MEMBERS = _("Members of Bawaslu may.")
KEEPERS = _("The keeper of identities at Bawaslu may.")
TWO_LAYERS = 2


def may_see(by: Post, case: Case) -> Answer:
    """Handlers and keepers of the agency that handles it, unless barred from it.

    A page that just found the case among those visible to her (`known_to`) need not ask again.
    """
    if getattr(case, "known_to", None) == by.pk:
        return YES
    known = Case.objects.visible_to(by).filter(pk=case.pk).exists()
    return YES if known else HIDDEN


def require_handler(by: Post) -> None:
    """Raises NotFound for whoever handles no cases."""
    if not by.can("handle_neutrality"):
        raise NotFound()


def handles(by: Post, case: Case) -> Answer:
    """Handlers and members; a keeper of identities handles no case."""
    return first_no(
        may_see(by, case),
        lambda: YES if by.can("handle_neutrality") else no(_("You handle no cases."), HANDLERS),
    )


def decides(by: Post, case: Case) -> Answer:
    """Members of Bawaslu: what the plenary decided is theirs to keep."""
    return first_no(
        handles(by, case),
        lambda: (
            YES
            if by.can("decide_neutrality")
            else no(_("Only the plenary of Bawaslu decides."), MEMBERS)
        ),
    )


def in_state(doing: str, case: Case) -> Answer:
    """Whether the case is in a state in which this happens."""
    if rules.allows(doing, case.state):
        return YES
    words = {"state": case.get_state_display()}
    return not_now(_("Not in the state “%(state)s”.") % words)


def may_do(doing: str) -> Callable[[Post, Case], Answer]:
    """The predicate of a step that any handler takes, in the states of that step."""

    def may(by: Post, case: Case) -> Answer:
        return first_no(handles(by, case), lambda: in_state(doing, case))

    return may


def may_register(by: Post, case: Case) -> Answer:
    """A handler, once all conditions are said to be fulfilled and the reporter is known."""
    return first_no(
        handles(by, case),
        lambda: in_state("register", case),
        lambda: _has_what_a_report_needs(case),
        lambda: _conditions_hold(case),
    )


def may_raise_finding(by: Post, case: Case) -> Answer:
    """A handler, once it is classified: what a finding needs is its substance."""
    return first_no(
        handles(by, case),
        lambda: in_state("raise_finding", case),
        lambda: _is_classified(case),
    )


def _has_what_a_report_needs(case: Case) -> Answer:
    if case.origin == Case.Origin.FINDING or case.has_identity:
        return _is_classified(case)
    return not_now(
        _("The reporter is not known: it can be kept as information and raised as a finding.")
    )


def _is_classified(case: Case) -> Answer:
    return YES if case.subject_kind and case.breaches else not_now(_("Classify it first."))


def _conditions_hold(case: Case) -> Answer:
    from sinergi.neutrality import law

    known = {row.code: row for row in law.conditions()}
    needed = [(code, row.kind) for code, row in known.items()]
    finding = case.origin == Case.Origin.FINDING
    missing = rules.unfulfilled(case.conditions, needed, finding=finding)
    if not missing:
        return YES
    words = {"conditions": "; ".join(known[code].title for code in missing)}
    return not_now(_("Not yet fulfilled: %(conditions)s.") % words)


def may_expire(by: Post, case: Case) -> Answer:
    """A handler, when more than the days of the law passed before it was reported."""
    return first_no(
        handles(by, case),
        lambda: in_state("expire", case),
        lambda: _came_too_late(case),
    )


def _came_too_late(case: Case) -> Answer:
    from sinergi.neutrality import law

    if case.known_on is None:
        return not_now(_("Classify it first: since when the reporter knew."))
    window = law.deadlines(case.arrived_on)[rules.WINDOW].amount
    if rules.is_out_of_time(case.known_on, case.arrived_on, window):
        return YES
    return not_now(_("It was reported in time: within %(days)s days.") % {"days": window})


def may_decide(by: Post, case: Case) -> Answer:
    """A member, when the plenary had it."""
    return first_no(decides(by, case), lambda: in_state("decide", case))


def may_extend_time(by: Post, case: Case) -> Answer:
    """A handler, once, while the time to decide runs."""
    return first_no(
        handles(by, case),
        lambda: in_state("extend_time", case),
        lambda: _still_to_extend(case),
    )


def _still_to_extend(case: Case) -> Answer:
    rules_seen = set(case.clocks.exclude(end="void").values_list("rule", flat=True))
    if rules.EXTRA in rules_seen:
        return not_now(_("It was extended already."))
    return YES


def may_finish_follow_up(by: Post, case: Case) -> Answer:
    """A handler, once every hand-over was answered or withdrawn."""
    from sinergi.neutrality.handover_permissions import all_answered

    return first_no(
        handles(by, case),
        lambda: in_state("finish_follow_up", case),
        lambda: all_answered(case),
    )


# -- Two persons


def open_proposal(case: Case, kind: str) -> Proposal | None:
    """What waits for a second person, of that kind."""
    rows = case.proposals.filter(kind=kind, state=Proposal.State.OPEN)
    return rows.select_related("proposed_by").first()


def may_propose_closing(by: Post, case: Case) -> Answer:
    """A handler, unless it is proposed already."""
    return first_no(
        handles(by, case),
        lambda: in_state("close_without_action", case),
        lambda: _not_proposed(case, Proposal.Kind.CLOSE),
    )


def _not_proposed(case: Case, kind: str) -> Answer:
    if open_proposal(case, kind):
        return not_now(_("That was proposed already, and waits for a second person."))
    return YES


def may_refuse_closing(by: Post, case: Case) -> Answer:
    """Any handler; who proposed it takes it back so."""
    return first_no(
        handles(by, case),
        lambda: (
            YES
            if open_proposal(case, Proposal.Kind.CLOSE)
            else not_now(_("Nobody proposed to close it."))
        ),
    )


def may_confirm_closing(by: Post, case: Case) -> Answer:
    """A second handler: never the account that proposed it."""
    return first_no(
        may_refuse_closing(by, case),
        lambda: in_state("close_without_action", case),
        lambda: _is_second(by, open_proposal(case, Proposal.Kind.CLOSE)),
    )


def _is_second(by: Post, proposal: Proposal | None) -> Answer:
    if proposal is not None and proposal.proposed_by.account_id == by.account_id:
        return no(_("What you proposed another person must confirm."), HANDLERS)
    return YES


def may_ask_identity(by: Post, case: Case) -> Answer:
    """A handler, when there is an identity, or an original file, and nobody asks for one yet."""
    return first_no(
        handles(by, case),
        lambda: in_state("ask_identity", case),
        lambda: _has_sealed_twice(case),
        lambda: _not_proposed(case, Proposal.Kind.IDENTITY),
    )


def _has_sealed_twice(case: Case) -> Answer:
    rows = SealedFile.objects.filter(case=case, collected=True, original_layers=TWO_LAYERS)
    if case.has_identity or rows.exists():
        return YES
    return not_now(_("The reporter left no identity."))


def _keeps(by: Post, proposal: Proposal) -> Answer:
    def keeper() -> Answer:
        return YES if by.can("keep_identity") else no(_("You keep no identities."), KEEPERS)

    if proposal.kind != Proposal.Kind.IDENTITY:
        return HIDDEN
    return first_no(may_see(by, proposal.case), keeper)


def _waits(proposal: Proposal) -> Answer:
    if proposal.state == Proposal.State.OPEN:
        return YES
    return not_now(_("This request was answered already."))


def may_open_identity(by: Post, proposal: Proposal) -> Answer:
    """The keeper of identities: never the account that asked."""
    return first_no(
        _keeps(by, proposal),
        lambda: _waits(proposal),
        lambda: _is_second(by, proposal),
    )


def may_refuse_identity(by: Post, proposal: Proposal) -> Answer:
    """The keeper of identities; and who asked takes it back so."""
    mine = proposal.proposed_by.account_id == by.account_id
    known = may_see(by, proposal.case) if mine else _keeps(by, proposal)
    return first_no(known, lambda: _waits(proposal))


def may_read_identity(by: Post, proposal: Proposal) -> Answer:
    """The two who opened it, until it closes again."""
    return first_no(
        may_see(by, proposal.case),
        lambda: _was_answered(proposal),
        lambda: _opened_by(by, proposal),
        lambda: _is_open(proposal),
    )


def _was_answered(proposal: Proposal) -> Answer:
    if proposal.state == Proposal.State.OPEN:
        return not_now(_("The keeper of identities has not opened it yet."))
    return YES


def _opened_by(by: Post, proposal: Proposal) -> Answer:
    accounts = {proposal.proposed_by.account_id, getattr(proposal.answered_by, "account_id", None)}
    if by.account_id in accounts:
        return YES
    return no(_("Only the two who opened it read it."))


def _is_open(proposal: Proposal) -> Answer:
    if proposal.opened is None or proposal.ends_at is None or proposal.ends_at <= now():
        return not_now(_("It is closed again."))
    return YES


def may_end_identity(by: Post, proposal: Proposal) -> Answer:
    """Either of the two who opened it, before its time is over."""
    return first_no(
        may_see(by, proposal.case),
        lambda: _was_answered(proposal),
        lambda: _opened_by(by, proposal),
        lambda: _is_open(proposal),
    )


# -- Conflict of interest


def may_bar_handler(by: Post, case: Case) -> Answer:
    """A member of Bawaslu."""
    return first_no(decides(by, case), lambda: in_state("bar_handler", case))


# -- Making cases


def may_record(by: Post, operation: Operation) -> Answer:
    """Handlers, in their own operation; nobody else knows that there is such a thing."""
    mine = by.operation_id == operation.pk and by.can("handle_neutrality")
    return YES if mine else HIDDEN
