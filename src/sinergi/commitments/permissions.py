"""Who may draft, open, sign and close a commitment, and report for a pledge drive."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Desk, Post
from sinergi.commitments import rules
from sinergi.commitments.models import Commitment, Drive, Signatory
from sinergi.kernel.permission import HIDDEN, YES, Answer, first_no, no, not_now

CONVENERS = _("Those who convene for this desk may.")


def may_convene_at(by: Post, desk: Desk) -> Answer:
    """Those who convene, at their desk and at those below."""
    if by.operation_id != desk.operation_id:
        return HIDDEN
    if by.can("convene") and (by.sits_at(desk) or by.sits_above(desk)):
        return YES
    if not by.covers(desk.region_id):
        return HIDDEN
    return no(_("You do not convene for this desk."), CONVENERS)


def may_see(by: Post, commitment: Commitment) -> Answer:
    """Everybody of the operation once it is open; a draft those who convene in that place."""
    if by.operation_id != commitment.operation_id:
        return HIDDEN
    if commitment.state != "draft":
        return YES
    return YES if by.can("convene") and by.covers(commitment.region_id) else HIDDEN


def _in_state(doing: str, commitment: Commitment) -> Answer:
    if rules.allows(doing, commitment.state):
        return YES
    words = {"state": commitment.get_state_display()}
    return not_now(_("Not in the state “%(state)s”.") % words)


def leads(by: Post, commitment: Commitment) -> Answer:
    """Whoever convened it, and the desks above."""
    desk = commitment.desk
    if by.can("convene") and (by.sits_at(desk) or by.sits_above(desk)):
        return YES
    return no(_("You did not convene this commitment."), CONVENERS)


def _may(by: Post, commitment: Commitment, doing: str) -> Answer:
    return first_no(
        may_see(by, commitment),
        lambda: leads(by, commitment),
        lambda: _in_state(doing, commitment),
    )


def may_change(by: Post, commitment: Commitment) -> Answer:
    """Whoever convenes, while it is a draft: what was opened is never changed, but replaced."""
    return _may(by, commitment, "change")


def may_name(by: Post, commitment: Commitment) -> Answer:
    """Whoever convenes, until it is closed."""
    return _may(by, commitment, "name")


def may_open(by: Post, commitment: Commitment) -> Answer:
    """Whoever convenes, once."""
    return _may(by, commitment, "open")


def may_close(by: Post, commitment: Commitment) -> Answer:
    """Whoever convenes, while it is open."""
    return _may(by, commitment, "close")


def may_withdraw(by: Post, commitment: Commitment) -> Answer:
    """Whoever convenes, before it is closed."""
    return _may(by, commitment, "withdraw")


def _waits(signatory: Signatory) -> Answer:
    if signatory.withdrawn_at:
        return not_now(_("This signatory was withdrawn."))
    if signatory.given:
        return not_now(_("This was signed already."))
    return YES


def is_own(by: Post, signatory: Signatory) -> bool:
    """Whether the signature is hers to give: her own post's, never another's."""
    return signatory.post_id is not None and signatory.post_id == by.pk


def may_sign(by: Post, signatory: Signatory) -> Answer:
    """Only the post itself signs its own."""
    return first_no(
        may_see(by, signatory.commitment),
        lambda: (
            YES
            if is_own(by, signatory)
            else no(_("Only the post itself signs for itself."), signatory.label)
        ),
        lambda: _in_state("sign", signatory.commitment),
        lambda: _waits(signatory),
    )


def may_record_paper(by: Post, signatory: Signatory) -> Answer:
    """Whoever convenes keeps what was signed on paper."""
    return first_no(
        _may(by, signatory.commitment, "sign"),
        lambda: not_now(_("A unit reports how many have signed.")) if signatory.is_unit else YES,
        lambda: _waits(signatory),
    )


def may_withdraw_signatory(by: Post, signatory: Signatory) -> Answer:
    """Whoever convenes; a signature that was given stays."""
    return first_no(_may(by, signatory.commitment, "name"), lambda: _waits(signatory))


def may_join(by: Post, drive: Drive) -> Answer:
    """Everybody whose agency or village is among the units of the drive."""
    return first_no(
        may_see(by, drive.commitment),
        lambda: (
            YES
            if units_of(by, drive).exists()
            else no(_("Your agency is not among the units of this drive."))
        ),
        lambda: _in_state("sign", drive.commitment),
    )


def units_of(by: Post, drive: Drive) -> QuerySet[Signatory]:
    """The units of the drive to which her post belongs."""
    return drive.commitment.signatories.filter(is_unit=True, agency_id=by.agency_id)


def may_report_pledges(by: Post, signatory: Signatory) -> Answer:
    """Whoever answers for the unit; for a village also who may assign at a desk above it."""
    return first_no(
        may_see(by, signatory.commitment),
        lambda: (
            YES
            if _speaks_for(by, signatory)
            else no(_("You do not answer for this unit."), signatory.label)
        ),
        lambda: _in_state("sign", signatory.commitment),
        lambda: YES if signatory.is_unit else not_now(_("Only a unit reports how many signed.")),
    )


def _speaks_for(by: Post, signatory: Signatory) -> bool:
    if signatory.agency_id is not None and signatory.agency_id == by.agency_id:
        return by.can("answer")
    place = signatory.region_id or ""
    own = by.region_id == place and signatory.agency_id is None and by.can("confirm_day")
    above = any(place.startswith(desk.region_id + ".") for desk in by.desks)
    return own or (above and by.can("convene"))


def may_export_drive(by: Post, drive: Drive) -> Answer:
    """Those who take lists of that place out of the house."""
    return first_no(
        may_see(by, drive.commitment),
        lambda: (
            YES
            if by.can("export") and by.covers(drive.commitment.region_id)
            else no(_("Your post does not take this list out."))
        ),
    )


def may_read_scans(by: Post, signatory: Signatory) -> Answer:
    """Whoever convened it, and the unit that handed the list in: it bears private names."""
    own = signatory.agency_id is not None and signatory.agency_id == by.agency_id
    return YES if own and by.can("answer") else leads(by, signatory.commitment)
