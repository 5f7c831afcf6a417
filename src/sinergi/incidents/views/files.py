"""Evidence and official papers of a case, under the same sight as the case itself."""

from __future__ import annotations

import uuid

from django.db.models import Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_POST, require_safe

from sinergi.agencies.current import signed_in
from sinergi.incidents.actions import open_original
from sinergi.incidents.models import Incident, IncidentEvidence, Mediation, Referral
from sinergi.incidents.permissions import may_see
from sinergi.incidents.views.work import post_of
from sinergi.kernel.documents import serve_document
from sinergi.kernel.evidence import serve_original, serve_shown
from sinergi.kernel.models import OfficialDocument
from sinergi.kernel.problems import NotFound


@signed_in
@require_safe
def evidence(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """The copy that is shown, without what the camera betrays."""
    return serve_shown(request, _evidence(request, pk).blob)


@signed_in
@require_POST
def original(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """The file as it was received, to be saved; the journal remembers who took it."""
    row = _evidence(request, pk)
    open_original(post_of(request), row)
    return serve_original(request, row.blob)


@signed_in
@require_safe
def document(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Minutes or letter of a case that she may see."""
    seen = Incident.objects.visible_to(post_of(request))
    minutes = Mediation.objects.filter(incident__in=seen).values("document")
    letters = Referral.objects.filter(incident__in=seen).values("document")
    rows = OfficialDocument.objects.filter(Q(pk__in=minutes) | Q(pk__in=letters), pk=pk)
    row = rows.select_related("operation").first()
    if row is None:
        raise NotFound()
    return serve_document(request, row)


def _evidence(request: HttpRequest, pk: uuid.UUID) -> IncidentEvidence:
    rows = IncidentEvidence.objects.select_related("blob", "incident")
    row = rows.filter(pk=pk).first()
    if row is None or not may_see(post_of(request), row.incident):
        raise NotFound()
    return row
