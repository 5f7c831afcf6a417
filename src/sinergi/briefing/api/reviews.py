"""Reviews in the API: open one, read its timeline, say what was seen, draw lessons, close it."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Field, Query, Router

from sinergi.agencies.models import Agency, Desk
from sinergi.briefing import actions
from sinergi.briefing.models import Review
from sinergi.briefing.queries.reviews import Line as TimeLine
from sinergi.briefing.queries.reviews import found_review, timeline_of
from sinergi.incidents.models import Incident
from sinergi.kernel.problems import Invalid
from sinergi.kernel.rest import (
    LIMIT,
    Asking,
    Body,
    Cursor,
    Limit,
    Line,
    Moment,
    Page,
    Prose,
    Shape,
    Word,
    chosen,
    page_of,
    window,
)
from sinergi.regions.models import Region
from sinergi.stages.models import Stage

router = Router(tags=["briefing"])
API = "/api/v1"
NoteKind = Literal["well", "wrong", "unknown", "proposal"]


class ReviewOut(Shape):
    """One review."""

    id: UUID
    href: str
    title: str
    about: str
    region: str
    incident: UUID | None
    stage: str | None
    question: str
    since: Moment
    until: Moment
    state: str
    opened_at: Moment
    opened_by: str
    closed_at: Moment | None
    conclusion: str
    document: str | None = Field(description="Number of its paper.")
    lessons: list[UUID] = Field(description="Its follow-ups.")


class ReviewPage(Page[ReviewOut]):
    """A page of reviews."""


class ReviewAsked(Body):
    """Which page of them."""

    limit: Limit = LIMIT
    cursor: Cursor = ""


class ReviewLineOut(Shape):
    """One entry of the timeline."""

    at: Moment
    kind: str = Field(description="news, decision, itself or other")
    verb: str
    subject: str
    title: str
    who: str
    known: int | None = Field(description="Messages before a decision; null where it is none.")
    known_since_last: int | None = Field(description="Of these, since the decision before.")
    newest_age_seconds: float | None


class OpenReview(Body):
    """What is reviewed: a case, a stage, or a span in a place."""

    title: Line = Field(min_length=1)
    question: Prose = ""
    incident: UUID | None = None
    stage: Word = Field("", description="Code of a stage.")
    region: Word = Field("", description="Code of a place; empty: that of my desk.")
    since: Moment | None = None
    until: Moment | None = None


class NoteInReview(Body):
    """What I saw."""

    kind: NoteKind
    text: Prose = Field(min_length=1)


class DrawLesson(Body):
    """What is to be done, by an agency or a desk, until when."""

    title: Line = Field(min_length=1)
    agency: UUID | None = None
    desk: UUID | None = None
    due_at: Moment
    detail: Prose = ""


class CloseReview(Body):
    """What was found."""

    conclusion: Prose = Field(min_length=1)


def review_out(row: Review) -> ReviewOut:
    """The shape of a row."""
    copied = ("title", "about", "question", "since", "until", "state", "opened_at", "opened_by",
              "closed_at", "conclusion")  # fmt: skip
    return ReviewOut.model_construct(
        **{name: getattr(row, name) for name in copied},
        id=row.pk,
        href=f"{API}/reviews/{row.pk}",
        region=row.region_id,
        incident=row.incident_id,
        stage=row.stage.code if row.stage else None,
        document=row.document.number if row.document else None,
        lessons=[lesson.followup_id for lesson in row.lessons.all()],
    )


def _again(request: Asking, row: Review) -> ReviewOut:
    return review_out(found_review(request.post, row.pk))


@router.get("/reviews", response=ReviewPage, operation_id="review_list", summary="List reviews")
def list_reviews(request: Asking, asked: Query[ReviewAsked]) -> ReviewPage:
    """Those that I may see, the newest first."""
    rows = Review.objects.visible_to(request.post).whole().prefetch_related("lessons")
    shown = window(rows, by="opened_at", cursor=asked.cursor, limit=asked.limit)
    return ReviewPage.model_construct(**page_of(request, shown, rows.count(), review_out))


@router.post(
    "/reviews", response={201: ReviewOut}, operation_id="review_open", summary="Open a review"
)
def open_review(request: Asking, body: OpenReview) -> ReviewOut:
    """In the name of my desk. Journal: `review.opened`."""
    post = request.post
    desk = next(iter(post.desks), None)
    if desk is None:
        raise Invalid(_("You sit at no desk."))
    told: dict[str, Any] = body.model_dump(include={"title", "question", "since", "until"})
    if body.incident:
        rows = Incident.objects.visible_to(post).select_related("region")
        told["incident"] = chosen(rows, body.incident, field="incident")
    if body.stage:
        told["stage"] = _stage(request, body.stage)
    if body.region:
        told["region"] = chosen(Region.objects.all(), body.region, field="region")
    return _again(request, actions.open_review(post, desk, **told))


def _stage(request: Asking, code: str) -> Stage:
    row = Stage.objects.visible_to(request.post).filter(code=code).first()
    if row is None:
        raise Invalid(_("Choose one of the list."), field="stage")
    return row


@router.get(
    "/reviews/{review_id}", response=ReviewOut, operation_id="review_read", summary="Read a review"
)
def read_review(request: Asking, review_id: UUID) -> ReviewOut:
    """One review."""
    return review_out(found_review(request.post, review_id))


@router.get(
    "/reviews/{review_id}/timeline",
    response=list[ReviewLineOut],
    operation_id="review_timeline",
    summary="Read the timeline of a review",
)
def read_timeline(request: Asking, review_id: UUID) -> list[ReviewLineOut]:
    """What happened and was decided, oldest first, with what was known at each decision."""
    found = timeline_of(request.post, found_review(request.post, review_id))
    return [_line_out(line) for line in found.lines]


def _line_out(line: TimeLine) -> ReviewLineOut:
    known = line.known
    return ReviewLineOut.model_construct(
        at=line.event.at,
        kind=line.kind,
        verb=line.event.key,
        subject=line.subject,
        title=line.event.title,
        who=line.event.who,
        known=known.told if known else None,
        known_since_last=known.since_last if known else None,
        newest_age_seconds=known.age.total_seconds() if known and known.age else None,
    )


@router.post(
    "/reviews/{review_id}/notes",
    response=ReviewOut,
    operation_id="review_note",
    summary="Say what I saw",
)
def note_in_review(request: Asking, review_id: UUID, body: NoteInReview) -> ReviewOut:
    """In the name of my agency. Journal: `review.noted`."""
    row = found_review(request.post, review_id)
    actions.note_in_review(request.post, row, kind=body.kind, text=body.text)
    return _again(request, row)


@router.post(
    "/reviews/{review_id}/lessons",
    response=ReviewOut,
    operation_id="review_lesson",
    summary="Draw a lesson",
)
def draw_lesson(request: Asking, review_id: UUID, body: DrawLesson) -> ReviewOut:
    """A follow-up, which climbs when it is overdue. Journal: `review.lesson_drawn`."""
    row = found_review(request.post, review_id)
    actions.draw_lesson(
        request.post, row, title=body.title, to=_owner(request, body), due_at=body.due_at,
        detail=body.detail,
    )  # fmt: skip
    return _again(request, row)


def _owner(request: Asking, body: DrawLesson) -> Agency | Desk:
    if bool(body.agency) == bool(body.desk):
        raise Invalid(_("Name an agency or a desk."), field="agency")
    if body.agency:
        rows = Agency.objects.visible_to(request.post).select_related("region")
        return chosen(rows, body.agency, field="agency")
    desks = Desk.objects.filter(operation_id=request.post.operation_id).select_related("region")
    return chosen(desks, body.desk, field="desk")


@router.post(
    "/reviews/{review_id}/close",
    response=ReviewOut,
    operation_id="review_close",
    summary="Close a review",
)
def close_review(request: Asking, review_id: UUID, body: CloseReview) -> ReviewOut:
    """With what was found; its paper is issued. Journal: `review.closed`."""
    row = found_review(request.post, review_id)
    return _again(request, actions.close_review(request.post, row, conclusion=body.conclusion))
