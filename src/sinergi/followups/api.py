"""Follow-ups and my desk in the API."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from django.utils import translation
from ninja import Field, Query, Router

from sinergi.agencies.models import Post
from sinergi.followups import actions, rules
from sinergi.followups.models import Followup
from sinergi.followups.waiting import Section, sections_for
from sinergi.kernel.action import may
from sinergi.kernel.clock import now
from sinergi.kernel.rest import (
    LIMIT,
    Asking,
    Body,
    Cursor,
    Limit,
    Moment,
    Nothing,
    Page,
    Prose,
    Shape,
    found,
    page_of,
    window,
)

router = Router(tags=["followups"])
API = "/api/v1"

Kind = Literal[
    "assistance", "advice", "task", "referral", "agreement_check", "directive", "readiness"
]
State = Literal["assigned", "accepted", "refused", "reported", "returned", "closed"]
OFFERED = {
    "accept": "accept",
    "refuse": "refuse",
    "report": "report_done",
    "return": "send_back",
    "close": "close",
}


class FollowupOut(Shape):
    """One promise, until it is kept."""

    id: UUID
    href: str
    kind: Kind
    state: State
    title: str
    detail: str
    region: str = Field(description="Code of the place.")
    from_desk: str
    owner: str = Field(description="Who owes the answer: an agency, a desk, or a body outside.")
    created_at: Moment
    due_at: Moment | None
    is_overdue: bool
    answered_at: Moment | None
    closed_at: Moment | None
    answer: str
    origin: str = Field(description="What it belongs to, for example the number of a case.")
    origin_url: str


class FollowupPage(Page[FollowupOut]):
    """A page of follow-ups."""


class AllowedFollowup(Shape):
    """Whether I may do something now, and if not, why, and who could."""

    action: str
    href: str
    allowed: bool
    reason: str
    who: str


class FollowupDetail(FollowupOut):
    """A follow-up, with what I may do now."""

    actions: list[AllowedFollowup]


class FollowupFilter(Body):
    """Which follow-ups to list."""

    state: list[State] = Field([], max_length=6, description="One or several.")
    kind: list[Kind] = Field([], max_length=5, description="One or several.")
    open: bool | None = Field(None, description="Only those that wait, or only those that do not.")
    overdue: bool = Field(False, description="Only those whose answer is late.")
    limit: Limit = LIMIT
    cursor: Cursor = ""


class Refuse(Body):
    """Why it is refused."""

    reason: Prose = Field(min_length=1)


class Report(Body):
    """What was done."""

    answer: Prose = Field(min_length=1)


def _fields(row: Followup) -> dict[str, Any]:
    copied = ("kind", "state", "title", "detail", "created_at", "due_at", "is_overdue",
              "answered_at", "closed_at", "answer", "origin_url")  # fmt: skip
    return {
        **{name: getattr(row, name) for name in copied},
        "id": row.pk,
        "href": f"{API}/followups/{row.pk}",
        "region": row.region_id,
        "from_desk": row.from_desk.name,
        "owner": row.owner_label,
        "origin": row.origin_label,
    }


def followup_out(row: Followup) -> FollowupOut:
    """The shape of a row."""
    return FollowupOut.model_construct(**_fields(row))


def _visible(post: Post) -> Any:
    return Followup.objects.visible_to(post).select_related("from_desk", "to_agency", "to_desk")


@router.get(
    "/followups",
    response=FollowupPage,
    operation_id="followup_list",
    summary="List follow-ups",
)
def list_followups(request: Asking, asked: Query[FollowupFilter]) -> FollowupPage:
    """What was asked of or by us, or in our places; the newest first."""
    rows = _matching(_visible(request.post), asked)
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
    row = found(_visible(request.post), followup_id)
    return FollowupDetail.model_construct(
        **_fields(row), actions=[_allowed(request.post, row, *pair) for pair in OFFERED.items()]
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


@dataclass(frozen=True)
class Doing:
    """One action of a follow-up: how it is called, what it does, what it is sent."""

    code: str
    action: Any
    body: type[Body] = Nothing


DOINGS = (
    Doing("accept", actions.accept),
    Doing("refuse", actions.refuse, Refuse),
    Doing("report", actions.report_done, Report),
    Doing("return", actions.send_back, Refuse),
    Doing("close", actions.close),
)


def _operation(doing: Doing) -> Callable[..., FollowupOut]:
    """The function of one line; its annotations are what the framework reads."""

    def act(request: Asking, followup_id: UUID, body: Any) -> FollowupOut:
        row = found(_visible(request.post), followup_id)
        told = {name: getattr(body, name) for name in doing.body.model_fields}
        return followup_out(doing.action(request.post, row, **told))

    def act_alone(request: Asking, followup_id: UUID) -> FollowupOut:
        return act(request, followup_id, Nothing())

    act.__annotations__["body"] = doing.body
    return act_alone if doing.body is Nothing else act


def _enter(doing: Doing) -> None:
    entry = doing.action.action
    with translation.override("en"):
        title = str(entry.title)
    router.post(
        f"/followups/{{followup_id}}/{doing.code}",
        response=FollowupOut,
        operation_id=f"followup_{doing.code}",
        summary=title,
        description=f"{entry.function.__doc__}\n\nJournal: `{entry.verb}`.",
        url_name=f"followup-{doing.code}",
    )(_operation(doing))


for line in DOINGS:
    _enter(line)


class WaitingItem(Shape):
    """One thing that waits."""

    title: str
    url: str
    place: str
    due_at: Moment | None
    severity: str
    number: str
    state: str
    note: str


class Heap(Shape):
    """One heap on my desk; `count` may be larger than the items shown."""

    key: str
    title: str
    count: int
    urgent: bool
    items: list[WaitingItem]


class MyDesk(Shape):
    """What waits for me, in the order in which it should be taken up."""

    heaps: list[Heap]


@router.get(
    "/my-desk", response=MyDesk, operation_id="my_desk", summary="What waits for me", tags=["me"]
)
def my_desk(request: Asking) -> MyDesk:
    """The heaps of my desk, as its page shows them."""
    return MyDesk(heaps=[_heap(section) for section in sections_for(request.post)])


def _heap(section: Section) -> Heap:
    return Heap(
        key=section.key,
        title=str(section.title),
        count=section.count,
        urgent=section.urgent,
        items=[
            WaitingItem(
                title=item.title,
                url=item.url,
                place=item.place,
                due_at=item.due_at,
                severity=item.severity,
                number=item.number,
                state=str(item.state),
                note=str(item.note),
            )
            for item in section.items
        ],
    )
