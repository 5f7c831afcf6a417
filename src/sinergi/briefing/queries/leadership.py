"""The picture of the leadership: what a regent reads in a minute, of the places of her post.

Each figure comes with the address of the list of what it counts. All of it together is a fixed
number of statements, whatever the number of cases, desks and stations.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from sinergi.agencies.models import Post
from sinergi.briefing.queries.ahead import Ahead, ahead_of
from sinergi.briefing.queries.calm import Calm, calm_of, cases_url
from sinergi.briefing.queries.overdue import Overdue, overdue_of
from sinergi.briefing.queries.tense import Tense, tense_of
from sinergi.incidents.filters import IncidentFilter
from sinergi.incidents.queries.figures import figures
from sinergi.kernel.clock import now
from sinergi.polling.queries.board import Board, board_of
from sinergi.polling.queries.scope import own_area, scope_of
from sinergi.regions.models import Region
from sinergi.stages.models import today

SETTLED = IncidentFilter(states=("settled",))
IN_VILLAGE = IncidentFilter(states=("settled",), level="village")


@dataclass(frozen=True)
class Settled:
    """How much was settled where it arose."""

    here: int
    every: int
    here_url: str
    every_url: str

    @property
    def share(self) -> float | None:
        """Of the settled cases, those settled on a village's desk; None without any."""
        return self.here / self.every if self.every else None


@dataclass(frozen=True)
class Picture:
    """All that the page and the wall show."""

    at: datetime
    place: Region
    calm: Calm
    overdue: Overdue
    ahead: Ahead
    settled: Settled
    tense: Tense
    board: Board | None  # on the voting day only
    board_url: str


def picture_of(post: Post) -> Picture:
    """The picture as it stands now."""
    ahead = ahead_of(post)
    return Picture(
        at=now(),
        place=scope_of(post).region,
        calm=calm_of(post),
        overdue=overdue_of(post),
        ahead=ahead,
        settled=_settled(post),
        tense=tense_of(post),
        board=board_now(post),
        board_url=f"{reverse('polling:board')}?region={own_area(post)}",
    )


def board_now(post: Post) -> Board | None:
    """The board of the voting day, on that day only: five statements, else none."""
    return board_of(scope_of(post)) if today() == post.operation.voting_day else None


def _settled(post: Post) -> Settled:
    """The figures of the cases are remembered for a while: see incidents.queries.figures."""
    total = figures(post, IncidentFilter()).total
    return Settled(
        total.settled_in_village, total.settled, cases_url(IN_VILLAGE), cases_url(SETTLED)
    )
