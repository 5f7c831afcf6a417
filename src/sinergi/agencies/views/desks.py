"""The people of a desk: members, roster, and the confirmation of its day."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from sinergi.agencies import actions
from sinergi.agencies.current import acting, signed_in
from sinergi.agencies.forms.duty import DayForm, SeatForm, ShiftForm
from sinergi.agencies.models import Desk, DeskMember, DutyShift, Post
from sinergi.agencies.queries.days import day_states, matrix_of_days
from sinergi.agencies.queries.duty import DeskPanel, desk_panel
from sinergi.agencies.queries.people import candidates_for
from sinergi.agencies.views.paths import safe_next
from sinergi.kernel.action import may
from sinergi.kernel.permission import require
from sinergi.kernel.problems import Invalid, NotFound, Problem
from sinergi.web.controls import add_problem


def visible_desk(post: Post, pk: Any) -> Desk:
    """The desk, when she may know of it. Raises NotFound."""
    desk = Desk.objects.visible_to(post).select_related("region__parent").filter(pk=pk).first()
    if desk is None:
        raise NotFound()
    return desk


@require_POST
@signed_in
def day_confirm_view(request: HttpRequest, pk: Any) -> HttpResponse:
    """One tap: all was reported, or nothing happened."""
    post = acting(request)
    desk, form = visible_desk(post, pk), DayForm(request.POST)
    if not form.is_valid():
        raise Invalid(field="day")
    told = form.cleaned_data
    actions.confirm_day(post, desk, nil=told["nil"] == "yes", day=told["day"], note=told["note"])
    if request.headers.get("HX-Request"):
        (state,) = day_states(post, [desk])
        return render(request, "agencies/_day.html", {"day": state})
    messages.success(request, _("Thank you. The day of your desk is confirmed."))
    return HttpResponseRedirect(safe_next(request))


@require_GET
@signed_in
def days_view(request: HttpRequest) -> HttpResponse:
    """Which desks have confirmed which days, and which are silent."""
    return render(request, "agencies/days.html", {"matrix": matrix_of_days(acting(request))})


@require_GET
@signed_in
def desk_people_view(request: HttpRequest, pk: Any) -> HttpResponse:
    """Members and roster of a desk; with forms for who keeps them."""
    post = acting(request)
    panel = desk_panel(post, visible_desk(post, pk))
    return _page(request, panel)


def _page(
    request: HttpRequest,
    panel: DeskPanel,
    *,
    shift: ShiftForm | None = None,
    seat: SeatForm | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {"panel": panel, "day": panel.day, "desk": panel.desk}
    if panel.may_keep_roster:
        context["shift_form"] = shift or ShiftForm(panel)
        context["seat_form"] = seat or SeatForm(panel.desk, candidates_for(panel.desk))
    return render(request, "agencies/desk_people.html", context)


@require_POST
@signed_in
def shift_plan_view(request: HttpRequest, pk: Any) -> HttpResponse:
    """Put a member on duty, on one day or several."""
    post = acting(request)
    panel = desk_panel(post, visible_desk(post, pk))
    require(may(post, "plan_shift", panel.desk))
    form = ShiftForm(panel, request.POST)
    if form.is_valid():
        try:
            count = _plan(post, panel.desk, form)
        except Problem as problem:
            add_problem(form, problem)
        else:
            said = ngettext("%(count)d shift is planned.", "%(count)d shifts are planned.", count)
            messages.success(request, said % {"count": count})
            return redirect("agencies:desk-people", panel.desk.pk)
    return _page(request, panel, shift=form)


def _plan(post: Post, desk: Desk, form: ShiftForm) -> int:
    who = Post.objects.with_all().get(pk=form.cleaned_data["post"])
    spans = form.spans()
    for starts_at, ends_at in spans:
        actions.plan_shift(post, desk, post=who, starts_at=starts_at, ends_at=ends_at)
    return len(spans)


@require_POST
@signed_in
def shift_cancel_view(request: HttpRequest, pk: Any) -> HttpResponse:
    """Take a shift out of the roster."""
    shift = DutyShift.objects.select_related("desk").filter(pk=pk).first()
    if shift is None:
        raise NotFound()
    actions.cancel_shift(acting(request), shift)
    messages.success(request, _("The shift is cancelled."))
    return redirect("agencies:desk-people", shift.desk_id)


@require_POST
@signed_in
def seat_view(request: HttpRequest, pk: Any) -> HttpResponse:
    """Let a post sit at the desk."""
    post = acting(request)
    desk = visible_desk(post, pk)
    require(may(post, "seat", desk))
    form = SeatForm(desk, candidates_for(desk), request.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            actions.seat(post, desk, post=told["post"], coordinator=told["coordinator"])
        except Problem as problem:
            add_problem(form, problem)
        else:
            messages.success(request, _("A new member sits at the desk."))
            return redirect("agencies:desk-people", desk.pk)
    return _page(request, desk_panel(post, desk), seat=form)


@require_POST
@signed_in
def unseat_view(request: HttpRequest, pk: Any) -> HttpResponse:
    """She no longer sits at the desk."""
    member = DeskMember.objects.select_related("desk").filter(pk=pk).first()
    if member is None:
        raise NotFound()
    actions.unseat(acting(request), member)
    messages.success(request, _("She no longer sits at this desk."))
    return redirect("agencies:desk-people", member.desk_id)
