"""Opening a review, what people have to say, the lessons drawn, and closing it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from sinergi.agencies.models import Agency, Desk, Post
from sinergi.briefing import review_paper as paper
from sinergi.briefing.models import Review, ReviewLesson, ReviewNote
from sinergi.briefing.permissions import reviews as permissions
from sinergi.followups.actions import assign
from sinergi.incidents.models import Incident
from sinergi.incidents.permissions import may_see as may_see_case
from sinergi.kernel.action import action, note
from sinergi.kernel.clock import midnight, now
from sinergi.kernel.documents import issue_document
from sinergi.kernel.problems import Invalid, needed
from sinergi.regions.models import Region
from sinergi.stages.models import Stage

LONGEST_TITLE = 200  # characters


@action(
    "review.opened",
    subject=Review,
    parent=Desk,
    may=permissions.may_open,
    title=_("Open a review"),
)
def open_review(
    by: Post,
    desk: Desk,
    *,
    title: str,
    question: str = "",
    incident: Incident | None = None,
    stage: Stage | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    region: Region | None = None,
) -> Review:
    """Begin to look back at a case, a stage, or a span of time in a place.

    What is not said follows from what it is about: a case from when it happened until it was
    closed, a stage its days; both until now when they are not over. Raises Invalid at its field.
    """
    _check_subject(by, incident, stage)
    begin, end = _span(incident, stage, since, until)
    place = _place(by, desk, incident, region)
    told = needed(title, "title", _("Say what is reviewed."))
    if len(told) > LONGEST_TITLE:
        raise Invalid(_("At most %(count)d characters.") % {"count": LONGEST_TITLE}, field="title")
    return Review.objects.create(
        operation_id=desk.operation_id,
        region_id=place,
        desk=desk,
        about="incident" if incident else "stage" if stage else "span",
        incident=incident,
        stage=stage,
        title=told,
        question=question.strip(),
        since=begin,
        until=end,
        opened_at=now(),
        opened_by=by.actor_label[:200],
    )


def _check_subject(by: Post, incident: Incident | None, stage: Stage | None) -> None:
    if incident and stage:
        raise Invalid(_("A review is about one thing."), field="stage")
    if incident and not may_see_case(by, incident):
        raise Invalid(_("There is no such case, or it is not yours to see."), field="incident")
    if stage and stage.operation_id != by.operation_id:
        raise Invalid(_("Choose one of the list."), field="stage")


def _span(
    incident: Incident | None,
    stage: Stage | None,
    since: datetime | None,
    until: datetime | None,
) -> tuple[datetime, datetime]:
    moment = now()
    if incident:
        since = since or min(incident.happened_at, incident.reported_at)
        until = until or incident.closed_at
    if stage and stage.starts_on:
        since = since or midnight(stage.starts_on)
    if stage and stage.ends_on:
        until = until or midnight(stage.ends_on + timedelta(days=1))
    if since is None:
        raise Invalid(_("Say from when."), field="since")
    if since >= moment:
        raise Invalid(_("This has not begun: only what has happened is reviewed."), field="since")
    end = min(until or moment, moment)
    if end <= since:
        raise Invalid(_("The span ends before it begins."), field="until")
    return since, end


def _place(by: Post, desk: Desk, incident: Incident | None, region: Region | None) -> str:
    code = incident.region_id if incident else region.pk if region else desk.region_id
    if not by.covers(code):
        raise Invalid(_("This place is outside your area."), field="region")
    return code


@action(
    "review.noted",
    subject=ReviewNote,
    parent=Review,
    lock_parent=True,
    may=permissions.may_note,
    title=_("Say what you saw"),
)
def note_in_review(by: Post, review: Review, *, kind: str, text: str) -> ReviewNote:
    """What somebody who took part has to say, in the name of her agency."""
    if kind not in ReviewNote.Kind.values:
        raise Invalid(_("Choose one of the list."), field="kind")
    return ReviewNote.objects.create(
        review=review,
        kind=kind,
        text=needed(text, "text", _("Say what you saw.")),
        agency_id=by.agency_id,
        written_at=now(),
        written_by=by.actor_label[:200],
    )


@action(
    "review.lesson_drawn",
    subject=ReviewLesson,
    parent=Review,
    lock_parent=True,
    may=permissions.may_keep,
    title=_("Draw a lesson"),
)
def draw_lesson(
    by: Post,
    review: Review,
    *,
    title: str,
    to: Agency | Desk,
    due_at: datetime,
    detail: str = "",
) -> ReviewLesson:
    """What is to be done otherwise, by whom, until when: a follow-up, which climbs.

    Raises Invalid as `followups.assign` does.
    """
    followup = assign(
        by,
        review.desk,
        kind="lesson",
        title=title,
        detail=detail,
        to=to,
        region=review.region,
        due_at=due_at,
        origin=(review.title[:LONGEST_TITLE], review.get_absolute_url()),
        audience=_audience(review),
    )
    note(title=followup.title, to=str(to))
    return ReviewLesson.objects.create(review=review, followup=followup)


def _audience(review: Review) -> list[Any] | None:
    """A lesson of a restricted case is told to the agencies that may know of the case."""
    case = review.incident
    return list(case.audience) if case and case.visibility == "restricted" else None


@action(
    "review.closed",
    subject=Review,
    may=permissions.may_keep,
    title=_("Close the review"),
)
def close_review(by: Post, review: Review, *, conclusion: str) -> Review:
    """End it with what was found; its paper is issued, and holds what stands in it today."""
    review.conclusion = needed(conclusion, "conclusion", _("Say what was found."))
    review.closed_at, review.closed_by = now(), by.actor_label[:200]
    review.state = Review.State.CLOSED
    with override("id"):
        told = paper.review_data(by, review)
    review.document = issue_document(
        paper.KIND,
        paper.TEMPLATE,
        told,
        by=by,
        operation=review.operation,
        region_code=review.region_id,
        title=f"{paper.KIND}: {review.title}"[:200],
        series="KU",
    )
    review.save()
    note(number=review.document.number, sha256=review.document.sha256)
    return review


__all__ = ["close_review", "draw_lesson", "note_in_review", "open_review"]
