"""Who may change places. One predicate a verb."""

from __future__ import annotations

from typing import Protocol

from django.utils.translation import gettext_lazy as _

from sinergi.kernel.permission import HIDDEN, YES, Answer, no
from sinergi.regions.models import Region


class Keeper(Protocol):
    """What this room must know of whoever acts: posts stand in a room above."""

    def covers(self, code: str) -> bool: ...
    def can(self, capability: str) -> bool: ...


def may_load_boundaries(by: Keeper, regency: Region) -> Answer:
    """Whoever keeps the policies of the regency also keeps its map."""
    if not by.covers(regency.pk):
        return HIDDEN
    if by.can("manage_policy"):
        return YES
    return no(
        _("Your post may not change boundaries."),
        _("The regency desk's coordinator may."),
    )


def may_load_places(by: Keeper, regency: Region) -> Answer:
    """Only the set-up: the tree of places comes from the official list."""
    return no(_("Only the set-up loads places."))
