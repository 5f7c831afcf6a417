"""A write that is sent twice is done once (draft-ietf-httpapi-idempotency-key-header-07).

The answer is kept in the transaction of the write itself: after a crash there are both or neither.
A refusal changes nothing and is not kept, so the same key may be tried again.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from sinergi.kernel.clock import real_now
from sinergi.kernel.models import KeptAnswer
from sinergi.kernel.problems import declare

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
KEPT_FOR = timedelta(hours=24)
PATTERN = r'^("[ -~]{1,255}"|[!-~]{1,255})$'
_KEY = re.compile(PATTERN)

KeyMalformed = declare(
    "idempotency-key-malformed", 400, _("The idempotency key must be 1 to 255 ASCII characters.")
)
KeyReused = declare(
    "idempotency-key-reused", 422, _("This idempotency key was used for another request.")
)
KeyInFlight = declare(
    "idempotency-key-in-flight", 409, _("The first request with this key is still at work.")
)


def once(
    request: HttpRequest, owner: uuid.UUID, perform: Callable[[], HttpResponseBase]
) -> HttpResponseBase:
    """The answer of `perform`, or, when `owner` sent the same under the same key, the first one.

    Without the header it is simply performed. Raises KeyMalformed, KeyReused (another request
    under the key), KeyInFlight (the first is not done yet).
    """
    key = read_key(request.headers.get(HEADER))
    if key is None:
        return perform()
    digest = digest_of(request)
    with transaction.atomic():
        _be_alone(owner, key)
        there = _kept(owner, key)
        if there is not None:
            return _again(there, digest)
        response = perform()
        if not isinstance(response, HttpResponse) or response.status_code >= 300:
            transaction.set_rollback(True)
            return response
        _keep(owner, key, digest, response)
        return response


def read_key(header: str | None) -> str | None:
    """The key in the header, a quoted string (RFC 8941) or bare; None when there is none."""
    if header is None:
        return None
    if _KEY.fullmatch(header) is None:
        raise KeyMalformed()
    quoted = len(header) > 2 and header[0] == header[-1] == '"'
    return header[1:-1] if quoted else header


def digest_of(request: HttpRequest) -> str:
    """SHA-256 over method, address and content.

    The parts of a form are digested one by one: a client draws a new boundary for each attempt.
    """
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    if request.content_type != "multipart/form-data":
        digest.update(request.body)
        return digest.hexdigest()
    for name, values in sorted(request.POST.lists()):
        digest.update(repr((name, values)).encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            digest.update(repr((name, _name(file), _content(file))).encode())
    return digest.hexdigest()


def _name(file: Any) -> str:
    return str(file.name)


def _content(file: UploadedFile[Any]) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _be_alone(owner: uuid.UUID, key: str) -> None:
    """Hold the key until the transaction ends; raises KeyInFlight when another one does."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"{owner}:{key}"]
        )
        (alone,) = cursor.fetchone()
    if not alone:
        raise KeyInFlight()


def _kept(owner: uuid.UUID, key: str) -> KeptAnswer | None:
    rows = KeptAnswer.objects.filter(owner=owner, key=key)
    return rows.filter(made_at__gt=real_now() - KEPT_FOR).first()


def _again(there: KeptAnswer, digest: str) -> HttpResponse:
    if there.digest != digest:
        raise KeyReused()
    response = HttpResponse(
        bytes(there.body), status=there.status, content_type=there.media_type or None
    )
    if there.location:
        response["Location"] = there.location
    response[REPLAYED] = "true"
    return response


def _keep(owner: uuid.UUID, key: str, digest: str, response: HttpResponse) -> None:
    """One statement; an answer that has expired under the key makes room."""
    row = KeptAnswer(
        owner=owner,
        key=key,
        digest=digest,
        status=response.status_code,
        media_type=response.get("Content-Type", ""),
        location=response.get("Location", ""),
        body=response.content,
        made_at=real_now(),
    )
    KeptAnswer.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["owner", "key"],
        update_fields=["digest", "status", "media_type", "location", "body", "made_at"],
    )


def forget_old() -> int:
    """Remove the answers that are kept no longer; returns how many."""
    count, _rows = KeptAnswer.objects.filter(made_at__lte=real_now() - KEPT_FOR).delete()
    return count
