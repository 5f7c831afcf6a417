"""The points of the agenda: adding, changing, dropping, ordering."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.kernel.action import action, note
from sinergi.kernel.problems import Invalid, needed
from sinergi.meetings.actions.seats import add_points
from sinergi.meetings.agenda_lines import LONGEST, Point
from sinergi.meetings.models import AgendaItem, Meeting
from sinergi.meetings.permissions import meeting as permissions
from sinergi.meetings.problems import MeetingState

_WHAT = _("Say what the point is about.")


@action(
    "agenda.added",
    subject=AgendaItem,
    parent=Meeting,
    lock_parent=True,
    may=permissions.may_prepare,
    title=_("Add a point to the agenda"),
)
def add_agenda_item(
    by: Post,
    meeting: Meeting,
    *,
    title: str,
    presenter: str = "",
    minutes: int | None = None,
    detail: str = "",
) -> AgendaItem:
    """Add a point at the end. Raises Invalid with its field."""
    point = Point(_title(title), presenter.strip()[: LONGEST["presenter"]], minutes)
    return add_points(meeting, [point], detail=detail.strip())[0]


@action(
    "agenda.proposed",
    subject=AgendaItem,
    parent=Meeting,
    lock_parent=True,
    may=permissions.may_propose_point,
    title=_("Put on the agenda"),
)
def put_on_agenda(
    by: Post, meeting: Meeting, *, title: str, detail: str = "", origin: tuple[str, str] = ("", "")
) -> AgendaItem:
    """Put a matter of another room on the agenda; `origin` is (label, path) of what it is about.

    Put there a second time, it stays the one point that it is.
    """
    rooted = meeting.agenda.filter(origin_url=origin[1], dropped=False)
    if origin[1] and (found := rooted.first()):
        return found
    told = {"origin_label": origin[0][:200], "origin_url": origin[1], "detail": detail.strip()}
    return add_points(meeting, [Point(_title(title), by.title[:150])], **told)[0]


@action(
    "agenda.changed",
    subject=AgendaItem,
    may=permissions.may_change_point,
    title=_("Change a point"),
)
def change_agenda_item(
    by: Post,
    item: AgendaItem,
    *,
    title: str,
    presenter: str = "",
    minutes: int | None = None,
    detail: str = "",
) -> AgendaItem:
    """Say it anew. What the minutes say of it stays. Raises Invalid with its field."""
    item.title, item.presenter = _title(title), presenter.strip()[: LONGEST["presenter"]]
    item.minutes_planned, item.detail = minutes, detail.strip()
    item.save(update_fields=["title", "presenter", "minutes_planned", "detail"])
    return item


@action(
    "agenda.dropped",
    subject=AgendaItem,
    may=permissions.may_change_point,
    title=_("Drop a point"),
)
def drop_agenda_item(by: Post, item: AgendaItem) -> AgendaItem:
    """Take it from the agenda; it stays known that it was there. Not when minutes speak of it."""
    if item.revision or item.directives.exists():
        raise MeetingState(_("The minutes speak of this point already."))
    item.dropped = True
    item.save(update_fields=["dropped"])
    return item


@action("agenda.ordered", subject=Meeting, may=permissions.may_prepare, title=_("Order the agenda"))
def order_agenda(by: Post, meeting: Meeting, *, order: Sequence[Any]) -> Meeting:
    """Put the points in this order: their identifiers. What is not named comes after."""
    items = {str(item.pk): item for item in meeting.agenda.filter(dropped=False)}
    named = list(dict.fromkeys(str(key) for key in order))
    if not set(named) <= set(items):
        raise Invalid(_("No such point on this agenda."), field="order")
    rest = [key for key in items if key not in named]
    for place, key in enumerate([*named, *rest], 1):
        items[key].order = place
    AgendaItem.objects.bulk_update(items.values(), ["order"])
    note(order=[items[key].title for key in [*named, *rest]])
    return meeting


def _title(text: str) -> str:
    title = needed(text, "title", _WHAT)
    if len(title) > LONGEST["title"]:
        text = _("At most %(count)d characters.") % {"count": LONGEST["title"]}
        raise Invalid(text, field="title")
    return title
