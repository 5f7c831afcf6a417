"""Showing figures to everybody, and taking data out."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.briefing.models import OpenData
from sinergi.briefing.permissions.open_data import may_only_the_house, may_switch
from sinergi.kernel.action import action, note
from sinergi.kernel.actors import System
from sinergi.kernel.clock import now
from sinergi.kernel.models import Operation


@action(
    "open_data.switched",
    subject=OpenData,
    parent=Operation,
    may=may_switch,
    title=_("Switch the open figures on or off"),
)
def switch_open_data(by: Post, operation: Operation, *, on: bool) -> OpenData:
    """Show the aggregate figures of the operation to everybody, or no longer."""
    row = OpenData.objects.filter(operation=operation).first() or OpenData(operation=operation)
    row.on, row.switched_at, row.switched_by = on, now(), by.actor_label[:200]
    row.save()
    return row


@action(
    "data.taken",
    subject=Post,
    may=may_only_the_house,
    title=_("Write down that data was taken out"),
    system=True,
)
def note_data_taken(by: Post | System, post: Post, *, dataset: str, form: str, whole: bool) -> Post:
    """That the program of `post` read a data set. By the house: a token that only reads may."""
    note(dataset=dataset, form=form, whole=whole, by=post.title)
    return post


__all__ = ["note_data_taken", "switch_open_data"]
