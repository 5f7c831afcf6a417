"""Points for a map, sent while they are read: one GeoJSON collection in heaps, compressed."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from itertools import islice

from django.http import HttpRequest, HttpResponseNotModified, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

CHUNK = 4_000  # points that are sent at once
FAST = 1  # of zlib: what is sent again and again is rather quick than small
GEOJSON = "application/geo+json"


def in_heaps(features: Iterator[str]) -> Iterator[str]:
    """Features in heaps, separated by commas."""
    first = True
    while heap := list(islice(features, CHUNK)):
        yield ("" if first else ",") + ",".join(heap)
        first = False


def collection(chunks: Iterator[str]) -> Iterator[bytes]:
    """One FeatureCollection (RFC 7946) of what `in_heaps` gives."""
    yield b'{"type":"FeatureCollection","features":['
    for chunk in chunks:
        yield chunk.encode()
    yield b"]}"


def streamed(
    request: HttpRequest, etag: str, chunks: Callable[[], Iterator[str]]
) -> HttpResponseBase:
    """The collection, compressed for who can read that; 304 for who has what `etag` names.

    It is read when the request's clock and language are long gone: what depends on them must be
    settled when `chunks` is called.
    """
    if request.headers.get("If-None-Match") == etag:
        return HttpResponseNotModified(headers={"ETag": etag})
    body, headers = collection(chunks()), {"ETag": etag, "Cache-Control": "private, no-cache"}
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        body, headers["Content-Encoding"] = _zipped(body), "gzip"
    response = StreamingHttpResponse(body, content_type=GEOJSON, headers=headers)
    patch_vary_headers(response, ["Accept-Encoding", "Accept-Language", "Cookie"])
    return response


def _zipped(body: Iterator[bytes]) -> Iterator[bytes]:
    zipper = zlib.compressobj(FAST, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    for piece in body:
        yield zipper.compress(piece)
    yield zipper.flush()
