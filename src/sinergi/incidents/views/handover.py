"""The hand-over package of a referral, as a download."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.http import HttpRequest, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sinergi.agencies.current import signed_in
from sinergi.agencies.models import Post
from sinergi.incidents.actions import take_package
from sinergi.incidents.handover import package_name, package_of
from sinergi.incidents.models import Incident, Referral
from sinergi.kernel.problems import NotFound


@signed_in
@require_http_methods(["GET", "POST"])
@never_cache
def handover(request: HttpRequest, pk: UUID) -> StreamingHttpResponse:
    """The package, streamed. 404 when the case is not hers to know, 403 when not hers to take.

    A file that is no longer what was handed over stops it: then 409, and nothing leaves.
    """
    by = cast(Post, request.post)  # type: ignore[attr-defined]
    referral = _visible(by, pk)
    take_package(by, referral)
    name = content_disposition_header(True, package_name(referral))
    return StreamingHttpResponse(
        package_of(referral),
        content_type="application/zip",
        headers={"Content-Disposition": name or "attachment", "X-Content-Type-Options": "nosniff"},
    )


def _visible(by: Post, pk: UUID) -> Referral:
    rows = Referral.objects.filter(pk=pk, incident__in=Incident.objects.visible_to(by))
    referral = rows.exclude(document=None).select_related("incident__operation", "document").first()
    if referral is None:
        raise NotFound()
    return referral
