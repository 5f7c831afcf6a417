"""What the journal shows of this room: to handlers, without cases from which they are barred.

The audience of an entry names Bawaslu as a whole; not everybody there handles cases.
"""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast

from sinergi.kernel.models.journal import Viewer
from sinergi.neutrality.models import Bar, Case, Handover, Leaf, LegalClock, Paper, Proposal

OF_A_CASE = (Bar, Handover, Leaf, LegalClock, Paper, Proposal)
ROOM = "neutrality."


def entries_of_hidden_cases(viewer: Viewer) -> Q:
    """All of them for whoever handles none; else those of cases from which she is barred."""
    everything = Q(subject_type__startswith=ROOM)
    can: Any = getattr(viewer, "can", None)
    if can is None or not (can("handle_neutrality") or can("keep_identity")):
        return everything
    if not can("handle_neutrality"):
        hers = Proposal.objects.filter(case__in=Case.objects.visible_to(viewer), kind="identity")  # type: ignore[arg-type]
        return everything & ~_of(hers) & ~Q(subject_type="neutrality.handlerkey")
    cases = Case.objects.filter(bars__post__account=viewer.account_id)  # type: ignore[attr-defined]
    entries = _of(cases)
    for model in OF_A_CASE:
        entries |= _of(model.objects.filter(case__in=cases))
    return entries


def _of(rows: QuerySet[Any]) -> Q:
    keys = rows.order_by().annotate(key=Cast("pk", CharField())).values("key")
    return Q(subject_type=rows.model._meta.label_lower, subject_id__in=keys)
