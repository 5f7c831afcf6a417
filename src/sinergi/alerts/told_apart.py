"""Rarer subjects: each is asked for by itself, and its notice leads to its own page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse

from sinergi.agencies.models import Agency, Post
from sinergi.alerts.rules import Event
from sinergi.kernel.clock import local, now
from sinergi.kernel.models import JournalEntry, Operation
from sinergi.neutrality.models import (
    Case,
    HandlerKey,
    Handover,
    Leaf,
    LegalClock,
    Proposal,
    SealedRow,
)
from sinergi.readiness.models import ReadinessItem
from sinergi.stages.models import Stage

Chamber = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Apart:
    """What a notice of such a subject says: whom it concerns, what it is called, where it leads."""

    event: Event
    label: str
    path: str


def of_stages(entry: JournalEntry, operation: Operation | None) -> Apart:
    """Days moved: whoever leads these stages, or must have something ready for them."""
    agencies = tuple(who_hangs_on(_moved_stages(entry)))
    regency = operation.region_code if operation else ""
    event = Event(entry.verb, region=entry.region, regency=regency, agencies=agencies)
    return Apart(event, entry.subject_label, reverse("stages:stages"))


def _moved_stages(entry: JournalEntry) -> list[Stage]:
    """The stages whose days an entry changed: the one and its parts, or all on an anchor."""
    if entry.subject_type == "stages.anchor":
        return list(Stage.objects.filter(anchor__pk=entry.subject_id))
    with_it = Q(parent=entry.subject_id, code__in=entry.facts.get("parts", ()))
    return list(Stage.objects.filter(Q(pk=entry.subject_id) | with_it))


def who_hangs_on(stages: Sequence[Stage]) -> list[str]:
    """The agencies that lead these stages, or must have something ready for them."""
    if not stages:
        return []
    owing = ReadinessItem.objects.filter(stage__in=stages, active=True)
    leading = Agency.objects.filter(
        operation=stages[0].operation_id, kind__in={stage.leader for stage in stages}
    )
    keys = {
        *owing.order_by().values_list("agency_id", flat=True).distinct(),
        *leading.values_list("pk", flat=True),
    }
    return sorted(map(str, keys))


def of_readiness(entry: JournalEntry, operation: Operation | None) -> Apart | None:
    """A report of readiness that the desk above returned: whoever answers for it must know."""
    if entry.changes.get("check_state", [None, None])[1] != "returned":
        return None
    item = ReadinessItem.objects.filter(pk=entry.subject_id).first()
    if item is None:
        return None
    event = Event(entry.verb, region=entry.region, agencies=(str(item.agency_id),))
    return Apart(event, entry.subject_label, item.get_absolute_url())


def of_neutrality(entry: JournalEntry, operation: Operation | None) -> Apart | None:
    """Something of a confidential case: its number and no more, to those who may know of it."""
    case = _case_of(entry)
    if case is None:
        return None
    return Apart(
        Event(entry.verb, region=entry.region, chamber=_chamber_of(case)),
        case.number,
        case.get_absolute_url(),
    )


_OF_CASES: dict[str, type[SealedRow]] = {
    model._meta.label_lower: model for model in (Case, LegalClock, Proposal, Handover, Leaf)
}


def _case_of(entry: JournalEntry) -> Case | None:
    model = _OF_CASES[entry.subject_type]
    row: Any = model._base_manager.filter(pk=entry.subject_id).first()
    return row if row is None or isinstance(row, Case) else row.case


def of_key(entry: JournalEntry, operation: Operation | None) -> Apart | None:
    """A new key of a handler: a colleague must let it in."""
    key = HandlerKey.objects.filter(pk=entry.subject_id).first()
    if key is None:
        return None
    event = Event(
        entry.verb, region=entry.region, chamber=_chamber(key.operation_id, key.agency_id)
    )
    return Apart(event, entry.subject_label, reverse("neutrality:keys"))


def _chamber_of(case: Case) -> Chamber:
    """Whoever is barred from the case is not told of it."""
    barred = case.bars.values_list("post__account", flat=True)
    return _chamber(case.operation_id, case.agency_id, barred)


def _chamber(operation_id: Any, agency_id: Any, barred: Iterable[Any] = ()) -> Chamber:
    """{capability: posts of the agency that have it}."""
    posts = list(
        Post.objects.in_force(local(now()).date())
        .filter(operation=operation_id, agency=agency_id)
        .exclude(account__in=barred)
    )
    return {
        capability: tuple(str(post.pk) for post in posts if post.can(capability))
        for capability in ("handle_neutrality", "decide_neutrality", "keep_identity")
    }


Teller = Callable[[JournalEntry, Operation | None], Apart | None]
TELLERS: dict[str, Teller] = {
    "stages.stage": of_stages,
    "stages.anchor": of_stages,
    "readiness.readinessitem": of_readiness,
    "neutrality.handlerkey": of_key,
    **dict.fromkeys(_OF_CASES, of_neutrality),
}
