"""Many items in one sending: from the grid and from Excel, each by the action, all or none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction

from sinergi.agencies.models import Post
from sinergi.kernel.problems import Problem
from sinergi.readiness import rules
from sinergi.readiness.actions import report_readiness
from sinergi.readiness.models import ReadinessItem
from sinergi.readiness.problems import ChangedMeanwhile


@dataclass(frozen=True)
class Wish:
    """What somebody wants an item to say; `revision` and `before` are what she saw of it.

    None in `note` or `missing` leaves the text as it is.
    """

    item_id: UUID
    revision: int
    before: str
    state: str
    note: str | None = None
    missing: str | None = None

    @property
    def is_change(self) -> bool:
        """Whether she chose anything but what she saw."""
        return self.state != self.before or self.note is not None or self.missing is not None


@dataclass
class Applied:
    """What came of it. `conflicts`: what others said meanwhile, by item; nothing of hers is set."""

    done: int = 0
    same: int = 0
    conflicts: dict[UUID, ReadinessItem] = field(default_factory=dict)


def differs(item: ReadinessItem, wish: Wish) -> bool:
    """Whether the wish would change the item as it stands now."""
    note = item.note if wish.note is None else wish.note
    missing = item.missing if wish.missing is None else wish.missing
    missing = missing if wish.state == "blocked" else ""
    return (item.state, item.note, item.missing) != (wish.state, note, missing)


def read_cell(name: str, value: str) -> Wish | None:
    """A field of the grid: `cell-<id>` = `revision:before:state`; None when it is not one."""
    revision, before, state = [*value.split(":"), "", "", ""][:3]
    try:
        key = UUID(name.removeprefix("cell-"))
    except ValueError:
        return None
    known = state in rules.STATES and before in rules.STATES and revision.isdigit()
    return Wish(key, int(revision), before, state) if known else None


@transaction.atomic
def apply(by: Post, wishes: Iterable[Wish], *, missing: str = "") -> Applied:
    """Carry out what changed, in one transaction.

    `missing` says what is missing of each item that becomes blocked without a word of its own.
    Who was slower than another is told and sets nothing; the rest is set. Raises Invalid (field
    `missing`) for a blocked one without a word, Forbidden or NotFound for one that is not hers:
    then nothing at all is set.
    """
    told = {wish.item_id: wish for wish in wishes if wish.is_change}
    found = Applied()
    rows = ReadinessItem.objects.visible_to(by).whole().filter(pk__in=told).order_by("pk")
    for item in rows:
        wish = told[item.pk]
        if not differs(item, wish):
            found.same += 1
            continue
        try:
            report_readiness(by, item, **_arguments(item, wish, missing))
        except Problem as problem:
            if problem.code != ChangedMeanwhile.code:
                raise
            found.conflicts[item.pk] = item
        else:
            found.done += 1
    return found


def _arguments(item: ReadinessItem, wish: Wish, missing: str) -> dict[str, Any]:
    """What the action is told; texts that nobody touched stay."""
    kept = missing if wish.missing is None else wish.missing
    return {
        "state": wish.state,
        "note_text": item.note if wish.note is None else wish.note,
        "missing": kept or item.missing,
        "helper": item.helper if wish.state == "blocked" else None,
        "revision": wish.revision,
    }
