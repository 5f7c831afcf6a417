"""Directives: given in the meeting, listed with what became of them, taken back."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sinergi.agencies.current import signed_in
from sinergi.followups.offers import Offer, fingerprint, standings
from sinergi.followups.performing import Place, perform
from sinergi.followups.timeline import event_of
from sinergi.kernel.models import JournalEntry
from sinergi.kernel.problems import NotFound, Problem
from sinergi.meetings.actions.directives import give_directive
from sinergi.meetings.forms.directives import BY_SLUG, OFFERS, DirectiveFilterForm, DirectiveForm
from sinergi.meetings.models import Directive, Meeting
from sinergi.meetings.permissions.meeting import may_see
from sinergi.meetings.queries import directives as queries
from sinergi.meetings.queries.minutes import directives_of, with_parts
from sinergi.meetings.views.finding_minutes import meeting_of, post_of
from sinergi.web.controls import add_problem

ON_A_PAGE = 50


@signed_in
@require_POST
def directive_give(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Give one. Within the page of the minutes the form comes back empty, with the new list."""
    meeting = meeting_of(request, pk)
    form = DirectiveForm(request.POST, meeting=meeting)
    if not _given(request, meeting, form):
        return _form(request, meeting, form, status=422)
    if "HX-Request" in request.headers:
        return _form(request, meeting, DirectiveForm(meeting=meeting), given=True)
    messages.success(request, _("The directive was given."))
    return redirect(f"{reverse('meetings:minutes', args=[pk])}#directives")


def _given(request: HttpRequest, meeting: Meeting, form: DirectiveForm) -> bool:
    if not form.is_valid():
        return False
    try:
        give_directive(post_of(request), meeting, **form.arguments())
    except Problem as problem:
        if problem.status != 422:
            raise
        add_problem(form, problem)
        return False
    return True


def _form(
    request: HttpRequest,
    meeting: Meeting,
    form: DirectiveForm,
    *,
    given: bool = False,
    status: int = 200,
) -> HttpResponse:
    in_part = "HX-Request" in request.headers
    told = {"meeting": meeting, "form": form, "given": given, "tab": "minutes"}
    if given:
        told["directives"] = directives_of(meeting)
    name = "meetings/directive_form_part.html" if in_part else "meetings/directive_form.html"
    return render(request, name, told, status=status)


@signed_in
@require_safe
def directives_given(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The list of one meeting, as the page of its minutes asks for it anew."""
    meeting = meeting_of(request, pk)
    told = {"meeting": meeting, "directives": directives_of(meeting)}
    return render(request, "meetings/directives_given.html", told)


@signed_in
@require_safe
def directives(request: HttpRequest) -> HttpResponse:
    """All directives that she may see, with the share done in time."""
    post = post_of(request)
    filters = DirectiveFilterForm(request.GET, by=post)
    chosen = filters.cleaned_data if filters.is_valid() else {}
    page = Paginator(queries.listed(post, **chosen), ON_A_PAGE).get_page(request.GET.get("page"))
    page.object_list = with_parts(page.object_list)
    if "HX-Request" in request.headers:
        return render(request, "meetings/directives.html#rows", {"filters": filters, "page": page})
    every, owners = queries.shares_in_time(post)
    told = {"filters": filters, "page": page, "every": every, "owners": owners}
    return render(request, "meetings/directives.html", told)


@signed_in
@require_safe
def directive(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One directive, the part of each owner, and its story."""
    post, row = post_of(request), _found(request, pk)
    found, refusals = standings(post, row, OFFERS, lambda offer: _address(row, offer))
    told = {
        "directive": row,
        "sees_meeting": may_see(post, row.meeting),
        "events": [event_of(entry) for entry in JournalEntry.objects.for_subject(row)],
        "standings": found,
        "refusals": refusals,
        "seen": fingerprint(row),
    }
    return render(request, "meetings/directive.html", told)


@signed_in
def directive_do(request: HttpRequest, pk: uuid.UUID, slug: str) -> HttpResponse:
    """Do one of the things that may be done with a directive."""
    row = _found(request, pk)
    if slug not in BY_SLUG:
        raise Http404
    place = Place(_("Directive"), row.text, reverse("meetings:directive", args=[pk]))
    return perform(request, BY_SLUG[slug], row, place)


def _found(request: HttpRequest, pk: uuid.UUID) -> Directive:
    row = queries.whole(post_of(request)).filter(pk=pk).first()
    if row is None:
        raise NotFound()
    return row


def _address(row: Directive, offer: Offer) -> str:
    return reverse("meetings:directive-do", args=[row.pk, offer.slug])
