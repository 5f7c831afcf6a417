"""Notices in the API: what I was told."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from ninja import Field, Query, Router

from sinergi.alerts import actions
from sinergi.alerts.models import Notice
from sinergi.kernel.rest import (
    LIMIT,
    Asking,
    Body,
    Cursor,
    Limit,
    Moment,
    Page,
    Shape,
    found,
    page_of,
    window,
)

router = Router(tags=["alerts"])

Importance = Literal["ordinary", "important", "critical"]


class NoticeOut(Shape):
    """One thing of which I was told."""

    id: UUID
    verb: str = Field(description="The journal's word for what happened.")
    title: str
    text: str
    importance: Importance
    severity: str
    number: str = Field(description="The number of the case, if it is about one.")
    place: str
    restricted: bool
    url: str = Field(description="The page of what it is about.")
    created_at: Moment
    read_at: Moment | None


class NoticePage(Page[NoticeOut]):
    """A page of notices."""


class NoticeFilter(Body):
    """Which notices to list."""

    unread: bool | None = Field(None, description="Only those not read yet, or only the others.")
    importance: list[Importance] = Field([], max_length=3, description="One or several.")
    limit: Limit = LIMIT
    cursor: Cursor = ""


class ReadOut(Shape):
    """How it stands after reading."""

    unread: int


def _notice(row: Notice) -> NoticeOut:
    return NoticeOut.model_construct(
        id=row.pk,
        verb=row.verb,
        title=row.title,
        text=row.text,
        importance=row.importance,
        severity=row.severity,
        number=row.number,
        place=row.place,
        restricted=row.is_restricted,
        url=row.url,
        created_at=row.created_at,
        read_at=row.read_at,
    )


@router.get("", response=NoticePage, operation_id="notice_list", summary="List my notices")
def list_notices(request: Asking, asked: Query[NoticeFilter]) -> NoticePage:
    """What I was told, the newest first; only of what I still may see."""
    rows = Notice.objects.visible_to(request.post).with_subjects()
    if asked.unread is not None:
        rows = rows.filter(read_at__isnull=asked.unread)
    if asked.importance:
        rows = rows.filter(importance__in=asked.importance)
    shown = window(rows, by="created_at", cursor=asked.cursor, limit=asked.limit)
    return NoticePage.model_construct(**page_of(request, shown, rows.count(), _notice))


@router.post("/read", response=ReadOut, operation_id="notice_read_all", summary="Mark all as read")
def read_all(request: Asking) -> ReadOut:
    """All that stand on my page. Journal: `notices.read`."""
    actions.read_all(request.post, request.post.account)
    return ReadOut(unread=_unread(request))


def _unread(request: Asking) -> int:
    return int(Notice.objects.visible_to(request.post).unread().count())


@router.get("/{notice_id}", response=NoticeOut, operation_id="notice_get", summary="Read a notice")
def get_notice(request: Asking, notice_id: UUID) -> NoticeOut:
    """One notice. That a program fetched it does not mean that somebody has read it."""
    return _notice(found(Notice.objects.visible_to(request.post).with_subjects(), notice_id))


@router.post(
    "/{notice_id}/read", response=NoticeOut, operation_id="notice_read", summary="Mark as read"
)
def read_notice(request: Asking, notice_id: UUID) -> NoticeOut:
    """I have seen it. Journal: `notice.read`."""
    row = found(Notice.objects.visible_to(request.post).with_subjects(), notice_id)
    return _notice(actions.read_notice(request.post, row))
