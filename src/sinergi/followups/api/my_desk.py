"""What waits for me."""

from __future__ import annotations

from sinergi.followups.api.routes import router
from sinergi.followups.waiting import Section, sections_for
from sinergi.kernel.rest import Asking, Moment, Shape


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
