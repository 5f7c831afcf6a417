"""Pages of the library."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sinergi.agencies.current import signed_in
from sinergi.agencies.models import Agency, Post
from sinergi.followups.offers import fingerprint, standings
from sinergi.followups.performing import Place, perform
from sinergi.followups.timeline import event_of
from sinergi.kernel import evidence
from sinergi.kernel.models import JournalEntry
from sinergi.kernel.problems import NotFound
from sinergi.library import actions, permissions, queries
from sinergi.library.forms import BY_SLUG, OFFERS, PUBLISH, FilterForm
from sinergi.library.models import Entry, Reading, Version

ON_A_PAGE = 50


def post_of(request: HttpRequest) -> Post:
    """Who asks."""
    return request.post  # type: ignore[attr-defined,no-any-return]


def entry_for(request: HttpRequest, pk: uuid.UUID) -> Entry:
    """The entry, if it is hers to see."""
    rows = Entry.objects.visible_to(post_of(request)).select_related(
        "agency__region", "stage", "operation"
    )
    row = rows.filter(pk=pk).first()
    if row is None:
        raise NotFound()
    return row


def version_for(request: HttpRequest, pk: uuid.UUID) -> Version:
    """The version, if its entry is hers to see."""
    rows = Version.objects.select_related("entry__agency", "entry__operation", "blob")
    row = rows.filter(pk=pk).first()
    if row is None or not permissions.may_see(post_of(request), row.entry):
        raise NotFound()
    return row


@signed_in
@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """What she may read: the unread first."""
    post = post_of(request)
    filters = FilterForm(request.GET, by=post)
    chosen = filters.cleaned_data if filters.is_valid() else {}
    page = Paginator(queries.listed(post, **chosen), ON_A_PAGE).get_page(request.GET.get("page"))
    told = {
        "filters": filters,
        "page": page,
        "may_publish": permissions.may_publish(post, post.agency),
    }
    return render(request, "library/list.html", told)


@signed_in
def publish(request: HttpRequest) -> HttpResponse:
    """Publish in the name of her agency."""
    agency = Agency.objects.select_related("operation").get(pk=post_of(request).agency_id)
    place = Place(str(agency), str(_("Shared library")), reverse("library:library"))
    return perform(request, PUBLISH, agency, place, lambda made: made.get_absolute_url())


@signed_in
@require_safe
def entry(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One entry, its versions, and who has read the present one."""
    post, row = post_of(request), entry_for(request, pk)
    versions = list(row.versions.select_related("blob"))
    found, refusals = standings(post, row, OFFERS, lambda offer: _address(row, offer.slug))
    told = {
        "entry": row,
        "kinds": queries.kinds_named(row),
        "versions": versions,
        "present": versions[0],
        "reading": Reading.objects.filter(version=versions[0], post=post).first(),
        "readership": _readership(post, row, versions[0]),
        "events": [event_of(one) for one in _story(row, versions)],
        "keeps": bool(permissions.may_keep(post, row)),
        "standings": found,
        "refusals": refusals,
        "seen": fingerprint(row),
    }
    return render(request, "library/entry.html", told)


def _story(row: Entry, versions: list[Version]) -> Any:
    """What was done to the entry and to its versions, oldest first."""
    keys = [str(row.pk), *(str(version.pk) for version in versions)]
    types = [Entry._meta.label_lower, Version._meta.label_lower]
    told = JournalEntry.objects.filter(subject_type__in=types, subject_id__in=keys)
    return told.order_by("id")


def _readership(post: Post, row: Entry, version: Version) -> queries.Readership | None:
    if not permissions.may_see_readers(post, row):
        return None
    return queries.readership_of(row, version)


@signed_in
def entry_do(request: HttpRequest, pk: uuid.UUID, slug: str) -> HttpResponse:
    """Do one of the things that may be done with an entry."""
    row = entry_for(request, pk)
    if slug not in BY_SLUG:
        raise Http404
    place = Place(row.get_kind_display(), row.title, row.get_absolute_url())
    return perform(request, BY_SLUG[slug], row, place)


@signed_in
@require_safe
def version_file(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """The file, in the browser; `?original` saves it as it was handed in."""
    blob = version_for(request, pk).blob
    if "original" in request.GET or not blob.has_preview:
        return evidence.serve_original(request, blob)
    return evidence.serve_shown(request, blob)


@signed_in
@require_POST
def read(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """She says that she has read it."""
    version: Any = version_for(request, pk)
    actions.mark_read(post_of(request), version)
    messages.success(request, _("Noted: you have read it. Thank you."))
    return redirect(version.entry.get_absolute_url())


def _address(row: Entry, slug: str) -> str:
    return reverse("library:entry-do", args=[row.pk, slug])
