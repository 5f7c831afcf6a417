"""Placing police, army and Linmas: group by group, or by workbook; and their duty letters."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sinergi.agencies.current import signed_in
from sinergi.agencies.models import Agency, Post
from sinergi.kernel.action import may
from sinergi.kernel.documents import serve_document
from sinergi.kernel.permission import require
from sinergi.kernel.problems import NotFound, Problem
from sinergi.kernel.workbooks import download
from sinergi.polling import actions
from sinergi.polling.forms.plan import LettersForm, WorkbookForm
from sinergi.polling.models import SecurityList, Station, StationPerson
from sinergi.polling.problems import PlacedTwice
from sinergi.polling.queries import placements, plan
from sinergi.polling.queries.placements import GroupPeople
from sinergi.polling.security import grid, placing, sheets
from sinergi.polling.views.plan import agency_of, district_of, planning
from sinergi.regions.models import Region

SHOWN = 30  # faults of a workbook
EARLIER = 20


@dataclass
class _Desk:
    """What the page works on: an agency, a district of it, and its groups."""

    post: Post
    agency: Agency
    choices: list[Agency]
    districts: list[Region]
    region: Region
    found: plan.Plan
    people: list[StationPerson]
    groups: list[GroupPeople]
    faults: list[placing.Fault] = field(default_factory=list)

    def address(self, group: str = "") -> str:
        """This page, at one of its groups."""
        place = f"agency={self.agency.pk}&district={self.region.pk}"
        return f"{reverse('polling:plan-assign')}?{place}" + (f"&group={group}" if group else "")

    def group(self, number: str) -> GroupPeople | None:
        """The group of that number."""
        return next((row for row in self.groups if str(row.group.number) == number), None)


def _desk_of(request: HttpRequest) -> _Desk:
    """Raises NotFound or Forbidden when there is nothing for her to place."""
    post = planning(request)
    agency, choices = agency_of(request, "assign_people")
    if agency is None:
        require(may(post, "assign_people", post.agency))
        raise NotFound()
    districts = plan.districts_of(post, agency)
    asked = request.GET.get("district") or (districts[0].pk if districts else "")
    region = district_of(post, asked)
    found = plan.plan_of(post, region.pk)
    people = list(placements.placed_rows(post, region.pk))
    groups = [
        row for row in placements.groups_with_people(found, people)
        if agency.covers(row.stations[0].region_id)
    ]  # fmt: skip
    return _Desk(post, agency, choices, districts, region, found, people, groups)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def assign(request: HttpRequest) -> HttpResponse:
    """The groups of a district; one of them to be filled in; or a workbook handed in."""
    desk = _desk_of(request)
    here = desk.group(request.GET.get("group", ""))
    if request.method == "POST" and here is None:
        return _workbook_sent(request, desk)
    lines = grid.lines_of(desk.agency, here, here.people) if here else []
    if request.method == "POST" and here is not None:
        grid.fill(lines, request.POST)
        return _lines_sent(request, desk, here, lines)
    return _page(request, desk, here, lines)


def _lines_sent(
    request: HttpRequest, desk: _Desk, here: GroupPeople, lines: list[grid.Line]
) -> HttpResponse:
    wanted = grid.wanted_of(lines)
    release = grid.released_of(desk.agency, here.people, wanted)
    sure = "sure" in request.POST
    if not _placed(request, desk, wanted, release, sure=sure):
        for fault in desk.faults:
            lines[fault.row].error = fault.message
        return _page(request, desk, here, lines, status=422)
    following = desk.group(str(here.group.number + 1))
    return redirect(desk.address(str(following.group.number) if following else ""))


def _placed(
    request: HttpRequest,
    desk: _Desk,
    wanted: list[placing.Wanted],
    release: list[StationPerson],
    *,
    sure: bool,
) -> bool:
    """Place them, or leave what is wrong in `desk.faults`."""
    good, faults = placing.cleaned(desk.post, desk.agency, wanted)
    if not faults and not sure:
        standing = placing.standing_people(desk.agency, good, release)
        faults = placing.double_faults(desk.post, desk.agency, good, standing)
    desk.faults += faults
    if desk.faults:
        return False
    try:
        made = actions.assign_people(desk.post, desk.agency, wanted, release=release, sure=sure)
    except Problem as problem:
        if problem.code != PlacedTwice.code:  # somebody placed her meanwhile
            raise
        desk.faults.append(placing.Fault(0, str(problem.detail), asked_back=True))
        return False
    said = _("%(count)d placed, %(gone)d released.")
    messages.success(request, said % {"count": made.rows, "gone": len(release)})
    return True


def _workbook_sent(request: HttpRequest, desk: _Desk) -> HttpResponse:
    form = WorkbookForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, desk, None, [], form=form, status=422)
    handed = form.cleaned_data["file"]
    keys = [row.key for row in desk.found.places]
    stations = Station.objects.select_related("region").in_bulk(keys)
    try:
        wanted, desk.faults = sheets.read_placements(
            handed.name, handed.read(), desk.found, stations
        )
    except Problem as problem:
        form.add_error("file", str(problem.detail or problem.title))
        return _page(request, desk, None, [], form=form, status=422)
    if desk.faults or not _placed(request, desk, wanted, [], sure=form.cleaned_data["sure"]):
        return _page(request, desk, None, [], form=form, status=422)
    return redirect(desk.address())


def _page(
    request: HttpRequest,
    desk: _Desk,
    here: GroupPeople | None,
    lines: list[grid.Line],
    *,
    form: WorkbookForm | None = None,
    status: int = 200,
) -> HttpResponse:
    told: dict[str, Any] = {
        "desk": desk,
        "here": here,
        "lines": lines,
        "form": form or WorkbookForm(),
        "faults": desk.faults[:SHOWN],
        "asks": bool(desk.faults) and all(fault.asked_back for fault in desk.faults),
        "doubles": placements.doubles_of(desk.people, desk.found),
        "workbook_url": f"{reverse('polling:plan-assign-workbook')}?agency={desk.agency.pk}"
                        f"&district={desk.region.pk}",
        "issues": bool(may(desk.post, "issue_duty_letters", desk.agency)),
    }  # fmt: skip
    return render(request, "polling/assign.html", told, status=status)


@require_safe
@signed_in
def assign_workbook(request: HttpRequest) -> HttpResponse:
    """The groups of the district as a workbook, to be filled and handed in."""
    desk = _desk_of(request)
    return download(sheets.placement_book(desk.groups, desk.agency), "penempatan")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def letters(request: HttpRequest) -> HttpResponse:
    """Duty letters of her own agency: what was given, who waits, and giving more."""
    post = planning(request)
    require(may(post, "issue_duty_letters", post.agency))
    districts = plan.districts_of(post, post.agency)
    form = LettersForm(request.POST or None, by=post, districts=districts)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.issue_duty_letters(post, post.agency, form.asked())
        except Problem as problem:
            if problem.status != 422:
                raise
            form.add_error(problem.field, str(problem.detail))
        else:
            messages.success(request, _("%(count)d letters in one file.") % {"count": made.rows})
            return redirect("polling:plan-letters")
    told = {
        "form": form,
        "agency": post.agency,
        "waiting": placements.placed_rows(post).filter(agency=post.agency, letter="").count(),
        "earlier": placements.lists_of(post, "letters", post.agency)[:EARLIER],
    }
    return render(request, "polling/duty_letters.html", told, status=422 if form.errors else 200)


@require_safe
@signed_in
def letters_file(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """The PDF, for the agency that gave it and for who plans the security of its places."""
    post = planning(request)
    row = placements.lists_of(post, SecurityList.Kind.LETTERS).filter(pk=pk).first()
    known = row and (row.agency_id == post.agency_id or post.can("plan_security"))
    if row is None or row.document is None or not known:
        raise NotFound()
    return serve_document(request, row.document)
