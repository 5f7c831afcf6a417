"""Who may assess places, keep the index, and look at it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.kernel.models import Operation
from sinergi.kernel.permission import HIDDEN, YES, Answer, no
from sinergi.regions.models import Region

ASSESSORS = _("The three pillars, the forums of the desks and the supervisors may.")
KEEPERS = _("The coordinator or the chair of the regency's desk may.")


def may_assess(by: Post, region: Region) -> Answer:
    """Who assesses vulnerability, in a village of her places."""
    if not by.covers(region.pk):
        return HIDDEN
    if by.can("assess_risk"):
        return YES
    return no(_("Your post does not assess places."), ASSESSORS)


def may_keep_index(by: Post, target: Any) -> Answer:
    """Who keeps indicators, weights and thresholds. `target` is the operation, or a row of it."""
    operation_id = target.pk if isinstance(target, Operation) else target.operation_id
    if by.operation_id != operation_id:
        return HIDDEN
    if by.can("keep_index"):
        return YES
    return no(_("Your post does not keep the index."), KEEPERS)


def may_look(by: Post, operation: Operation) -> Answer:
    """The index: whoever reads her places."""
    if by.operation_id != operation.pk:
        return HIDDEN
    return YES if by.can("read") else no(_("Your post does not read reports of a place."))
