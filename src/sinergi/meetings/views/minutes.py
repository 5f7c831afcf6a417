"""The minutes: written live, with the directives beside them; issued, corrected, remembered."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sinergi.agencies.current import signed_in
from sinergi.kernel.action import may
from sinergi.kernel.documents import serve_document
from sinergi.kernel.models import OfficialDocument
from sinergi.kernel.problems import Forbidden, NotFound, Problem
from sinergi.meetings.actions.agenda import add_agenda_item
from sinergi.meetings.actions.minutes import (
    correct_minutes,
    issue_minutes_of_meeting,
    write_minutes,
)
from sinergi.meetings.forms.directives import DirectiveForm
from sinergi.meetings.forms.minutes import CorrectMinutesForm, PointForm
from sinergi.meetings.minutes_merging import merged
from sinergi.meetings.models import AgendaItem, Meeting
from sinergi.meetings.permissions.meeting import may_see
from sinergi.meetings.problems_of_minutes import MinutesChanged
from sinergi.meetings.queries import minutes as queries
from sinergi.meetings.views.finding_minutes import meeting_of, post_of
from sinergi.web.controls import add_problem

MOST_REVISIONS = 2**31 - 1


@signed_in
@require_safe
def minutes(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The points with their texts, to be typed by who keeps them and read by all others."""
    return _page(request, meeting_of(request, pk))


def _page(request: HttpRequest, meeting: Meeting, status: int = 200, **more: Any) -> HttpResponse:
    post = post_of(request)
    keeps = any(may(post, "write_minutes", item) for item in meeting.agenda.all()[:1])
    keeps = keeps or bool(may(post, "give_directive", meeting))
    told = {
        "meeting": meeting,
        "tab": "minutes",
        "points": queries.agenda_of(meeting),
        "directives": queries.directives_of(meeting),
        "documents": queries.documents_of(meeting),
        "keeps": keeps,
        "may_give": may(post, "give_directive", meeting),
        "may_add": may(post, "add_agenda_item", meeting),
        "may_issue": may(post, "issue_minutes_of_meeting", meeting),
        "may_correct": may(post, "correct_minutes", meeting),
        "form": DirectiveForm(meeting=meeting) if keeps else None,
        "point_form": PointForm(),
        **more,
    }
    return render(request, "meetings/minutes.html", told, status=status)


@signed_in
@require_safe
def minutes_state(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Every point with its revision and text, for a page on which somebody types."""
    return JsonResponse({"points": queries.state_of_minutes(meeting_of(request, pk))})


@signed_in
@require_POST
def minutes_write(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Save one point. A script asks for JSON; without one it is a form like all others."""
    item = _item(request, pk)
    text, seen = request.POST.get("text", ""), _number(request.POST.get("based_on", ""))
    try:
        item = write_minutes(post_of(request), item, text=text, based_on=seen)
    except Problem as problem:
        if problem.code == MinutesChanged.code:
            return _conflict(request, item, text, seen)
        if _wants_json(request):
            return JsonResponse(problem.to_dict(), status=problem.status)
        raise
    if _wants_json(request):
        return JsonResponse(queries.point_state(item))
    messages.success(request, _("Saved."))
    return _back(item.meeting_id, f"point-{item.pk}")


def _conflict(request: HttpRequest, item: AgendaItem, text: str, seen: int) -> HttpResponse:
    """Both texts, and one of both where their changes do not touch."""
    item = AgendaItem.objects.select_related("meeting").get(pk=item.pk)
    both = merged(queries.text_at(item, seen), text.rstrip(), item.text)
    if _wants_json(request):
        told = {**queries.point_state(item), "merged": both, "code": MinutesChanged.code}
        return JsonResponse(told, status=409)
    conflict = {"item": item.pk, "mine": text, "merged": both}
    return _page(request, meeting_of(request, item.meeting_id), status=409, conflict=conflict)


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def _number(text: str) -> int:
    """The revision that the writer saw; none of ours when it is no number."""
    return min(int(text), MOST_REVISIONS) if text.isdecimal() and text.isascii() else 0


@signed_in
@require_POST
def minutes_point(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A point that came up while the meeting runs."""
    meeting = meeting_of(request, pk)
    form = PointForm(request.POST)
    if form.is_valid():
        item = add_agenda_item(post_of(request), meeting, title=form.cleaned_data["title"])
        return _back(meeting.pk, f"point-{item.pk}")
    return _page(request, meeting, status=422, point_form=form)


@signed_in
@require_safe
def minutes_history(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """All that the minutes ever said, the newest first."""
    meeting = meeting_of(request, pk)
    told = {"meeting": meeting, "revisions": queries.revisions_of(meeting), "tab": "minutes"}
    return render(request, "meetings/minutes_history.html", told)


@signed_in
@require_POST
def minutes_issue(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Make the numbered PDF."""
    issue_minutes_of_meeting(post_of(request), meeting_of(request, pk))
    messages.success(request, _("The minutes are issued."))
    return _back(pk, "documents")


@signed_in
def minutes_correct(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct what was issued, by a new document."""
    meeting = meeting_of(request, pk)
    answer = may(post_of(request), "correct_minutes", meeting)
    if not answer:
        raise Forbidden(f"{answer.reason} {answer.who}".strip())
    points = queries.agenda_of(meeting)
    form = CorrectMinutesForm(request.POST or None, points=points)
    if form.is_valid():
        try:
            correct_minutes(
                post_of(request), meeting, texts=form.texts(), reason=form.cleaned_data["reason"]
            )
        except Problem as problem:
            add_problem(form, problem)
        else:
            messages.success(request, _("The corrected minutes are issued."))
            return _back(pk, "documents")
    told = {"meeting": meeting, "form": form, "tab": "minutes"}
    status = 422 if form.is_bound else 200
    return render(request, "meetings/minutes_correct.html", told, status=status)


@signed_in
@require_safe
def minutes_document(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Minutes as they were issued, for who sees the meeting."""
    rows = OfficialDocument.objects.filter(operation=post_of(request).operation_id)
    row = rows.filter(kind=queries.KIND, pk=pk).select_related("operation").first()
    if row is None:
        raise NotFound()
    meeting_of(request, row.data.get("meeting"))
    return serve_document(request, row)


def _item(request: HttpRequest, pk: uuid.UUID) -> AgendaItem:
    item = AgendaItem.objects.select_related("meeting").filter(pk=pk).first()
    if item is None or not may_see(post_of(request), item.meeting):
        raise NotFound()
    return item


def _back(pk: uuid.UUID, anchor: str) -> HttpResponseRedirect:
    return redirect(f"{reverse('meetings:minutes', args=[pk])}#{anchor}")
