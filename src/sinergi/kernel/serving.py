"""Answering with a stored file: in parts when asked (RFC 9110, section 14), and never trusted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.http import content_disposition_header, parse_etags

from sinergi.kernel import files
from sinergi.kernel.problems import NotFound

INLINE = ("image/", "audio/", "video/", "application/pdf")
# A browser that opens the file itself must still be able to show it, and nothing else.
_POLICY = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'"
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def serve_file(
    request: HttpRequest, path: str, *, media_type: str, name: str, attachment: bool = False
) -> HttpResponseBase:
    """Answer with the stored file at `path` (below the root), whole or the part asked for.

    It may be kept by the one browser, which asks again each time whether it still may see it.
    """
    place = files.absolute(path)
    if not place.is_file():
        raise NotFound()
    size, etag = place.stat().st_size, f'"{place.name}"'
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        return _secured(HttpResponseNotModified(), media_type, etag)
    wanted = requested_range(_range_header(request, etag), size)
    if wanted == "unsatisfiable":
        response = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
        return _secured(response, media_type, etag)
    answer = _answer(request, place, size, wanted if isinstance(wanted, tuple) else None)
    inline = media_type.startswith(INLINE) and not attachment
    answer["Content-Type"] = media_type
    answer["Content-Disposition"] = content_disposition_header(not inline, name) or "attachment"
    return _secured(answer, media_type, etag)


def _range_header(request: HttpRequest, etag: str) -> str:
    """The range asked for; none when it was meant for another content (If-Range)."""
    meant_for = request.headers.get("If-Range", etag)
    return request.headers.get("Range", "") if meant_for == etag else ""


def requested_range(header: str, size: int) -> tuple[int, int] | str | None:
    """(first, last) byte asked for; None: the whole file; "unsatisfiable": nothing there.

    Only one range is served; a list of ranges, or anything else, gets the whole, as RFC 9110
    section 14.2 allows.
    """
    match = _RANGE.fullmatch(header.replace(" ", ""))
    if match is None or not any(match.groups()):
        return None
    first, last = match.groups()
    if not first:  # the last n bytes
        length = min(int(last), size)
        return (size - length, size - 1) if length else "unsatisfiable"
    start, end = int(first), min(int(last or size - 1), size - 1)
    if last and int(last) < start:
        return None
    return (start, end) if start < size else "unsatisfiable"


def _answer(
    request: HttpRequest, place: Path, size: int, wanted: tuple[int, int] | None
) -> HttpResponseBase:
    first, last = wanted or (0, size - 1)
    status = 206 if wanted else 200
    response: HttpResponseBase
    if request.method == "HEAD":
        response = HttpResponse(status=status)
    else:
        response = StreamingHttpResponse(_part(place, first, last), status=status)
    response["Content-Length"] = str(last - first + 1)
    response["Accept-Ranges"] = "bytes"
    if wanted:
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
    return response


def _part(place: Path, first: int, last: int) -> Iterator[bytes]:
    with place.open("rb") as source:
        source.seek(first)
        left = last - first + 1
        while left and (chunk := source.read(min(files.CHUNK, left))):
            left -= len(chunk)
            yield chunk


def _secured(response: HttpResponseBase, media_type: str, etag: str) -> HttpResponseBase:
    # Browsers refuse to open their PDF viewer in a sandbox; it has one of its own.
    sandbox = "" if media_type == "application/pdf" else "; sandbox"
    response["Content-Security-Policy"] = _POLICY + sandbox
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-cache"
    response["ETag"] = etag
    patch_vary_headers(response, ["Cookie"])
    return response
