"""Who may see a risk of the register, open one, ask for something against it, and end it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Desk, Post
from sinergi.kernel.permission import HIDDEN, YES, Answer, first_no, no, not_now
from sinergi.regions.models import Region
from sinergi.risk.models.register import Risk, RiskMeasure
from sinergi.risk.permissions import may_assess
from sinergi.risk.rules import register as rules


def keeping_desk(by: Post, code: str) -> Desk | None:
    """The desk of hers that keeps a risk of that place: the nearest over it."""
    over = [desk for desk in by.desks if f"{code}.".startswith(f"{desk.region_id}.")]
    return max(over, key=lambda desk: len(desk.region_id), default=None)


def may_open_risk(by: Post, region: Region) -> Answer:
    """Who assesses vulnerability there, and sits at a desk over the place."""
    return first_no(
        may_assess(by, region),
        lambda: (
            YES
            if keeping_desk(by, region.pk)
            else no(_("You do not sit at a desk over this place."), _("Members of its desks may."))
        ),
    )


def may_see_risk(by: Post, risk: Risk) -> Answer:
    """Whoever reads the place, and whoever does something against it."""
    if by.operation_id != risk.operation_id:
        return HIDDEN
    if by.can("read") and by.covers(risk.region_id):
        return YES
    return YES if _is_asked(by, risk) else HIDDEN


def _is_asked(by: Post, risk: Risk) -> bool:
    mine = RiskMeasure.objects.filter(risk=risk)
    agency = mine.filter(followup__to_agency_id=by.agency_id)
    return agency.exists() or mine.filter(followup__to_desk_id__in=by.desk_ids).exists()


def _keeps(by: Post, risk: Risk) -> Answer:
    """Who assesses vulnerability, at the desk that keeps it or one above."""
    return first_no(
        may_see_risk(by, risk),
        lambda: (
            YES
            if by.can("assess_risk") and (by.sits_at(risk.desk) or by.sits_above(risk.desk))
            else no(_("Your post does not keep this risk."), str(risk.desk))
        ),
    )


def _while_kept(risk: Risk) -> Answer:
    return YES if risk.is_kept else not_now(_("This risk is closed."))


def may_revise_risk(by: Post, risk: Risk) -> Answer:
    """The desk that keeps it, or one above, until it is closed."""
    return first_no(_keeps(by, risk), lambda: _while_kept(risk))


def may_add_measure(by: Post, risk: Risk) -> Answer:
    """The same; an open or accepted risk, or one that is watched though it is mitigated."""
    return may_revise_risk(by, risk)


def _in_state(by: Post, risk: Risk, verb: str) -> Answer:
    return first_no(
        _keeps(by, risk),
        lambda: (
            YES
            if rules.next_state(verb, risk.state)
            else not_now(_("Not in the state “%(state)s”.") % {"state": risk.get_state_display()})
        ),
    )


def may_mitigate_risk(by: Post, risk: Risk) -> Answer:
    """The desk that keeps it, or one above."""
    return _in_state(by, risk, "mitigate")


def may_accept_risk(by: Post, risk: Risk) -> Answer:
    """The desk that keeps it, or one above."""
    return _in_state(by, risk, "accept")


def may_close_risk(by: Post, risk: Risk) -> Answer:
    """The desk that keeps it, or one above."""
    return _in_state(by, risk, "close")


def may_reopen_risk(by: Post, risk: Risk) -> Answer:
    """The desk that keeps it, or one above."""
    return _in_state(by, risk, "reopen")


def may_take_register(by: Post, post: Post) -> Answer:
    """Who may take lists out, in her own name."""
    if by.pk != post.pk:
        return HIDDEN
    return YES if by.can("export") else no(_("Your post does not take lists out."))
