"""What the steps of a case have in common: the next state, its clocks, a sealed text."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.kernel.action import note
from sinergi.kernel.clock import now
from sinergi.kernel.problems import needed
from sinergi.neutrality import clockwork, rules
from sinergi.neutrality.casebook import write_leaf
from sinergi.neutrality.models import Case, Leaf

MISSING = _("Write what is to be kept.")


def move(case: Case, doing: str) -> Case:
    """Bring the case to the state that follows, and start and stop its legal clocks; saved."""
    following = rules.after(doing, case.state)
    if following != case.state:
        case.state, case.since = following, now()
    case.save()
    run_clocks(case, doing)
    return case


def run_clocks(case: Case, doing: str) -> None:
    """Start and stop what that step starts and stops; a clock that runs is not started again."""
    change = rules.CLOCKS.get(doing)
    if change is None:
        return
    running = set(case.clocks.filter(ended_at__isnull=True).values_list("rule", flat=True))
    for rule in change.stops:
        if rule in running:
            clockwork.stop_clock(case, rule, now())
    if unneeded := running & set(change.voids):
        clockwork.void_clocks(case, *sorted(unneeded))
    for rule in change.starts:
        if rule not in running:
            clockwork.start_clock(case, rule, now())


def void_all_clocks(case: Case) -> None:
    """No deadline runs for a case that has ended."""
    running = set(case.clocks.filter(ended_at__isnull=True).values_list("rule", flat=True))
    if running:
        clockwork.void_clocks(case, *sorted(running))


def say(
    case: Case,
    kind: str,
    text: str,
    *,
    by: Post,
    about: str,
    field: str = "reason",
    for_reporter: bool = False,
    **more: Any,
) -> Leaf:
    """Keep a text with the case, sealed; the journal learns its place only.

    Raises Invalid at `field` when it says nothing.
    """
    facts = {"text": needed(text, field, MISSING), "about": about, **more}
    leaf = write_leaf(case, kind, facts, by=by, for_reporter=for_reporter)
    note(leaf=leaf.turn)
    return leaf
