"""Items in lists: by place, and the gaps in the order in which they press."""

from __future__ import annotations

from django.db.models import Case, F, When

from sinergi.agencies.models import Agency, Post
from sinergi.readiness.filters import ItemFilter, meant
from sinergi.readiness.models import ReadinessItem
from sinergi.readiness.models.item import ItemRows
from sinergi.stages.models import today


def listed(post: Post, wanted: ItemFilter) -> ItemRows:
    """What is meant, place by place, in the order of the stages."""
    rows = meant(post, wanted).whole()
    return rows.order_by("region_id", "stage__order", "requirement__code", "agency__name", "pk")


def gaps(post: Post, wanted: ItemFilter) -> ItemRows:
    """What its owner still owes: the day first, then the tension of the stage.

    Gaps of stages that are over come last: nothing can be made ready for them any more.
    Of two that are due on the same day, the one for the tenser stage comes first, then what is
    blocked; an item without a date comes last, for nothing presses it yet.
    """
    rows = meant(post, wanted).whole()
    if not wanted.state:
        rows = ItemFilter(state="gap").narrow(rows, post)
    # 'blocked' sorts before the other states, as it should.
    over = Case(When(stage__ends_on__lt=today(), then=1), default=0)
    return rows.order_by(
        over, F("due_on").asc(nulls_last=True), "-stage__tension", "state", "region_id", "pk"
    )


def kept_item(post: Post) -> ItemRows:
    """All that she may look at one by one: also what is no longer asked but was reported."""
    rows: ItemRows = ReadinessItem.objects.visible_to(post).kept()
    return rows.whole()


def helpers_for(item: ReadinessItem) -> list[Agency]:
    """The agencies that are responsible for the place: who could help, or be asked."""
    rows = Agency.objects.filter(operation_id=item.operation_id)
    return list(rows.responsible_for(item.region_id).order_by("kind", "name"))
