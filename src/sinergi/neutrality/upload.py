"""Files of a report on their way in: sealed piece by piece, never readable on disk."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest
from django.utils.translation import gettext as _

from sinergi.kernel import kinds
from sinergi.kernel.evidence import MB, limits
from sinergi.kernel.problems import Invalid, Problem
from sinergi.neutrality.sealing.spool import Spool
from sinergi.neutrality.stripping import Damaged, Stripped, TooManyPixels, strip

MOST_FILES = 10
MOST_BYTES = 100 * MB  # of one sending
GIVEN_UP = 2 * MOST_BYTES  # after so many bytes nobody listens any more
FIELD = "files"


class SealedUpload(UploadedFile):  # type: ignore[type-arg] # no parameter at run time
    """A file that was handed in. What was beyond the limits of a sending was thrown away."""

    def __init__(self, spool: Spool, name: str, size: int, sha256: str) -> None:
        super().__init__(spool, name, "", size)
        self.spool, self.sha256 = spool, sha256
        self.kind: kinds.Kind | None = None
        self.stripped: Stripped | None = None

    @property
    def is_whole(self) -> bool:
        """Whether all of it was kept."""
        return bool(self.spool.size == self.size)


class SealingHandler(FileUploadHandler):
    """Receives the files of one request into spools; their sizes together are limited."""

    chunk_size = 256 * 1024

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.taken = self.files = 0
        self.spool: Spool | None = None

    def new_file(self, *given: Any, **options: Any) -> None:
        """Begin a file."""
        super().new_file(*given, **options)
        self.spool, self.digest = Spool(), hashlib.sha256()
        self.files += 1

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Seal a piece; pieces beyond what a sending may hold are counted and thrown away."""
        self.taken += len(raw_data)
        if self.taken > GIVEN_UP:
            raise StopUpload(connection_reset=True)
        if self.spool is not None and self.taken <= MOST_BYTES and self.files <= MOST_FILES:
            self.digest.update(raw_data)
            self.spool.write(raw_data)

    def file_complete(self, file_size: int) -> SealedUpload | None:
        """The file, to be read from its beginning."""
        if self.spool is None:
            return None
        self.spool.seek(0)
        name = self.file_name or ""
        return SealedUpload(self.spool, name, file_size, self.digest.hexdigest())

    def upload_interrupted(self) -> None:
        """Whoever sent broke off."""
        if self.spool is not None:
            self.spool.close()


def examined(uploads: list[SealedUpload], *, strictly: bool = True) -> list[SealedUpload]:
    """The same files, recognised and, `strictly`, stripped; raises Invalid, naming the file."""
    if len(uploads) > MOST_FILES:
        raise _refused(_("At most %(count)d files at a time."), count=MOST_FILES)
    if sum(int(upload.size or 0) for upload in uploads) > MOST_BYTES:
        raise _refused(_("All files together: at most %(limit)d MB."), limit=MOST_BYTES // MB)
    for upload in uploads:
        _examine(upload, strictly=strictly)
    return uploads


def _examine(upload: SealedUpload, *, strictly: bool) -> None:
    upload.spool.seek(0)
    head = upload.spool.read(kinds.HEAD)
    kind = kinds.recognise(head)
    name = shown_name(upload, kind)
    if not head:
        raise _refused(_("%(name)s is empty."), name=name)
    if kind is None:
        raise _refused(
            _(
                "%(name)s is not a file that can be accepted. Send a photo (JPEG, PNG, WebP, "
                "HEIC), audio (MP3, M4A, OGG, AMR, WAV), video (MP4, 3GP, WebM, MOV) or a PDF."
            ),
            name=name,
        )
    limit = min(limits()[kind.family], MOST_BYTES)
    if int(upload.size or 0) > limit:
        words = _("%(name)s is too large: at most %(limit)d MB.")
        raise _refused(words, name=name, limit=limit // MB)
    upload.kind = kind
    upload.stripped = _stripped(upload, kind, name) if strictly else None


def _stripped(upload: SealedUpload, kind: kinds.Kind, name: str) -> Stripped | None:
    try:
        return strip(upload.spool, kind)
    except TooManyPixels:
        words = _("%(name)s has too many pixels. Send it smaller.")
    except Damaged:
        words = _("%(name)s is damaged, locked with a password, or not what its name says.")
    raise _refused(words, name=name)


def shown_name(upload: SealedUpload, kind: kinds.Kind | None) -> str:
    """Its name as it may be shown, in a message and to handlers."""
    given = upload.name or ""
    ending = given.rpartition(".")[2].lower()
    return kinds.safe_name(given, kind or kinds.Kind("", "", (ending or "?",)))


def _refused(words: str, **values: Any) -> Problem:
    return Invalid(words % values, field=FIELD)
