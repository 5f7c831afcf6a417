"""The security plan: what is needed, there and missing; patterns, equipment, strength."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sinergi.agencies.current import acting, signed_in
from sinergi.agencies.models import Agency, Post
from sinergi.followups.offers import Offer
from sinergi.followups.performing import Place, perform
from sinergi.kernel.action import may
from sinergi.kernel.clock import local, now
from sinergi.kernel.permission import require
from sinergi.kernel.problems import NotFound, Problem
from sinergi.kernel.workbooks import download
from sinergi.polling import actions, offers
from sinergi.polling.forms.plan import WorkbookForm
from sinergi.polling.models import Equipment, Pattern
from sinergi.polling.models.secrecy import knows_plan
from sinergi.polling.queries import placements, plan
from sinergi.polling.rules.plan import CATEGORIES
from sinergi.polling.security import sheets
from sinergi.regions.models import Region

DOUBLES_SHOWN = 30
DAYS_TO_CLOSE = 3  # a gap, unless the voting day comes first


def planning(request: HttpRequest) -> Post:
    """Who asks, if the plan is hers to know. Raises NotFound otherwise."""
    post = acting(request)
    if not knows_plan(post):
        raise NotFound()
    return post


@require_safe
@signed_in
def overview(request: HttpRequest) -> HttpResponse:
    """Her places: sums, districts, agencies, and who is placed twice."""
    post = planning(request)
    found = plan.plan_of(post)
    people = list(placements.placed_rows(post))
    told = {
        "plan": found,
        "doubles": placements.doubles_of(people, found)[:DOUBLES_SHOWN],
        "plans": post.can("plan_security"),
    }
    return render(request, "polling/plan.html", told)


@require_safe
@signed_in
def export(request: HttpRequest) -> HttpResponse:
    """Needed, available and missing of every district, as a workbook."""
    return download(sheets.plan_book(plan.plan_of(planning(request))), "rencana-pengamanan")


def district_of(post: Post, code: str) -> Region:
    """A district of hers. Raises NotFound."""
    row = Region.objects.districts().within(post.prefixes).with_parent().filter(pk=code).first()
    if row is None:
        raise NotFound()
    return row


@require_safe
@signed_in
def district(request: HttpRequest, code: str) -> HttpResponse:
    """One district: its gaps with what was asked, its groups with who stands there."""
    post = planning(request)
    region = district_of(post, code)
    found = plan.plan_of(post, code)
    people = list(placements.placed_rows(post, code))
    asked = plan.followups_of(post, code)
    row = found.districts[0] if found.districts else None
    needs = [
        (need, row.agencies[need.what], asked.get(need.what)) for need in row.needs.values()
    ] if row else []  # fmt: skip
    told = {
        "region": region,
        "row": row,
        "needs": needs,
        "done": plan.DONE,
        "groups": placements.groups_with_people(found, people),
        "doubles": placements.doubles_of(people, found),
        "plans": post.can("plan_security"),
        "due_at": _due(post),
    }
    return render(request, "polling/plan_district.html", told)


def _due(post: Post) -> datetime:
    """Until when a gap is to be closed: in some days, and the day before the voting day."""
    moment = now()
    latest = post.operation.voting_day - timedelta(days=1)
    wanted = moment + timedelta(days=DAYS_TO_CLOSE)
    if local(wanted).date() > latest > local(moment).date():
        wanted = moment + (latest - local(moment).date())
    return wanted


@require_POST
@signed_in
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """One button: the agency that answers for the gap is asked to close it."""
    post = planning(request)
    region = district_of(post, code)
    row = next(iter(plan.plan_of(post, code).districts), None)
    need = row.needs.get(request.POST.get("what", "")) if row else None
    to = row.agencies[need.what] if row and need else None
    back = f"{reverse('polling:plan-district', args=[code])}#gaps"
    if need is None or to is None or not need.missing:
        messages.warning(request, _("There is no gap here."))
        return redirect(back)
    title = _("%(district)s: %(count)d %(what)s missing for the polling stations") % {
        "district": region, "count": need.missing, "what": need.title,
    }  # fmt: skip
    try:
        actions.ask_for_gap(
            post, post.operation, district=region, what=need.what, to=to, title=title,
            due_at=_due(post),
        )  # fmt: skip
    except Problem as problem:
        if problem.status != 409:
            raise
        messages.warning(request, str(problem.detail or problem.title))
    else:
        messages.success(request, _("%(agency)s was asked to close the gap.") % {"agency": to})
    return redirect(back)


@require_safe
@signed_in
def patterns(request: HttpRequest) -> HttpResponse:
    """Patterns by category, and equipment."""
    post = planning(request)
    rows = Pattern.objects.filter(operation_id=post.operation_id)
    told = {
        "patterns": sorted(rows, key=lambda row: -CATEGORIES.index(row.category)),
        "equipment": Equipment.objects.filter(operation_id=post.operation_id).order_by("title"),
        "plans": post.can("plan_security"),
    }
    return render(request, "polling/patterns.html", told)


@signed_in
def pattern_change(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Three other integers."""
    row = _row_of(planning(request), Pattern, pk)
    return _done(request, offers.PATTERN, row, f"{row.get_category_display()} {row}")


@signed_in
def equipment_change(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Another number of it."""
    row = _row_of(planning(request), Equipment, pk)
    return _done(request, offers.EQUIPMENT, row, str(row))


@signed_in
def equipment_add(request: HttpRequest) -> HttpResponse:
    """One thing more."""
    operation = planning(request).operation
    return _done(request, offers.ADD_EQUIPMENT, operation, str(operation))


def _done(request: HttpRequest, offer: Offer, row: Any, name: str) -> HttpResponse:
    return perform(request, offer, row, Place(name, "", reverse("polling:plan-patterns")))


def _row_of(post: Post, model: Any, pk: uuid.UUID) -> Any:
    rows = model.objects.select_related("operation")
    row = rows.filter(operation_id=post.operation_id, pk=pk).first()
    if row is None:
        raise NotFound()
    return row


def agency_of(request: HttpRequest, action: str) -> tuple[Agency | None, list[Agency]]:
    """The agency that the address names, else her own or the first, of those for which she may."""
    post = acting(request)
    rows = [row for row in plan.security_agencies(post) if may(post, action, row)]
    asked = request.GET.get("agency", "")
    if asked:
        chosen = next((row for row in rows if str(row.pk) == asked), None)
        if chosen is None:
            raise NotFound()
        return chosen, rows
    own = next((row for row in rows if row.pk == post.agency_id), None)
    return own or (rows[0] if rows else None), rows


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def strength(request: HttpRequest) -> HttpResponse:
    """What an agency has in each district: a grid, or a workbook handed in."""
    post = planning(request)
    agency, choices = agency_of(request, "report_strength")
    if agency is None:
        require(may(post, "report_strength", post.agency))
        raise NotFound()
    districts, titles = _asked(post, agency)
    if request.method == "POST":
        return _strength_sent(request, agency, choices, districts, titles)
    return _strength_page(request, agency, choices, districts, titles)


def _asked(post: Post, agency: Agency) -> tuple[list[Region], dict[str, Any]]:
    return plan.districts_of(post, agency), plan.kinds_for(agency, plan.titles_of(post))


def _strength_sent(
    request: HttpRequest,
    agency: Agency,
    choices: list[Agency],
    districts: list[Region],
    titles: dict[str, Any],
) -> HttpResponse:
    form = None
    if "file" in request.FILES:
        form = WorkbookForm(request.POST, request.FILES)
        rows, wrong = _from_workbook(request, districts, titles)
    else:
        rows, wrong = _from_grid(request, districts, titles)
    if not wrong:
        kept = actions.report_strength(acting(request), agency, rows)
        messages.success(request, _("%(count)d numbers kept.") % {"count": kept.rows})
        return redirect(f"{reverse('polling:plan-strength')}?agency={agency.pk}")
    return _strength_page(request, agency, choices, districts, titles, wrong=wrong, form=form)


def _from_workbook(
    request: HttpRequest, districts: list[Region], titles: dict[str, Any]
) -> tuple[dict[tuple[str, str], int | None], dict[str, str]]:
    handed: Any = request.FILES["file"]
    codes = [row.pk for row in districts]
    try:
        rows, faults = sheets.read_strength(handed.name, handed.read(), codes, titles)
    except Problem as problem:
        return {}, {"id_file": str(problem.detail or problem.title)}
    return dict(rows), {"id_file": faults[0].message} if faults else {}


def _from_grid(
    request: HttpRequest, districts: list[Region], titles: dict[str, Any]
) -> tuple[dict[tuple[str, str], int | None], dict[str, str]]:
    """The cells of the grid; an empty one takes back what was told."""
    rows: dict[tuple[str, str], int | None] = {}
    wrong = {}
    for row in districts:
        for what in titles:
            name = f"{row.pk}:{what}"
            if name not in request.POST:
                continue
            said = request.POST[name].strip().replace(".", "")
            if said and not (said.isascii() and said.isdecimal() and len(said) <= 6):
                wrong[name] = _("A whole number.")
            else:
                rows[(row.pk, what)] = int(said) if said else None
    return rows, wrong


def _strength_page(
    request: HttpRequest,
    agency: Agency,
    choices: list[Agency],
    districts: list[Region],
    titles: dict[str, Any],
    *,
    wrong: dict[str, str] | None = None,
    form: WorkbookForm | None = None,
) -> HttpResponse:
    told, wrong = plan.strength_of(agency), wrong or {}
    grid = []
    for row in districts:
        names = {what: f"{row.pk}:{what}" for what in titles}
        cells = [
            (name, what, request.POST.get(name, told.get((row.pk, what), "")), wrong.get(name, ""))
            for what, name in names.items()
        ]
        grid.append((row, cells))
    shown = {
        "agency": agency,
        "choices": choices,
        "titles": titles,
        "grid": grid,
        "wrong": wrong,
        "form": form or WorkbookForm(),
    }
    return render(request, "polling/strength.html", shown, status=422 if wrong else 200)


@require_safe
@signed_in
def strength_workbook(request: HttpRequest) -> HttpResponse:
    """The grid as a workbook, to be filled and handed in."""
    post = planning(request)
    agency, _choices = agency_of(request, "report_strength")
    if agency is None:
        raise NotFound()
    districts, titles = _asked(post, agency)
    content = sheets.strength_book(districts, titles, plan.strength_of(agency))
    return download(content, "kekuatan")
