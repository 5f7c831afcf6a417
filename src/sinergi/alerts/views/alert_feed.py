"""Alerts for programs: the Atom feed, and the CAP document of each message.

Both are for who is signed in, and for who brings a secret address of hers that was not revoked.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sinergi.agencies.current import post_of
from sinergi.agencies.models import Post
from sinergi.alerts.feed_tokens import feed_post
from sinergi.alerts.models import Alert, AlertMessage
from sinergi.alerts.models.warnings import SCHEME
from sinergi.alerts.warning.atom import CAP_TYPE, MOST, feed_of
from sinergi.kernel.clock import use_operation
from sinergi.kernel.problems import NotFound, Unauthenticated


def _reader(request: HttpRequest) -> Post:
    """Whose feed it is.

    Raises NotFound for an address that holds no more (its secret goes into no other address), and
    Unauthenticated where there is none at all.
    """
    if "token" in request.GET:
        post = feed_post(request)
        if post is None:
            raise NotFound()
        return post
    post = post_of(request)
    if post is None:
        raise Unauthenticated()
    return post


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The newest messages of the alerts that she may see."""
    post = _reader(request)
    with use_operation(post.operation):
        rows = AlertMessage.objects.filter(alert__in=Alert.objects.visible_to(post))
        newest = list(rows.select_related("alert__operation").order_by("-sent_at", "-id")[:MOST])
        own = request.build_absolute_uri()
        body = feed_of(post.operation, newest, settings.PUBLIC_URL.rstrip("/"), own)
    etag = quote_etag(f"{post.pk}:{newest[0].pk if newest else ''}:{len(newest)}")
    response = HttpResponse(body, content_type="application/atom+xml; charset=utf-8")
    response["Cache-Control"] = "private, no-cache"
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response


@require_safe
@never_cache
def cap(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One message as it went out."""
    post = _reader(request)
    seen = Alert.objects.visible_to(post)
    message = AlertMessage.objects.filter(identifier=f"{SCHEME}{key}", alert__in=seen).first()
    if message is None:
        raise NotFound()
    response = HttpResponse(message.xml, content_type=CAP_TYPE)
    response["Content-Disposition"] = f'inline; filename="{key}.cap.xml"'
    return response
