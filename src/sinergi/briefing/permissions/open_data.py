"""Who may show figures to everybody, and take data out."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.kernel.models import Operation
from sinergi.kernel.permission import HIDDEN, YES, Answer, no


def may_switch(by: Post, operation: Operation) -> Answer:
    """Whoever issues the reports of the operation."""
    if by.operation_id != operation.pk:
        return HIDDEN
    if by.can("issue_reports"):
        return YES
    who = _("The coordinator of the regency's desk or the regional secretary may.")
    return no(_("Your post does not open data to everybody."), who)


def may_take(by: Post) -> Answer:
    """Whoever may take lists out of the house."""
    if by.can("export"):
        return YES
    return no(_("Your post does not take data out."), _("Coordinators of desks may."))


def may_only_the_house(by: Post, post: Post) -> Answer:
    """Nobody: it is written down by itself whenever somebody takes data out."""
    return no(_("This happens by itself."))
