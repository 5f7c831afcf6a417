"""Evidence as a handler sees it: opened while it is sent, kept nowhere."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from sinergi.kernel.problems import NotFound
from sinergi.neutrality.models import SealedFile
from sinergi.neutrality.queries.cases import find_case
from sinergi.neutrality.reading import INLINE, OpenFile, open_file
from sinergi.neutrality.sealing import age, store
from sinergi.neutrality.sealing.case_keys import secret_of
from sinergi.neutrality.sealing.store import Kept
from sinergi.neutrality.unlocking import require_opened
from sinergi.neutrality.views.confidential import confidential, post_of, unkept

SANDBOX = "default-src 'none'; sandbox"
UNKNOWN = "application/octet-stream"


@require_safe
@confidential
def case_file(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """A piece of evidence of a case."""
    return case_file_answer(request, pk)


def case_file_answer(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """The copy without metadata; of what could not be stripped the original, to be saved.

    Raises NotFound for whoever does not handle its case, KeyLocked while the key is locked.
    """
    row = SealedFile.objects.filter(pk=pk, collected=True).first()
    if row is None:
        raise NotFound()
    case = find_case(post_of(request), row.case_id)
    opened = require_opened(request)
    secret = secret_of(case, opened)
    try:
        file = open_file(row, case, opened)
        kept = store.open_kept(_path_of(row), secret)
    except age.Unreadable as error:
        raise NotFound() from error
    return _sent(file, kept)


def _path_of(row: SealedFile) -> str:
    if row.shown_path:
        return row.shown_path
    if row.original_layers == 1:
        return row.original_path
    raise NotFound()


def _sent(file: OpenFile, kept: Kept) -> HttpResponseBase:
    inline = bool(file.row.shown_path) and file.media_type in INLINE
    return download(kept, file.name, file.media_type, attachment=not inline)


def download(
    kept: Kept, name: str, media_type: str, *, attachment: bool = True
) -> HttpResponseBase:
    """The content of a sealed file as it is opened; no page may run anything of it."""
    response = StreamingHttpResponse(_pieces(kept), content_type=media_type or UNKNOWN)
    response["Content-Length"] = str(kept.size)
    header = content_disposition_header(attachment, name)
    response["Content-Disposition"] = header or ("attachment" if attachment else "inline")
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    return unkept(response)


def _pieces(kept: Kept) -> Iterator[bytes]:
    with kept:
        yield from kept
