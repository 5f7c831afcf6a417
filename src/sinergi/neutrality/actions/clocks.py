"""What the house's own clock does with legal clocks: warn, and climb. It decides nothing."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.kernel.action import action, note
from sinergi.kernel.actors import Actor
from sinergi.kernel.clock import now
from sinergi.kernel.permission import Answer, first_no, no
from sinergi.kernel.problems import Conflict
from sinergi.neutrality.clockwork import TOP
from sinergi.neutrality.models import LegalClock
from sinergi.neutrality.permissions import may_see


def _nobody(by: Post, clock: LegalClock) -> Answer:
    """Only the house's own clock does this; who may not see the case learns of nothing."""
    return first_no(may_see(by, clock.case), lambda: no(_("Only the clock does this.")))


@action(
    "legal_clock.warned",
    subject=LegalClock,
    may=_nobody,
    title=_("Warn that a legal deadline ends soon"),
    system=True,
)
def warn_legal_clock(by: Actor, clock: LegalClock) -> LegalClock:
    """Tell its holder once. Raises Conflict when it ended, or was told of."""
    if clock.ended_at or clock.warned_at:
        raise Conflict()
    clock.warned_at = now()
    clock.save(update_fields=["warned_at"])
    note(rule=clock.rule, due_at=clock.due_at.isoformat())
    return clock


@action(
    "legal_clock.climbed",
    subject=LegalClock,
    may=_nobody,
    title=_("Let a legal deadline that is over climb"),
    system=True,
)
def climb_legal_clock(by: Actor, clock: LegalClock) -> LegalClock:
    """One level up: the members of Bawaslu, then its leader and Bawaslu Provinsi.

    Raises Conflict when it ended, is not over, or stands at the top.
    """
    if clock.ended_at or clock.due_at >= now() or clock.level >= TOP:
        raise Conflict()
    clock.level += 1
    clock.climbed_at = now()
    clock.save(update_fields=["level", "climbed_at"])
    note(rule=clock.rule, due_at=clock.due_at.isoformat(), level=clock.level)
    return clock
