"""Lists of follow-ups, and one of them with what may be done with it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ninja import Field, Query

from sinergi.agencies.models import Post
from sinergi.followups import rules
from sinergi.followups.api.routes import router
from sinergi.followups.api.shapes import (
    API,
    AllowedFollowup,
    FollowupDetail,
    FollowupPage,
    Kind,
    State,
    evidence_out,
    followup_fields,
    followup_out,
    visible_to,
)
from sinergi.followups.models import Followup
from sinergi.followups.queries import evidence_of
from sinergi.kernel.action import may
from sinergi.kernel.clock import now
from sinergi.kernel.rest import LIMIT, Asking, Body, Cursor, Limit, found, page_of, window

OFFERED = {
    "accept": "accept",
    "refuse": "refuse",
    "report": "report_done",
    "return": "send_back",
    "close": "close",
    "evidence": "add_followup_evidence",
    "word": "add_word",
    "postpone": "postpone",
    "withdraw": "withdraw",
}


class FollowupFilter(Body):
    """Which follow-ups to list."""

    state: list[State] = Field([], max_length=7, description="One or several.")
    kind: list[Kind] = Field([], max_length=7, description="One or several.")
    open: bool | None = Field(None, description="Only those that wait, or only those that do not.")
    overdue: bool = Field(False, description="Only those whose answer is late.")
    climbed: bool = Field(False, description="Only those that climbed to my agency or desks.")
    limit: Limit = LIMIT
    cursor: Cursor = ""


@router.get(
    "/followups",
    response=FollowupPage,
    operation_id="followup_list",
    summary="List follow-ups",
)
def list_followups(request: Asking, asked: Query[FollowupFilter]) -> FollowupPage:
    """What was asked of or by us, or in our places; the newest first."""
    rows = _matching(visible_to(request.post), asked)
    if asked.climbed:
        rows = rows.climbed_to(request.post)
    shown = window(rows, by="created_at", cursor=asked.cursor, limit=asked.limit)
    page = page_of(request, shown, rows.count(), followup_out)
    return FollowupPage.model_construct(**page)


def _matching(rows: Any, asked: FollowupFilter) -> Any:
    if asked.state:
        rows = rows.filter(state__in=asked.state)
    if asked.kind:
        rows = rows.filter(kind__in=asked.kind)
    if asked.open is not None:
        rows = rows.unfinished() if asked.open else rows.filter(state__in=rules.ENDED)
    if asked.overdue:
        rows = rows.filter(state__in=("assigned", "accepted", "returned"), due_at__lte=now())
    return rows


@router.get(
    "/followups/{followup_id}",
    response=FollowupDetail,
    operation_id="followup_read",
    summary="Read a follow-up",
)
def read_followup(request: Asking, followup_id: UUID) -> FollowupDetail:
    """One follow-up, with what I may do to it now."""
    row = found(visible_to(request.post), followup_id)
    return FollowupDetail.model_construct(
        **followup_fields(row),
        evidence=[evidence_out(piece) for piece in evidence_of(row)],
        actions=[_allowed(request.post, row, *pair) for pair in OFFERED.items()],
    )


def _allowed(post: Post, row: Followup, code: str, name: str) -> AllowedFollowup:
    answer = may(post, name, row)
    return AllowedFollowup.model_construct(
        action=code,
        href=f"{API}/followups/{row.pk}/{code}",
        allowed=answer.allowed,
        reason=str(answer.reason),
        who=str(answer.who),
    )
