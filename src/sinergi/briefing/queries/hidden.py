"""What the journal must no longer show: entries of reviews of a case that was restricted since."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast

from sinergi.briefing.models import Review, ReviewLesson, ReviewNote
from sinergi.kernel.models.journal import Viewer


def entries_of_hidden_reviews(viewer: Viewer) -> Q:
    """Entries of reviews of restricted cases that do not name her agency."""
    hidden = Review.objects.filter(
        operation_id=viewer.operation_id, incident__visibility="restricted"
    ).exclude(incident__audience__contains=[viewer.agency_id])
    entries = _of(hidden)
    for model in (ReviewNote, ReviewLesson):
        entries |= _of(model.objects.filter(review__in=hidden))
    return entries


def _of(rows: QuerySet[Any]) -> Q:
    keys = rows.order_by().annotate(key=Cast("pk", CharField())).values("key")
    return Q(subject_type=rows.model._meta.label_lower, subject_id__in=keys)
