"""The picture of the leadership in the API: the same figures, each with the list it counts."""

from __future__ import annotations

from typing import Any

from ninja import Field, Router

from sinergi.briefing import leadership_words as words
from sinergi.briefing.permissions.picture import may_look
from sinergi.briefing.queries.leadership import Picture
from sinergi.briefing.queries.remembering import picture_now
from sinergi.kernel.permission import require
from sinergi.kernel.rest import Asking, Day, Moment, Shape

router = Router(tags=["briefing"])


class PictureFigure(Shape):
    """One number, and the page that lists what it counts."""

    count: int
    url: str


class ReasonOut(Shape):
    """One reason of the judgement, in words."""

    text: str
    url: str


class DebtOut(Shape):
    """What one desk, agency or body is late with."""

    owner: str
    kind: str = Field(description="cases, followups, or outside: of a body outside")
    count: int
    since: Moment | None
    url: str


class PictureReadinessOut(Shape):
    """How ready the next stage is."""

    stage: str
    confirmed: int
    total: int
    open: PictureFigure


class TensePlaceOut(Shape):
    """A place with a high score of vulnerability."""

    name: str
    score: float
    category: str
    url: str


class PictureOut(Shape):
    """What a regent reads in a minute, of the places of the caller's post."""

    at: Moment
    place: str
    state: str = Field(description="grave, watch, unknown or calm")
    title: str
    reasons: list[ReasonOut]
    desks: int
    confirmed_today: PictureFigure
    critical: PictureFigure
    recent: PictureFigure = Field(description="Incidents of the last 24 hours.")
    usual: float | None = Field(description="The mean of the two weeks before, in 24 hours.")
    alerts: int
    overdue_cases: PictureFigure
    overdue_followups: PictureFigure
    overdue: list[DebtOut]
    settled: PictureFigure
    settled_in_village: PictureFigure
    next_stage: str | None
    days_to_next: int | None
    voting_day: Day
    days_to_voting: int
    readiness: PictureReadinessOut | None
    tense: list[TensePlaceOut]


def _figure(count: int, url: str) -> PictureFigure:
    return PictureFigure.model_construct(count=count, url=url)


def picture_out(found: Picture) -> PictureOut:
    """The shape of a picture."""
    calm = found.calm
    return PictureOut.model_construct(
        at=found.at,
        place=found.place.pk,
        state=calm.judgement.state,
        title=words.title_of(calm),
        reasons=[
            ReasonOut.model_construct(text=one.text, url=one.url) for one in words.reasons_of(calm)
        ],
        desks=calm.signs.desks,
        confirmed_today=_figure(calm.signs.confirmed, calm.links["days"]),
        critical=_figure(calm.signs.critical, calm.links["critical"]),
        recent=_figure(calm.signs.recent, calm.links["recent"]),
        usual=calm.signs.usual,
        alerts=calm.signs.alerts,
        **_owed(found),
        **_coming(found),
    )


def _owed(found: Picture) -> dict[str, Any]:
    overdue, settled = found.overdue, found.settled
    names = ("owner", "kind", "count", "since", "url")
    return {
        "overdue_cases": _figure(overdue.cases, overdue.cases_url),
        "overdue_followups": _figure(overdue.followups, overdue.followups_url),
        "overdue": [
            DebtOut.model_construct(**{name: getattr(debt, name) for name in names})
            for debt in overdue.debts
        ],
        "settled": _figure(settled.every, settled.every_url),
        "settled_in_village": _figure(settled.here, settled.here_url),
    }


def _coming(found: Picture) -> dict[str, Any]:
    ahead = found.ahead
    return {
        "next_stage": ahead.next.code if ahead.next else None,
        "days_to_next": ahead.days_to_next,
        "voting_day": ahead.voting_day,
        "days_to_voting": ahead.days_to_voting,
        "readiness": _readiness(found),
        "tense": [
            TensePlaceOut.model_construct(
                name=place.name, score=place.score, category=place.category, url=place.url
            )
            for place in found.tense.places
        ],
    }


def _readiness(found: Picture) -> PictureReadinessOut | None:
    told = found.ahead.readiness
    if told is None:
        return None
    return PictureReadinessOut.model_construct(
        stage=told.stage.code,
        confirmed=told.tally.confirmed,
        total=told.tally.total,
        open=_figure(told.tally.open, told.url),
    )


@router.get(
    "/picture",
    response=PictureOut,
    operation_id="picture_read",
    summary="Read the picture of the leadership",
)
def read_picture(request: Asking) -> PictureOut:
    """Whether it is calm, what is critical, overdue, ready and settled, as it stands now."""
    require(may_look(request.post))
    return picture_out(picture_now(request.post))
