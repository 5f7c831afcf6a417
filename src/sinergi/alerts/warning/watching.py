"""The watch: rules looked at when the journal tells of a change, and by the clock.

Two can look at once, one of them finds the rule held and leaves it: a situation fires once. What a
rule found is drafted in the same transaction in which the situation is remembered.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import translation

from sinergi.alerts.actions.warnings import approve_alert, climb_alert, draft_alert, expire_alert
from sinergi.alerts.models import Alert, AlertRule, Situation
from sinergi.alerts.reading_on import read_on
from sinergi.alerts.warning.catalogue import CONDITIONS
from sinergi.alerts.warning.conditions import spells_of
from sinergi.alerts.warning.drafting import (
    LONGEST_HEADLINE,
    Draft,
    Finding,
    filled,
    grounds_text,
)
from sinergi.alerts.warning.spells import Spell, Standing, holding, moves
from sinergi.kernel.actors import SYSTEM
from sinergi.kernel.clock import now, use_operation
from sinergi.kernel.context import use_door
from sinergi.kernel.models import Operation
from sinergi.kernel.problems import Problem
from sinergi.kernel.ticking import in_every_operation, step
from sinergi.regions.models import Region

log = logging.getLogger(__name__)

READER = "alert-rules"
VERBS = frozenset().union(*(one.verbs for one in CONDITIONS.values()))
LOOK_BACK = timedelta(minutes=1)  # what holds now is asked; its facts reach back by themselves
BATCH = 200


def watch_changes() -> int:
    """Look at the rules that the newest entries of the journal concern; how many fired."""
    changed: dict[Any, set[str]] = {}
    for entry in read_on(READER, VERBS):
        changed.setdefault(entry.operation_id, set()).add(entry.verb)
    fired = 0
    for operation in Operation.objects.filter(pk__in=[key for key in changed if key]):
        with use_operation(operation), use_door("job"):
            codes = [c.code for c in CONDITIONS.values() if c.verbs & changed[operation.pk]]
            rules = AlertRule.objects.live().filter(operation=operation, condition__in=codes)
            fired += sum(look(rule) for rule in rules)
    return fired


def watch_all() -> int:
    """Look at every live rule: what only the passing of time brings about; how many fired."""
    return in_every_operation(_watch)


def _watch(operation: Operation) -> int:
    return sum(look(rule) for rule in AlertRule.objects.live().filter(operation=operation))


def look(rule: AlertRule) -> int:
    """Look once; how many alerts were drafted. One look at a rule at a time."""
    with transaction.atomic():
        rows = AlertRule.objects.live().select_for_update(skip_locked=True, of=("self",))
        row = rows.select_related("operation").filter(pk=rule.pk).first()
        return _looked(row) if row is not None else 0


def _looked(rule: AlertRule) -> int:
    moment = now()
    spells = spells_of(rule.condition, rule.operation, rule.parameters, moment - LOOK_BACK, moment)
    holds = holding(spells)
    known = {row.key: row for row in rule.situations.all()}
    before = {key: Standing(row.ended_at) for key, row in known.items()}
    fresh, again, gone = moves(before, holds, now=moment, cooldown=rule.rest)
    rule.situations.filter(key__in=gone).update(ended_at=moment)
    rule.situations.filter(key__in=again).update(ended_at=None)
    for key in sorted(fresh):
        _remember(rule, known.get(key), holds[key])
        _fire(rule, holds[key])
    return len(fresh)


def _remember(rule: AlertRule, known: Situation | None, spell: Spell) -> None:
    row = known or Situation(rule=rule, key=spell.key)
    row.place, row.began_at, row.seen_at, row.ended_at = spell.place, spell.began, now(), None
    row.save()


def _fire(rule: AlertRule, spell: Spell) -> Alert:
    """Draft what the rule says; sent at once only where the rule is automatic, and can reach."""
    place = Region.objects.with_parent().get(pk=spell.place)
    finding = Finding(rule, spell.key, spell.grounds)
    alert = draft_alert(SYSTEM, place, draft_of(rule, spell, place), finding=finding)
    if rule.automatic:
        try:
            with transaction.atomic():
                return approve_alert(SYSTEM, alert)
        except Problem:
            log.exception("the alert of rule %s could not be sent and waits as a draft", rule.pk)
    return alert


def draft_of(rule: AlertRule, spell: Spell, place: Region) -> Draft:
    """The words of the rule with what it found, in Indonesian: that is what goes out."""
    with translation.override("id"):
        sentence, event = rule.sentence, str(rule.entry.event)
        fill = partial(filled, place=place.full_name, count=spell.count, sentence=sentence)
        return Draft(
            event=event,
            headline=fill(rule.headline)[:LONGEST_HEADLINE],
            description=grounds_text(sentence, spell.told, spell.grounds),
            instruction=fill(rule.instruction),
            severity=rule.severity,
            urgency=rule.urgency,
            certainty=rule.certainty,
            reach=rule.reach,
            roles=rule.roles,
            lasts=rule.lasts,
        )


def tick_alerts() -> int:
    """Tell those above the silent, and end what is over; how many alerts moved."""
    return in_every_operation(_tick)


def _tick(operation: Operation) -> int:
    running = Alert.objects.running().filter(operation=operation)
    over = running.filter(expires_at__lte=now())
    ended = sum(step(over, pk, _expire) for pk in _first(over))
    due = running.filter(escalate_at__lte=now())
    return ended + sum(step(due, pk, _climb) for pk in _first(due))


def _first(rows: Any) -> list[Any]:
    return list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])


def _expire(row: Alert) -> bool:
    expire_alert(SYSTEM, row)
    return True


def _climb(row: Alert) -> bool:
    climb_alert(SYSTEM, row)
    return True
