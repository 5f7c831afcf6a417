"""Who may ask for a follow-up, answer it, and close it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Desk, Post
from sinergi.followups import rules
from sinergi.followups.models import Followup, FollowupEvidence
from sinergi.kernel.permission import HIDDEN, YES, Answer, first_no, no, not_now


def may_see(by: Post, followup: Followup) -> Answer:
    """Both parties, and whoever reads the place, unless it is kept to named agencies."""
    if by.operation_id != followup.operation_id:
        return HIDDEN
    if followup.audience is not None and by.agency_id not in followup.audience:
        return HIDDEN
    if _is_party(by, followup) or (by.can("read") and by.covers(followup.region_id)):
        return YES
    return HIDDEN


def may_assign(by: Post, desk: Desk) -> Answer:
    """Members of the desk, and those of a desk above who may assign."""
    if by.operation_id != desk.operation_id:
        return HIDDEN
    if by.sits_at(desk) or (by.sits_above(desk) and by.can("assign")):
        return YES
    if not by.covers(desk.region_id):
        return HIDDEN
    return no(_("You do not sit at this desk."), _("Members of the desk may ask."))


def may_answer(by: Post, followup: Followup) -> Answer:
    """Its owner: the agency or desk asked; for a body outside, the desk that asked.

    Whether an agreement held is answered on its case, which may flare up by that answer.
    """
    return first_no(
        may_see(by, followup),
        lambda: (
            no(_("This is answered on the page of the case."), followup.owner_label)
            if followup.kind == "agreement_check"
            else YES
        ),
        lambda: (
            YES
            if _owes(by, followup)
            else no(_("This was not asked of you."), followup.owner_label)
        ),
    )


def _in_state(verb: str, followup: Followup) -> Answer:
    if rules.next_state(verb, followup.state):
        return YES
    return _wrong_state(followup)


def _wrong_state(followup: Followup) -> Answer:
    return not_now(_("Not in the state “%(state)s”.") % {"state": followup.get_state_display()})


def may_accept(by: Post, followup: Followup) -> Answer:
    """Its owner, while it waits for an answer."""
    return first_no(may_answer(by, followup), lambda: _in_state("accept", followup))


def may_refuse(by: Post, followup: Followup) -> Answer:
    """Its owner, before accepting."""
    return first_no(may_answer(by, followup), lambda: _in_state("refuse", followup))


def may_report(by: Post, followup: Followup) -> Answer:
    """Its owner, while it is open and not reported yet."""
    return first_no(may_answer(by, followup), lambda: _in_state("report", followup))


def may_return(by: Post, followup: Followup) -> Answer:
    """Whoever asked, once it is reported."""
    return first_no(may_judge(by, followup), lambda: _in_state("return", followup))


def may_close(by: Post, followup: Followup) -> Answer:
    """Whoever asked, once it is reported."""
    return first_no(may_judge(by, followup), lambda: _in_state("close", followup))


def may_withdraw(by: Post, followup: Followup) -> Answer:
    """Whoever asked may take it back, while it is open."""
    return first_no(
        _not_of_a_case(by, followup),
        lambda: _may_change(by, followup),
        lambda: _in_state("withdraw", followup),
    )


def may_postpone(by: Post, followup: Followup) -> Answer:
    """Whoever asked may give more time, while its owner owes an answer."""
    return first_no(
        _not_of_a_case(by, followup),
        lambda: _may_change(by, followup),
        lambda: _owed(followup),
    )


def may_add_word(by: Post, followup: Followup) -> Answer:
    """Its owner, whoever asked, and the superior to whom it climbed, while it is open."""
    return first_no(
        _not_of_a_case(by, followup),
        lambda: (
            YES
            if _owes(by, followup) or may_judge(by, followup) or is_superior(by, followup)
            else no(_("This was not asked of you."), followup.owner_label)
        ),
        lambda: _open(followup),
    )


def may_add_evidence(by: Post, followup: Followup) -> Answer:
    """Its owner, until the answer is judged."""
    return first_no(may_answer(by, followup), lambda: _open(followup))


def may_open_evidence(by: Post, evidence: FollowupEvidence) -> Answer:
    """Whoever may see the follow-up."""
    return may_see(by, evidence.followup)


def may_climb(by: Post, followup: Followup) -> Answer:
    """Only the clock of the house."""
    return first_no(may_see(by, followup), no(_("It climbs by itself when it is overdue.")))


def _may_change(by: Post, followup: Followup) -> Answer:
    """Whoever asked; but nobody lets herself off, though her desk stands above the asking one."""
    if _owes(by, followup) and not by.sits_at(followup.from_desk):
        return no(_("Only the desk that asked may change what it asked."), str(followup.from_desk))
    return may_judge(by, followup)


def _not_of_a_case(by: Post, followup: Followup) -> Answer:
    """A check of an agreement has its days from the record of the mediation."""
    if followup.kind != "agreement_check":
        return may_see(by, followup)
    return first_no(may_see(by, followup), no(_("This is answered on the page of the case.")))


def _owed(followup: Followup) -> Answer:
    return YES if followup.is_waiting else _wrong_state(followup)


def _open(followup: Followup) -> Answer:
    return YES if followup.state in rules.OPEN else _wrong_state(followup)


def is_superior(by: Post, followup: Followup) -> bool:
    """Whether it has climbed to her agency or to a desk of hers."""
    if not followup.climbs:
        return False
    ours = followup.superior_agency_id and followup.superior_agency_id == by.agency_id
    return bool(ours) or followup.superior_desk_id in by.desk_ids


def may_judge(by: Post, followup: Followup) -> Answer:
    """Whoever asked says whether the answer is enough."""
    return first_no(
        may_see(by, followup),
        lambda: (
            YES
            if by.sits_at(followup.from_desk) or by.sits_above(followup.from_desk)
            else no(_("Only the desk that asked may judge the answer."), str(followup.from_desk))
        ),
    )


def may_conclude(by: Post, followup: Followup) -> Answer:
    """Whoever owes or asked, and the desks above: for what is answered where it began."""
    return first_no(
        may_see(by, followup),
        lambda: (
            YES
            if _owes(by, followup) or may_judge(by, followup)
            else no(_("This was not asked of you."), followup.owner_label)
        ),
    )


def _owes(by: Post, followup: Followup) -> bool:
    """A desk above may answer in the place of the one that was asked."""
    if followup.to_agency_id:
        return bool(by.agency_id == followup.to_agency_id and by.can("answer"))
    desk = followup.to_desk or followup.from_desk
    return by.sits_at(desk) or by.sits_above(desk)


def _is_party(by: Post, followup: Followup) -> bool:
    agencies = (followup.to_agency_id, followup.from_agency_id, followup.superior_agency_id)
    desks = {followup.to_desk_id, followup.from_desk_id, followup.superior_desk_id}
    return by.agency_id in agencies or bool(desks & set(by.desk_ids))
