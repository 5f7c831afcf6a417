"""Who may open a review, say what she saw, draw a lesson, and close it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Desk, Post
from sinergi.briefing.models import Review
from sinergi.kernel.permission import HIDDEN, YES, Answer, first_no, no, not_now

WHO = _("The coordinator of the regency's desk or the regional secretary may.")


def may_see(by: Post, review: Review) -> Answer:
    """Whoever reads its place; of a restricted case only the agencies that it names."""
    if by.operation_id != review.operation_id:
        return HIDDEN
    case = review.incident
    if case and case.visibility == "restricted" and by.agency_id not in case.audience:
        return HIDDEN
    return YES if by.can("read") and by.covers(review.region_id) else HIDDEN


def may_open(by: Post, desk: Desk) -> Answer:
    """Whoever issues reports in the name of that desk."""
    if by.operation_id != desk.operation_id or not (by.sits_at(desk) or by.covers(desk.region_id)):
        return HIDDEN
    if by.can("issue_reports") and (by.sits_at(desk) or by.sits_above(desk)):
        return YES
    return no(_("Your post does not open reviews."), WHO)


def may_note(by: Post, review: Review) -> Answer:
    """Whoever sees it and answers for an agency, while it is open."""
    return first_no(
        may_see(by, review),
        lambda: YES if by.can("answer") else no(_("Your post does not speak for its agency.")),
        lambda: _open(review),
    )


def may_keep(by: Post, review: Review) -> Answer:
    """Whoever issues reports at the desk that holds it, or above, while it is open."""
    return first_no(
        may_see(by, review),
        lambda: (
            YES
            if by.can("issue_reports") and (by.sits_at(review.desk) or by.sits_above(review.desk))
            else no(_("Your post does not keep this review."), WHO)
        ),
        lambda: _open(review),
    )


def _open(review: Review) -> Answer:
    return YES if review.is_open else not_now(_("This review is closed."))
