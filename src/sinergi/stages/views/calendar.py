"""The calendar, a stage of it, and what may be changed."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from sinergi.agencies.current import acting, signed_in
from sinergi.agencies.kinds import KINDS
from sinergi.followups.offers import fingerprint, standings
from sinergi.followups.performing import Place, perform
from sinergi.followups.timeline import event_of
from sinergi.kernel.clock import local, now
from sinergi.kernel.models import JournalEntry
from sinergi.kernel.problems import NotFound
from sinergi.kernel.workbooks import download
from sinergi.stages import exporting, queries, tension
from sinergi.stages.drawing import by_month, draw
from sinergi.stages.forms import ANCHOR, BY_SLUG, STAGE
from sinergi.stages.models import Anchor, Stage, today
from sinergi.stages.rules import is_outside
from sinergi.web.timing import moment_text

NEXT = 5


@signed_in
@require_safe
def stages(request: HttpRequest) -> HttpResponse:
    """What is on, what comes next, and the whole calendar. Three statements."""
    post, day = acting(request), today()
    lines = queries.timeline(post.operation, day)
    on = sorted((line for line in lines if line.state == "on"), key=_urgency)
    ahead = [line for line in lines if line.state == "ahead"]
    months = by_month(lines, day)
    told = {
        "day": day,
        "first": on[0] if on else None,
        "also": on[1:],
        "next": sorted(ahead, key=lambda line: line.days_left or 0)[:NEXT],
        "drawing": draw(lines, day),
        "months": [month for month in months if not month.is_past],
        "earlier": [month for month in months if month.is_past],
        "undated": [line for line in lines if line.state == "undated"],
        "anchors": queries.anchors(post.operation),
        "may_set": post.can("keep_calendar"),
        "leaders": _leaders(),
    }
    return render(request, "stages/stages.html", told)


def _urgency(line: queries.Line) -> tuple[int, int]:
    """As `queries.main_stage` asks: the tensest, then the one that began last."""
    start = line.stage.starts_on
    return -line.stage.tension, -start.toordinal() if start else 0


def _leaders() -> dict[str, Any]:
    return {kind.code: kind.title for kind in KINDS.values()}


@signed_in
@require_safe
def stage(request: HttpRequest, code: str) -> HttpResponse:
    """One stage: its days, its tension and why, its parts, its story, what may be changed."""
    post, row = acting(request), _stage(request, code)
    day = today()
    line = queries.line_of(row, day, row.parts.all())
    found, refusals = standings(post, row, STAGE, lambda offer: _address(row, offer.slug))
    told = {
        "stage": row,
        "line": line,
        "drawing": draw(line.parts, day, [line, *line.parts]),
        "kinds": tension.tense_kinds(row.code, row.tense_kinds),
        "cases_url": tension.cases_url(row.code),
        "events": queries.story_of(row),
        "standings": found,
        "refusals": refusals,
        "seen": fingerprint(row),
        "outside": _outside(row),
        "leader": KINDS[row.leader].title,
    }
    return render(request, "stages/stage.html", told)


def _outside(row: Stage) -> list[Stage]:
    """Parts that somebody's change put outside the stage; the stage itself when it is such a part.

    What the law itself lays outside (the final voter list hangs out until voting day) is no slip.
    """
    whole = row.parent or row
    days = (whole.starts_on, whole.ends_on)
    return [
        part
        for part in ([row] if row.parent else row.parts.all())
        if "dates" in (*part.by_hand, *whole.by_hand)
        and is_outside((part.starts_on, part.ends_on), days)
    ]


@signed_in
def stage_do(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """Move a stage, or change what is said of it."""
    row = _stage(request, code)
    if slug not in BY_SLUG:
        raise Http404
    place = Place(f"{row.code} · {row.title}", _days_of(row), row.get_absolute_url(),
                  lambda: _news(row))  # fmt: skip
    return perform(request, BY_SLUG[slug], row, place)


@signed_in
def anchor_set(request: HttpRequest, code: str) -> HttpResponse:
    """Set the day of an event on which stages hang."""
    row = Anchor.objects.select_related("operation").filter(
        operation_id=acting(request).operation_id, code=code
    ).first()  # fmt: skip
    if row is None:
        raise NotFound()
    return perform(request, ANCHOR, row, Place(row.title, row.basis, reverse("stages:stages"),
                                               lambda: _news(row)))  # fmt: skip


@signed_in
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The calendar as an Excel workbook. It is public, so the journal needs no entry."""
    post = acting(request)
    rows = Stage.objects.visible_to(post).select_related("anchor", "parent").order_by("order")
    moment = moment_text(local(now()))
    content = exporting.write(post.operation, rows, queries.anchors(post.operation), moment=moment)
    return download(content, f"tahapan-{post.operation.code}")


def _stage(request: HttpRequest, code: str) -> Stage:
    parts = Prefetch("parts", Stage.objects.order_by("order"))
    rows = Stage.objects.visible_to(acting(request)).filter(code=code)
    row = rows.select_related("anchor", "operation", "parent").prefetch_related(parts).first()
    if row is None:
        raise NotFound()
    return row


def _days_of(row: Stage) -> str:
    return " – ".join(str(day.strftime("%d/%m/%Y")) for day in (row.starts_on, row.ends_on) if day)


def _news(row: Stage | Anchor) -> dict[str, Any]:
    """What happened last, for who was overtaken by somebody else."""
    last = JournalEntry.objects.for_subject(row).last()
    return {"last": event_of(last) if last else None}


def _address(row: Stage, slug: str) -> str:
    return reverse("stages:stage-do", args=[row.code, slug])
