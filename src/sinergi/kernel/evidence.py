"""Evidence: kept as received, shown without what the camera betrays.

`store` is called inside an action of the room that owns the case, which journals it (note the
digest); that room also decides who may see it, and journals downloads of the original.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from sinergi.kernel import files, images, kinds
from sinergi.kernel.actors import Actor
from sinergi.kernel.clock import now
from sinergi.kernel.models import Blob, OfficialDocument, Operation
from sinergi.kernel.problems import Invalid, NotFound, Problem, TooLarge
from sinergi.kernel.serving import serve_file

MB = 1024 * 1024
DEFAULT_LIMITS = {"photo": 15 * MB, "audio": 25 * MB, "video": 100 * MB, "document": 20 * MB}
ORPHAN_AGE = 24 * 3600.0  # seconds
FIELD = "files"


def limits() -> dict[str, int]:
    """The largest size of each family of files, in bytes (setting SINERGI_EVIDENCE_LIMITS)."""
    return {**DEFAULT_LIMITS, **getattr(settings, "SINERGI_EVIDENCE_LIMITS", {})}


def accepted_types() -> str:
    """The media types that are let in, for a file input's `accept`."""
    return ",".join(kind.media_type for kind in kinds.KINDS)


def store(file: File[bytes] | BinaryIO, *, by: Actor, operation: Operation) -> Blob:
    """Keep a file as evidence. Call it inside an action, which notes the digest.

    Raises Invalid (not a kind that is let in, empty, damaged) or TooLarge, naming the file.
    """
    given = str(getattr(file, "name", "") or "")
    chunks = _chunks(file)
    first = next(chunks, b"")
    kind = kinds.recognise(first[: kinds.HEAD])
    if kind is None:
        raise _refused(given, first)
    name, limit = kinds.safe_name(given, kind), limits()[kind.family]
    try:
        with (
            transaction.atomic(),
            files.received(itertools.chain([first], chunks), limit) as (stored, place),
        ):
            seen = _look_at(place, name, kind, operation)
            files.keep(stored, place)
            return _create(stored, seen, name, kind, by, operation)
    except files.OverLimit as error:
        raise _too_large(name, limit) from error


def _chunks(file: Any) -> Iterator[bytes]:
    """The content in chunks, the first long enough to tell its kind."""
    file.seek(0)
    while chunk := file.read(files.CHUNK):
        yield chunk


def _refused(given: str, first: bytes) -> Problem:
    name = kinds.safe_name(given, kinds.PDF).removesuffix(".pdf") if given else "?"
    if not first:
        return Invalid(_("%(name)s is empty.") % {"name": name}, field=FIELD)
    return Invalid(
        _(
            "%(name)s is not a file that can be accepted. Send a photo (JPEG, PNG, WebP, HEIC), "
            "audio (MP3, M4A, OGG, AMR, WAV), video (MP4, 3GP, WebM, MOV) or a PDF."
        )
        % {"name": name},
        field=FIELD,
    )


def _too_large(name: str, limit: int) -> Problem:
    return TooLarge(
        _("%(name)s is too large: at most %(limit)d MB.") % {"name": name, "limit": limit // MB},
        field=FIELD,
    )


@dataclass(frozen=True)
class _Seen:
    """What looking at the content told: its shown copy, and where and when it was taken."""

    shown: bytes | None = None
    lon: float | None = None
    lat: float | None = None
    taken_at: Any = None


def _look_at(place: Path, name: str, kind: kinds.Kind, operation: Operation) -> _Seen:
    if kind.family != "photo" or kind is kinds.HEIC:
        return _Seen()
    try:
        photo = images.read_photo(place, ZoneInfo(operation.timezone))
    except images.TooManyPixels as error:
        detail = _("%(name)s has too many pixels. Send it smaller.") % {"name": name}
        raise Invalid(detail, field=FIELD) from error
    except images.Unreadable as error:
        detail = _("%(name)s is damaged and cannot be read. Send it again.") % {"name": name}
        raise Invalid(detail, field=FIELD) from error
    return _Seen(photo.shown, photo.lon, photo.lat, photo.taken_at)


def _create(
    stored: files.Stored,
    seen: _Seen,
    name: str,
    kind: kinds.Kind,
    by: Actor,
    operation: Operation,
) -> Blob:
    return Blob.objects.create(
        operation=operation,
        sha256=stored.sha256,
        size=stored.size,
        media_type=kind.media_type,
        name=name,
        received_at=now(),
        account_id=by.account_id,
        post_id=by.post_id,
        received_from=by.actor_label[:200],
        lon=seen.lon,
        lat=seen.lat,
        taken_at=seen.taken_at,
        original_path=stored.path,
        shown_path=_shown_path(stored, seen, kind),
    )


def _shown_path(stored: files.Stored, seen: _Seen, kind: kinds.Kind) -> str:
    """A photo's copy; what is not a photo is shown as it is; HEIC cannot be shown."""
    if seen.shown is not None:
        return files.keep_bytes(seen.shown).path
    return "" if kind.family == "photo" else stored.path


def open_original(blob: Blob) -> BinaryIO:
    """The file as it was received."""
    return files.absolute(blob.original_path).open("rb")


def open_shown(blob: Blob) -> BinaryIO:
    """The copy that may be shown; NotFound when there is none."""
    if not blob.has_preview:
        raise NotFound(_("There is no preview of this file."))
    return files.absolute(blob.shown_path).open("rb")


def serve_shown(request: HttpRequest, blob: Blob) -> HttpResponseBase:
    """Answer with the shown copy, inside the page. The caller has asked who may."""
    if not blob.has_preview:
        raise NotFound(_("There is no preview of this file."))
    photo = blob.kind == "photo"
    name = f"{Path(blob.name).stem}.jpg" if photo else blob.name
    media_type = "image/jpeg" if photo else blob.media_type
    return serve_file(request, blob.shown_path, media_type=media_type, name=name)


def serve_original(request: HttpRequest, blob: Blob) -> HttpResponseBase:
    """Answer with the file as received, to be saved. The caller journals the download."""
    return serve_file(
        request, blob.original_path, media_type=blob.media_type, name=blob.name, attachment=True
    )


def verify(blob: Blob) -> bool:
    """Whether the file on disk still is what was received."""
    return files.digest_of(blob.original_path) == blob.sha256


def faults(blobs: Iterable[Blob]) -> Iterator[tuple[Blob, str]]:
    """Each blob whose file is `missing` or `altered`, or whose shown copy is."""
    for blob in blobs:
        if fault := _fault(blob.original_path):
            yield blob, fault
        elif blob.shown_path and (fault := _fault(blob.shown_path)):
            yield blob, f"shown copy {fault}"


def _fault(path: str) -> str | None:
    """A stored file is named by its digest: it must still have it."""
    digest = files.digest_of(path)
    if digest is None:
        return "missing"
    return None if digest == Path(path).name else "altered"


Namer = Callable[[list[str]], set[str]]
_namers: list[Namer] = []


def register_names(namer: Namer) -> None:
    """Let a room say which of some paths its own rows name, so that they are not swept."""
    if namer not in _namers:
        _namers.append(namer)


def sweep_orphans(older_than: float = ORPHAN_AGE) -> int:
    """Remove files that no row names; returns how many."""
    return files.sweep(_named, older_than=older_than)


def _named(paths: list[str]) -> set[str]:
    found = Blob.objects.filter(original_path__in=paths).values_list("original_path", flat=True)
    shown = Blob.objects.filter(shown_path__in=paths).values_list("shown_path", flat=True)
    issued = OfficialDocument.objects.filter(path__in=paths).values_list("path", flat=True)
    return set(found.union(shown, issued)).union(*(namer(paths) for namer in _namers))
