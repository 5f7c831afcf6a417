"""Agencies, roles and tokens, for who keeps people; the journal, for who audits."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from sinergi.agencies import actions
from sinergi.agencies.current import acting
from sinergi.agencies.forms.people import (
    AgencyFilterForm,
    AgencyForm,
    JournalFilterForm,
    NewAgencyForm,
)
from sinergi.agencies.models import Agency, Post
from sinergi.agencies.queries import journal, people
from sinergi.agencies.views.managing import managing, page_of
from sinergi.kernel.clock import local, now
from sinergi.kernel.models import JournalEntry
from sinergi.kernel.problems import NotFound, Problem
from sinergi.regions.models import Region
from sinergi.web.controls import add_problem


@require_GET
@managing("manage_people")
def agencies_view(request: HttpRequest) -> HttpResponse:
    """All agencies of the operation."""
    form = AgencyFilterForm(request.GET or None)
    told = form.cleaned_data if form.is_valid() else {}
    rows = people.agencies(acting(request), kind=told.get("kind", ""), words=told.get("q", ""))
    context = {"form": form, "page": page_of(request, rows), "is_set": any(told.values())}
    return render(request, "agencies/agencies.html", context)


@managing("manage_people")
def agency_add_view(request: HttpRequest) -> HttpResponse:
    """An agency that takes part from now on."""
    by = acting(request)
    form = NewAgencyForm(by, request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            agency = actions.add_agency(
                by,
                by.operation,
                kind=told["kind"],
                name=told["name"],
                region=told["region"],
                areas=[place.pk for place in told["areas"]],
                address=told["address"],
            )
        except Problem as problem:
            add_problem(form, problem)
        else:
            messages.success(request, _("The agency takes part now."))
            return redirect(agency)
    return render(request, "agencies/agency_form.html", {"form": form})


@managing("manage_people")
def agency_view(request: HttpRequest, pk: Any) -> HttpResponse:
    """One agency: its area, its posts; and its form."""
    by = acting(request)
    agency = Agency.objects.visible_to(by).select_related("region").filter(pk=pk).first()
    if agency is None:
        raise NotFound()
    told = {"name": agency.name, "areas": agency.areas, "address": agency.address}
    form = AgencyForm(by, request.POST or None, initial=told)
    if request.method == "POST" and form.is_valid():
        areas = [place.pk for place in form.cleaned_data["areas"]]
        try:
            actions.change_agency(by, agency, **{**form.cleaned_data, "areas": areas})
        except Problem as problem:
            add_problem(form, problem)
        else:
            messages.success(request, _("The change is kept."))
            return redirect(agency)
    return render(request, "agencies/agency.html", _agency(request, agency, form))


def _agency(request: HttpRequest, agency: Agency, form: AgencyForm) -> dict[str, Any]:
    posts = Post.objects.in_force(local(now()).date()).filter(agency=agency)
    shown = posts.select_related("account", "region").order_by("title")
    places = Region.objects.filter(pk__in=agency.areas).with_parent().order_by("code")
    return {"agency": agency, "form": form, "page": page_of(request, shown), "places": places}


@managing("manage_people")
def roles_view(request: HttpRequest) -> HttpResponse:
    """Which roles must use a second factor, and how many of their holders do."""
    by = acting(request)
    if request.method == "POST":
        role, wanted = request.POST.get("role", ""), request.POST.get("second_factor") == "yes"
        actions.mark_role(by, by.operation, role=role, second_factor=wanted)
        messages.success(request, _("The change holds from each person's next page on."))
        return redirect("agencies:roles")
    return render(request, "agencies/roles.html", {"rows": people.role_rows(by)})


@require_GET
@managing("manage_people")
def tokens_view(request: HttpRequest) -> HttpResponse:
    """All tokens of the operation."""
    rows = page_of(request, people.tokens_of(acting(request)))
    return render(request, "agencies/all_tokens.html", {"page": rows})


@require_GET
@managing("audit")
def journal_view(request: HttpRequest) -> HttpResponse:
    """Who did what in her places."""
    by = acting(request)
    form = JournalFilterForm(by, journal.titles(), request.GET or None)
    told = form.cleaned_data if form.is_valid() else {}
    asked = journal.JournalFilter(
        verb=told.get("verb") or "",
        actor=told.get("actor") or "",
        place=told["place"].pk if told.get("place") else "",
        day=told.get("day"),
        before=told.get("before"),
    )
    context = {"form": form, "found": journal.lines(by, asked), "is_set": any(told.values())}
    return render(request, "agencies/journal.html", context)


@require_GET
@managing("audit")
def entry_view(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry: what it changed, and the proof that it is as it was written."""
    entry = JournalEntry.objects.visible_to(acting(request)).filter(pk=pk).first()
    if entry is None:
        raise NotFound()
    context = {
        "entry": entry,
        "title": journal.title_of(entry.verb),
        "url": journal.url_of(acting(request), entry),
        "proven": journal.proven(entry),
        "changes": journal.changes_of(entry),
    }
    return render(request, "agencies/entry.html", context)
