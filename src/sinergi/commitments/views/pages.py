"""Pages of commitments: the list, one of them, and what may be done with it."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from sinergi.agencies.current import signed_in
from sinergi.agencies.models import Desk, Post
from sinergi.commitments import paper, permissions, queries
from sinergi.commitments.forms import BY_SLUG, DRAFT, OF_SIGNATORY, OFFERS, FilterForm
from sinergi.commitments.forms import SIGNATORY_BY_SLUG as ON_LINE
from sinergi.commitments.models import Commitment, Signatory
from sinergi.commitments.rules import filled
from sinergi.commitments.texts import Template, templates
from sinergi.followups.offers import fingerprint, standings
from sinergi.followups.performing import Place, perform
from sinergi.followups.timeline import event_of
from sinergi.kernel import evidence
from sinergi.kernel.documents import serve_document
from sinergi.kernel.models import JournalEntry
from sinergi.kernel.problems import Forbidden, NotFound

ON_A_PAGE = 50


def post_of(request: HttpRequest) -> Post:
    """Who asks."""
    return request.post  # type: ignore[attr-defined,no-any-return]


def commitment_for(request: HttpRequest, pk: uuid.UUID) -> Commitment:
    """The commitment, if it is hers to know."""
    row = Commitment.objects.visible_to(post_of(request)).whole().filter(pk=pk).first()
    if row is None:
        raise NotFound()
    return row


def signatory_for(request: HttpRequest, pk: uuid.UUID) -> Signatory:
    """The signatory, if its commitment is hers to know."""
    rows = Signatory.objects.select_related(
        "commitment__operation", "commitment__region__parent", "commitment__desk",
        "signature__scan", "report", "agency",
    )  # fmt: skip
    row = rows.filter(pk=pk).first()
    if row is None or not permissions.may_see(post_of(request), row.commitment):
        raise NotFound()
    return row


@signed_in
@require_safe
def commitments(request: HttpRequest) -> HttpResponse:
    """All that she may see, the newest first, and texts to begin with for who convenes."""
    post = post_of(request)
    filters = FilterForm(request.GET)
    chosen = filters.cleaned_data if filters.is_valid() else {}
    page = Paginator(queries.listed(post, **chosen), ON_A_PAGE).get_page(request.GET.get("page"))
    told = {
        "filters": filters,
        "page": page,
        "may_draft": bool(queries.desks_to_convene(post)),
        "drives": queries.open_drives(post).count(),
    }
    return render(request, "commitments/list.html", told)


@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """Choose a text to begin with, then write it."""
    desk = _desk(request)
    begun = {"template", "replaces", "blank"} & set(request.GET)
    if request.method == "GET" and not begun:
        told = {"templates": [_titled(one, desk) for one in templates().values()], "desk": desk}
        return render(request, "commitments/new.html", told)
    place = Place(desk.name, str(desk.region), reverse("commitments:commitments"))
    return perform(request, DRAFT, desk, place, lambda made: made.get_absolute_url())


def _titled(one: Template, desk: Desk) -> dict[str, Any]:
    """A text to begin with, its title as it will stand."""
    facts = {"election": desk.operation.election, "region": str(desk.region)}
    return {"text": one, "title": filled(one.title, facts)}


def _desk(request: HttpRequest) -> Desk:
    desks = queries.desks_to_convene(post_of(request))
    if not desks:
        raise Forbidden(permissions.CONVENERS)
    return Desk.objects.select_related("operation", "region").get(pk=desks[0].pk)


@signed_in
@require_safe
def commitment(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The text, its digest, who signed it, and what may be done with it."""
    post, row = post_of(request), commitment_for(request, pk)
    offered, refusals = standings(post, row, OFFERS, lambda offer: _address(row, offer.slug))
    lines = queries.lines_of(row)
    told = {
        "commitment": row,
        "lines": [{"line": line, "offers": _of_line(post, line)} for line in lines],
        "given": sum(line.signature is not None for line in lines),
        "counted": sum(line.signature is not None or line.waits for line in lines),
        "mine": next((x.signatory for x in lines if _is_mine(post, x)), None),
        "drive": getattr(row, "drive", None),
        "successors": row.replaced_by.exclude(state="draft"),
        "events": [event_of(entry) for entry in JournalEntry.objects.for_subject(row)],
        "leads": permissions.leads(post, row),
        "standings": offered,
        "refusals": refusals,
        "seen": fingerprint(row),
    }  # fmt: skip
    return render(request, "commitments/commitment.html", told)


def _is_mine(post: Post, line: queries.Line) -> bool:
    return line.waits and permissions.is_own(post, line.signatory)


def _of_line(post: Post, line: queries.Line) -> list[Any]:
    """What may be done with a line under the text; nothing once it is signed."""
    if not line.waits:
        return []
    row = line.signatory
    found, _refused = standings(
        post, row, OF_SIGNATORY,
        lambda offer: reverse("commitments:signatory-do", args=[row.pk, offer.slug]),
    )  # fmt: skip
    return found


@signed_in
def commitment_do(request: HttpRequest, pk: uuid.UUID, slug: str) -> HttpResponse:
    """Do one of the things that may be done with a commitment."""
    row = commitment_for(request, pk)
    if slug not in BY_SLUG:
        raise Http404
    place = Place(row.get_kind_display(), row.title, row.get_absolute_url())
    return perform(request, BY_SLUG[slug], row, place, lambda made: str(made.get_absolute_url()))


@signed_in
def signatory_do(request: HttpRequest, pk: uuid.UUID, slug: str) -> HttpResponse:
    """Do one of the things that may be done with one line under the text."""
    row = signatory_for(request, pk)
    if slug not in ON_LINE:
        raise Http404
    drive = getattr(row.commitment, "drive", None)
    back = drive.get_absolute_url() if drive and row.is_unit else row.commitment.get_absolute_url()
    return perform(request, ON_LINE[slug], row, Place(row.label, row.commitment.title, back))


@signed_in
def pledges(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Report how many of a unit have signed."""
    return signatory_do(request, pk=pk, slug="pledges")  # type: ignore[return-value]


@signed_in
@require_safe
def sheet(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The sheet on which one signs by hand; for a draft too, to be read beforehand."""
    row = commitment_for(request, pk)
    response = HttpResponse(paper.sheet_of(row), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="lembar-{row.code}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@signed_in
@require_safe
def document(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """The document as it was issued; 404 before that."""
    row = commitment_for(request, pk)
    if row.document is None:
        raise NotFound()
    return serve_document(request, row.document)


@signed_in
@require_safe
def scan(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """What was signed on paper, or a unit's list, for who convenes and who handed it in."""
    row = get_object_or_404(Signatory.objects.select_related("commitment__desk"), pk=pk)
    post = post_of(request)
    if permissions.may_see(post, row.commitment).hidden:
        raise NotFound()
    if not (permissions.is_own(post, row) or permissions.may_read_scans(post, row)):
        raise Forbidden(permissions.CONVENERS)
    kept = getattr(row, "report", None) if row.is_unit else row.given
    if kept is None or kept.scan is None:
        raise NotFound()
    if not kept.scan.has_preview:
        return evidence.serve_original(request, kept.scan)
    return evidence.serve_shown(request, kept.scan)


def _address(row: Commitment, slug: str) -> str:
    return reverse("commitments:commitment-do", args=[row.pk, slug])
