"""Who may read notices, and see to their deliveries."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Account, Post
from sinergi.alerts.models import Delivery, Notice
from sinergi.kernel.permission import HIDDEN, YES, Answer, no


def may_read(by: Post, notice: Notice) -> Answer:
    """Everybody her own."""
    return YES if notice.post_id == by.pk else HIDDEN


def may_prefer(by: Post, account: Account) -> Answer:
    """Everybody for herself."""
    return YES if account.pk == by.account_id else HIDDEN


def may_see_deliveries(by: Post) -> Answer:
    """Whoever keeps the people of the operation: they mend addresses. No case is shown there."""
    if by.can("manage_people"):
        return YES
    return no(
        _("Your post does not keep people."),
        _("The administrator or the regency desk's coordinator may."),
    )


def may_retry(by: Post, delivery: Delivery) -> Answer:
    """The same, in their own operation."""
    if delivery.notice.operation_id != by.operation_id:
        return HIDDEN
    return may_see_deliveries(by)
