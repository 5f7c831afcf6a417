"""Which items are meant: one filter, read from an address, for lists, gaps, exports and the API."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q

from sinergi.agencies.models import Post
from sinergi.readiness.models import ReadinessItem, stands
from sinergi.readiness.models.item import ItemRows
from sinergi.readiness.rules import STANDINGS
from sinergi.regions.codes import is_code
from sinergi.regions.models import under
from sinergi.stages.models import today

# Beside the standings themselves: `gap` is what its owner still owes.
CONDITIONS = ("gap", "open", "overdue")
MINE = ("report", "check")


@dataclass(frozen=True)
class ItemFilter:
    """What is asked for; an empty one asks for everything that is asked now."""

    stage: str = ""  # code
    kind: str = ""  # of agency
    place: str = ""  # official code: there and below
    level: str = ""
    topic: str = ""
    state: str = ""  # one of STANDINGS or CONDITIONS
    mine: str = ""  # one of MINE

    def query(self, **changes: str) -> str:
        """The address of this filter with `changes`: stage=S09&kind=polsek."""
        told = {**asdict(self), **changes}
        return urlencode({name: value for name, value in told.items() if value})

    def narrow(self, rows: ItemRows, post: Post) -> ItemRows:
        """Those of `rows` that are meant."""
        columns = {"stage__code": self.stage, "agency_kind": self.kind, "level": self.level,
                   "requirement__topic": self.topic}  # fmt: skip
        rows = rows.filter(**{name: value for name, value in columns.items() if value})
        if self.place:
            rows = rows.filter(under("region_id", [self.place]))
        if self.mine == "report":
            rows = rows.owed_by(post)
        elif self.mine == "check":
            rows = rows.to_check_by(post)
        return _in_state(rows, self.state)


def _in_state(rows: ItemRows, state: str) -> ItemRows:
    if state == "overdue":
        return rows.overdue(today())
    if state in ("open", "gap"):
        done = stands("confirmed") | (stands("claimed") if state == "gap" else Q(pk__in=[]))
        return rows.exclude(done)
    return rows.filter(stands(state)) if state in STANDINGS else rows


def filter_of(given: Mapping[str, Any]) -> ItemFilter:
    """The filter that an address asks for; what it does not know asks for nothing."""
    told = {name: str(given.get(name, "") or "")[:40] for name in asdict(ItemFilter())}
    if not is_code(told["place"]):
        told["place"] = ""
    if told["state"] not in (*STANDINGS, *CONDITIONS):
        told["state"] = ""
    if told["mine"] not in MINE:
        told["mine"] = ""
    return ItemFilter(**told)


def meant(post: Post, wanted: ItemFilter) -> ItemRows:
    """The items that are meant among those that she may see and that are asked now."""
    rows: ItemRows = ReadinessItem.objects.visible_to(post).asked()
    return wanted.narrow(rows, post)
