"""What a review shows: the timeline with what was known at each decision, gaps, and the notes."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast

from sinergi.agencies.models import Post
from sinergi.briefing import rules
from sinergi.briefing.models import Review, ReviewLesson, ReviewNote
from sinergi.followups.models import Followup
from sinergi.followups.timeline import Event, event_of, is_told
from sinergi.incidents.models import Incident
from sinergi.incidents.queries.hidden import OF_A_CASE
from sinergi.kernel.models import JournalEntry
from sinergi.kernel.problems import NotFound
from sinergi.regions.models import under

MOST = 300  # entries of a timeline
GRAVE = ("high", "critical")
QUIET = timedelta(hours=6)  # in which nothing was written down about a case
TOLD = (*rules.INFORMS, *rules.DECIDES, *rules.BY_ITSELF)


@dataclass(frozen=True)
class Line:
    """One entry of the timeline; `known` stands with decisions only."""

    event: Event
    subject: str
    kind: str  # news, decision, itself or other
    known: rules.Known | None = None
    newest: tuple[Event, ...] = ()


@dataclass(frozen=True)
class Timeline:
    """What happened, oldest first, as its viewer may know it."""

    lines: list[Line]
    more: bool  # whether there was more than is shown
    quiet: list[tuple[datetime, datetime]] = field(default_factory=list)

    @property
    def decisions(self) -> int:
        """How many decisions are in it."""
        return sum(line.kind == "decision" for line in self.lines)


def found_review(post: Post, pk: uuid.UUID) -> Review:
    """The review with what its page names. Raises NotFound for what is not hers to know."""
    row = Review.objects.visible_to(post).whole().filter(pk=pk).first()
    if row is None:
        raise NotFound()
    return row


def notes_of(review: Review) -> list[ReviewNote]:
    """What people had to say, oldest first. One statement."""
    return list(review.notes.select_related("agency"))


def lessons_of(review: Review) -> list[ReviewLesson]:
    """Its lessons with their follow-ups. One statement."""
    rows = review.lessons.select_related(
        "followup__to_agency", "followup__to_desk", "followup__region"
    )
    return list(rows)


def timeline_of(post: Post, review: Review) -> Timeline:
    """The timeline from the journal, as `post` may see it. One statement."""
    rows = JournalEntry.objects.visible_to(post).filter(_meant(review))
    entries = list(rows.order_by("at", "pk")[: MOST + 1])
    shown = [entry for entry in entries[:MOST] if is_told(entry.verb)]
    return Timeline(
        lines=_lines(shown, of_one=review.incident_id is not None),
        more=len(entries) > MOST,
        quiet=_quiet(review, shown),
    )


def _meant(review: Review) -> Q:
    if review.about == Review.About.INCIDENT:
        return _of_case(review.incident_id) & ~Q(verb="followup.assigned")
    span = Q(at__gte=review.since, at__lt=review.until, verb__in=TOLD)
    return span & under("region", [review.region_id]) & _grave(review)


def _of_case(key: Any) -> Q:
    """The entries of a case, of what belongs to it, and of its follow-ups."""
    cases = Incident.objects.filter(Q(pk=key) | Q(merged_into=key))
    entries = _subjects(cases)
    for model in OF_A_CASE:
        rows: QuerySet[Any] = model.objects.filter(incident__in=cases)
        entries |= _subjects(rows)
        if any(column.name == "followup" for column in model._meta.get_fields()):
            entries |= _subjects(Followup.objects.filter(pk__in=rows.values("followup")))
    return entries


def _grave(review: Review) -> Q:
    """Of the cases only the grave ones, or a stage would be told in a thousand lines."""
    label = Incident._meta.label_lower
    cases = Incident.objects.filter(
        under("region_id", [review.region_id]),
        operation_id=review.operation_id,
        severity__in=GRAVE,
    )
    others = ~Q(subject_type=label) & ~Q(subject_type__in=[m._meta.label_lower for m in OF_A_CASE])
    return others | _subjects(cases)


def _subjects(rows: QuerySet[Any]) -> Q:
    keys = rows.order_by().annotate(key=Cast("pk", CharField())).values("key")
    return Q(subject_type=rows.model._meta.label_lower, subject_id__in=keys)


def _lines(entries: Sequence[JournalEntry], *, of_one: bool) -> list[Line]:
    events = {entry.pk: event_of(entry) for entry in entries}
    words = [
        rules.Word(entry.at, entry.verb, entry.pk, "" if of_one else entry.subject_id)
        for entry in entries
        if of_one or entry.subject_type == Incident._meta.label_lower
    ]
    known = rules.known_at(words)
    return [_line(entry, events, known.get(entry.pk)) for entry in entries]


def _line(entry: JournalEntry, events: dict[int, Event], known: rules.Known | None) -> Line:
    newest = tuple(events[key] for key in known.newest) if known else ()
    return Line(events[entry.pk], entry.subject_label, _kind(entry.verb), known, newest)


def _kind(verb: str) -> str:
    if verb in rules.DECIDES:
        return "decision"
    if verb in rules.BY_ITSELF:
        return "itself"
    return "news" if verb in rules.INFORMS else "other"


def _quiet(review: Review, entries: Iterable[JournalEntry]) -> list[tuple[datetime, datetime]]:
    """Of a case: the spells longer than QUIET in which nothing was written down."""
    if review.about != Review.About.INCIDENT:
        return []
    moments = (entry.at for entry in entries)
    return rules.quiet_spells(moments, review.since, review.until, QUIET)
