"""Planning a meeting on one page; and putting a matter of another room on an agenda."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sinergi.agencies.current import acting, signed_in
from sinergi.agencies.models import Desk, Post
from sinergi.kernel.problems import Forbidden, NotFound, Problem
from sinergi.meetings.actions import plan_meeting, put_on_agenda
from sinergi.meetings.agenda_lines import Point
from sinergi.meetings.forms.planning import PlanForm, copied, proposed
from sinergi.meetings.models import Meeting
from sinergi.meetings.permissions.meeting import may_convene
from sinergi.meetings.queries.callable import Callables, callables_for
from sinergi.meetings.queries.clashes import Clash, DayWords, clashes_of, day_words
from sinergi.meetings.queries.meeting import agenda_of, find_meeting
from sinergi.meetings.templates_of_kinds import USUAL, usual_at
from sinergi.web.controls import add_problem

MOST_DESKS = 60


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def plan(request: HttpRequest) -> HttpResponse:
    """One page that asks little: kind, day, place; agenda and guests are proposed."""
    post = acting(request)
    desk = _desk(request, post)
    kind = _kind(request, desk)
    callables = callables_for(desk)
    if request.method != "POST":
        form = _new_form(request, post, desk, kind, callables)
        return _page(request, form, desk, kind)
    form = PlanForm(request.POST, by=post, desk=desk, kind=kind, callables=callables)
    if not form.is_valid():
        return _page(request, form, desk, kind, status=422)
    warned = _warnings(post, form)
    if warned["any"] and not request.POST.get("anyway"):
        return _page(request, form, desk, kind, warned=warned, status=409)
    try:
        row = plan_meeting(post, desk, plan=form.plan(), agenda=form.points(), called=form.seats())
    except Problem as problem:
        if problem.status not in (409, 422):
            raise
        add_problem(form, problem)
        return _page(request, form, desk, kind, status=problem.status)
    messages.success(request, _("Planned. Now make the letter of invitation."))
    return redirect(row)


def _desk(request: HttpRequest, post: Post) -> Desk:
    """The desk in whose name it is convened: the one named, else her first."""
    named = request.POST.get("desk") or request.GET.get("desk")
    desk = _named_desk(post, named) if named else next(iter(post.desks), None)
    if desk is None:
        raise Forbidden(_("You sit at no desk in whose name a meeting could be convened."))
    answer = may_convene(post, desk)
    if not answer:
        raise Forbidden(f"{answer.reason} {answer.who}".strip())
    return Desk.objects.select_related("region", "operation").get(pk=desk.pk)


def _named_desk(post: Post, key: str) -> Desk | None:
    return Desk.objects.filter(operation_id=post.operation_id, pk=as_key(key)).first()


def _kind(request: HttpRequest, desk: Desk) -> str:
    named = request.POST.get("kind") or request.GET.get("kind") or ""
    return named if named in USUAL else usual_at(desk.level)


def _new_form(
    request: HttpRequest, post: Post, desk: Desk, kind: str, callables: Callables
) -> PlanForm:
    initial = proposed(post, desk, kind, callables)
    earlier = request.GET.get("copy")
    if earlier:
        row = find_meeting(post, as_key(earlier))
        points = [
            Point(item.title, item.presenter, item.minutes_planned)
            for item in agenda_of(row)
            if not item.origin_url
        ]
        initial |= copied(row, points, callables)
    return PlanForm(by=post, desk=desk, kind=kind, callables=callables, initial=initial)


def as_key(text: str) -> uuid.UUID:
    """An identifier from an address or a form. Raises NotFound for what is none."""
    try:
        return uuid.UUID(text)
    except ValueError:
        raise NotFound() from None


def _warnings(post: Post, form: PlanForm) -> dict[str, Any]:
    """What speaks against the date: no reason to forbid it, but to look twice."""
    plan = form.plan()
    day: DayWords = day_words(plan.starts_at)
    clashes: list[Clash] = clashes_of(
        post, plan.starts_at, plan.ends_at, form.seats(), place=plan.place
    )
    return {"day": day, "clashes": clashes, "starts_at": plan.starts_at,
            "any": day.is_free or bool(clashes)}  # fmt: skip


def _page(
    request: HttpRequest,
    form: PlanForm,
    desk: Desk,
    kind: str,
    *,
    warned: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    post = acting(request)
    told = {
        "form": form,
        "desk": desk,
        "kind": kind,
        "usual": USUAL[kind],
        "kinds": [
            {"value": value, "label": label, "current": value == kind}
            for value, label in Meeting.Kind.choices
        ],
        "desks": _desks(post),
        "earlier": _earlier(post, desk, kind),
        "warned": warned,
    }
    return render(request, "meetings/plan.html", told, status=status)


def _desks(post: Post) -> list[Desk]:
    """In whose name she may convene: her desks and those right below."""
    if len(post.desks) == 0:
        return []
    own = Q(pk__in=post.desk_ids)
    below = Q(pk__in=[])
    for desk in post.desks:
        level = "district" if desk.level == "regency" else "village"
        below |= Q(region__code__startswith=desk.region_id + ".", level=level)
    rows = Desk.objects.filter(own | below, operation_id=post.operation_id)
    return sorted(rows[:MOST_DESKS], key=lambda desk: (desk.region_id.count("."), desk.name))


def _earlier(post: Post, desk: Desk, kind: str) -> list[Meeting]:
    """Earlier meetings of that kind, to be copied."""
    rows = Meeting.objects.visible_to(post).filter(desk=desk, kind=kind)
    return list(rows.exclude(state="cancelled").order_by("-starts_at")[:3])


@require_POST
@signed_in
def check(request: HttpRequest) -> HttpResponse:
    """While she fills in: the weekday, and what speaks against the date. Changes nothing."""
    post = acting(request)
    desk = _desk(request, post)
    kind = _kind(request, desk)
    form = PlanForm(request.POST, by=post, desk=desk, kind=kind, callables=callables_for(desk))
    form.is_valid()
    needed = {"day", "starts", "ends"} <= set(form.cleaned_data)
    warned = None
    if needed:
        told = form.cleaned_data
        for name in ("title", "place", "chair_label", "purpose", "contact", "nature"):
            told.setdefault(name, "")
        for name in ("signer", "secretary"):
            told.setdefault(name, None)
        warned = _warnings(post, form)
    return render(request, "meetings/plan_warnings.html", {"warned": warned})


@require_POST
@signed_in
def propose(request: HttpRequest) -> HttpResponse:
    """Put a matter of another room on the agenda of the meeting that was chosen."""
    post = acting(request)
    rows = Meeting.objects.visible_to(post).select_related("desk", "operation")
    row = get_object_or_404(rows, pk=as_key(request.POST.get("meeting", "")))
    label, url = request.POST.get("origin_label", ""), request.POST.get("origin_url", "")
    if not url_has_allowed_host_and_scheme(url, allowed_hosts=None):
        url = ""
    put_on_agenda(
        post,
        row,
        title=request.POST.get("title", "")[:200],
        detail=request.POST.get("detail", "")[:2000],
        origin=(label, url),
    )
    messages.success(request, _("It stands on the agenda of %(meeting)s.") % {"meeting": row})
    return redirect(url or reverse("meetings:meeting", args=[row.pk]))
