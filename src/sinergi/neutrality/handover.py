"""The package of a hand-over: letter, sheet, facts, evidence, and the digest of each file.

A ZIP that is opened while it is sent: nothing of it is ever on disk in clear, and memory stays the
same whatever its size. It holds what the letter lists, so the same package is the same, byte for
byte; its digest is known, and kept, before a byte of it leaves.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any, BinaryIO

import pyrage
from pyrage.x25519 import Recipient

from sinergi.kernel.packages import Content, build_package, safe_path
from sinergi.neutrality.drafting import FORMAT
from sinergi.neutrality.handover_papers import FACTS_FILE, LETTER_FILE, SHEET_FILE
from sinergi.neutrality.models import Handover, Paper, SealedFile
from sinergi.neutrality.sealing import age, store
from sinergi.neutrality.sealing.case_keys import Opened, secret_of
from sinergi.neutrality.sealing.flow import PIECE, Flow

README, IDENTITY_FILE = "BACA-SAYA.txt", "identitas-pelapor.json"
README_TEXT = """RAHASIA
Paket penerusan perkara {number}
Surat: {letter}
{exercise}
Isi:
  {letter_file}    surat penerusan
  {sheet_file}    berkas penerusan: syarat, kronologi, keputusan
  {facts_file}               fakta perkara (JSON, UTF-8)
  bukti/                  salinan bukti tanpa metadata
{identity}  manifest.json           daftar isi
  digests.txt             nilai SHA-256 setiap berkas

Periksa keutuhan:  sha256sum -c digests.txt
"""
IDENTITY_LINE = "  {file}  identitas pelapor, dibuka oleh dua orang\n"
EXERCISE = "\nLATIHAN (EXERCISE): dokumen gladi, bukan kejadian sebenarnya\n"


@dataclass(frozen=True, repr=False)
class Package:
    """What is handed on. `secret` is the case's private key; `identity` the reporter, if opened."""

    handover: Handover
    secret: str
    papers: dict[str, Paper]
    facts: dict[str, Any]
    evidence: dict[str, SealedFile]
    identity: dict[str, Any] | None = field(default=None)

    @property
    def name(self) -> str:
        """PN-35.19-2024-000001.zip"""
        return safe_path(self.handover.number.replace("/", "-")) + ".zip"


def package_for(
    handover: Handover, opened: Opened, identity: dict[str, Any] | None = None
) -> Package:
    """The package, ready to be read; raises NotFound for a key that is not of this case."""
    secret = secret_of(handover.case, opened)
    papers = {paper.kind: paper for paper in Paper.objects.filter(handover=handover)}
    with store.open_kept(papers[Paper.Kind.FACTS].path, secret) as kept:
        facts: dict[str, Any] = json.loads(kept.read())
    named = [row["id"] for row in facts["evidence"]]
    rows = {str(row.pk): row for row in SealedFile.objects.filter(case=handover.case, pk__in=named)}
    return Package(handover, secret, papers, facts, rows, identity)


def digest_of(package: Package) -> str:
    """The SHA-256 of the package, without keeping any of it."""
    digest = hashlib.sha256()
    for piece in stream_of(package):
        digest.update(piece)
    return digest.hexdigest()


def stream_of(package: Package) -> Iterator[bytes]:
    """The package as a stream, opened as it goes."""
    handover = package.handover
    manifest = {
        "format": FORMAT,
        "exercise": handover.case.operation.is_exercise,
        "case": handover.case.number,
        "letter": {"number": handover.number, "sha256": handover.letter_sha256},
        "authority": handover.authority,
        "identity": package.identity is not None,
    }
    return build_package(manifest, _files(package), made_at=handover.prepared_at)


def encrypted_stream(package: Package, recipient: str) -> Iterator[bytes]:
    """The same, for the holder of one age key alone."""
    flow = Flow(_Pieces(stream_of(package)), partial(_seal, recipient=recipient))
    try:
        while piece := flow.read(PIECE):
            yield piece
    finally:
        flow.close()


def is_recipient(text: str) -> bool:
    """Whether it is a public key of age."""
    try:
        Recipient.from_str(text)
    except pyrage.RecipientError:
        return False
    return True


def _seal(source: BinaryIO, target: BinaryIO, recipient: str) -> None:
    age.seal_stream(source, target, recipient)


class _Pieces:
    """An iterator of pieces, to be read like a file."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._rest = pieces, b""

    def read(self, size: int = -1, /) -> bytes:
        """Up to `size` bytes; all that is left for a negative one."""
        while size < 0 or len(self._rest) < size:
            piece = next(self._pieces, None)
            if piece is None:
                break
            self._rest += piece
        cut = len(self._rest) if size < 0 else size
        found, self._rest = self._rest[:cut], self._rest[cut:]
        return found

    def close(self) -> None:
        """Stop the iterator, also half-way."""
        close = getattr(self._pieces, "close", None)
        if close:
            close()


def _files(package: Package) -> Iterable[tuple[str, Content]]:
    yield README, _readme(package).encode()
    yield LETTER_FILE, _kept(package, package.handover.letter_path)
    yield SHEET_FILE, _kept(package, package.papers[Paper.Kind.SHEET].path)
    yield FACTS_FILE, _kept(package, package.papers[Paper.Kind.FACTS].path)
    for one in package.facts["evidence"]:
        row = package.evidence[one["id"]]
        yield one["name"], _kept(package, row.shown_path or row.original_path)
    if package.identity is not None:
        text = json.dumps(package.identity, indent=2, ensure_ascii=False, sort_keys=True)
        yield IDENTITY_FILE, text.encode()


def _kept(package: Package, path: str) -> Content:
    return partial(store.open_kept, path, package.secret)


def _readme(package: Package) -> str:
    case = package.handover.case
    with_identity = IDENTITY_LINE.format(file=IDENTITY_FILE)
    return README_TEXT.format(
        number=case.number,
        letter=package.handover.number,
        letter_file=LETTER_FILE,
        sheet_file=SHEET_FILE,
        facts_file=FACTS_FILE,
        identity=with_identity if package.identity is not None else "",
        exercise=EXERCISE if case.operation.is_exercise else "",
    )
