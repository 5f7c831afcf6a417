"""Official documents: numbered, set by Typst, anchored to the journal, and verifiable by anyone."""

from __future__ import annotations

import functools
import hashlib
import json
import re
import secrets
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import segno
import typst
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from sinergi.kernel import files, indonesian, seals
from sinergi.kernel.actors import Actor
from sinergi.kernel.clock import now
from sinergi.kernel.models import OfficialDocument, Operation, Seal
from sinergi.kernel.numbers import next_number
from sinergi.kernel.serving import serve_file
from sinergi.kernel.state import plain

SOURCES = Path(__file__).resolve().parents[1]  # every room's typst/ folder lies below
CODE_LENGTH = 10
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U to misread
_MISREAD = str.maketrans("OIL", "011")
MOST_UNKNOWN = 200  # different characters in one document that no font has
_UNDISPLAYED = re.compile(r'the text `"(.+?)"` could not be displayed')
_JOINERS = re.compile("[\u200d\ufe0e\ufe0f]")  # what ties emoji together
_TEMPLATE = re.compile(r"([a-z_]+)/([a-z0-9_]+)\.typ")


def issue_document(
    kind: str,
    template: str,
    data: dict[str, Any],
    *,
    by: Actor,
    operation: Operation,
    region_code: str,
    title: str,
    series: str,
) -> OfficialDocument:
    """Number, set, seal and keep a document. Call it last in an action, which notes its digest.

    `template` names a file of a room's `typst/` folder as "room/name.typ"; it reads `data` (plain
    JSON, times as text) through `/kernel/typst/letter.typ`. The letterhead comes from
    `data["letterhead"]`: {"lines": [...], "address": ...}. The number is given back when the
    transaction fails.
    """
    issued_at = now()
    document = OfficialDocument(
        operation=operation,
        kind=kind,
        title=title,
        template=template,
        region_code=region_code,
        issued_at=issued_at,
        account_id=by.account_id,
        post_id=by.post_id,
        agency_id=by.agency_id,
        issued_by=by.actor_label[:200],
        code=new_code(),
        data=json.loads(json.dumps(data, default=_jsonable)),
    )
    _anchor(document, seals.latest(operation))
    with transaction.atomic():
        document.number = next_number(series, operation)
        content = render(document)
        _keep(document, content)
        document.save(force_insert=True)
    return document


def _anchor(document: OfficialDocument, seal: Seal | None) -> None:
    if seal is not None:
        document.seal_number, document.seal_hash = seal.number, seal.hash


def _keep(document: OfficialDocument, content: bytes) -> None:
    stored = files.keep_bytes(content)
    document.sha256, document.size, document.path = stored.sha256, stored.size, stored.path


def _jsonable(value: Any) -> Any:
    known = plain(value)
    return str(value) if known is value else known


def render(document: OfficialDocument) -> bytes:
    """The PDF of a document: the same row always gives the same bytes."""
    payload = {"document": _facts(document), "data": document.data}
    return set_pdf(document.template, payload, timestamp=int(document.issued_at.timestamp()))


def set_pdf(template: str, payload: dict[str, Any], *, timestamp: int) -> bytes:
    """Set "room/name.typ" with `payload`; `timestamp` (Unix seconds) is the PDF's date.

    What comes from people travels as JSON, never as Typst source, so markup in it is inert. Only
    the fonts inside the typst wheel are used: the same letter on every machine, and no network.
    """
    match = _TEMPLATE.fullmatch(template)
    if match is None:
        raise ValueError(f"not a template: {template}")
    room, name = match.groups()
    source = SOURCES / room / "typst" / f"{name}.typ"
    text = json.dumps(payload, ensure_ascii=False)
    for _attempt in range(MOST_UNKNOWN):
        try:
            return _compiled(source, text, timestamp)
        except typst.TypstError as error:
            unknown = _UNDISPLAYED.search(str(error))
            if unknown is None:
                raise
            text = _without(text, unknown[1])
    raise ValueError("too many characters that no font has")


def _compiled(source: Path, text: str, timestamp: int) -> bytes:
    pdf = typst.compile(
        source,
        root=SOURCES,
        font_paths=_fonts(),
        format="pdf",
        sys_inputs={"payload": text},
        pdf_standards=["a-2a"],  # the archive format with structure for screen readers
        timestamp=timestamp,
    )
    if not isinstance(pdf, bytes):
        raise TypeError("a letter is one PDF, not a list of pages")
    return pdf


def _without(text: str, unknown: str) -> str:
    """The payload with `?` for the characters that the archive format cannot show.

    `unknown` is as Typst names them, `\\u{1f600}` where they cannot be printed. Somebody wrote an
    emoji into a report: its letter must not fail for that.
    """
    named = re.sub(r"\\u\{([0-9a-f]+)\}", lambda found: chr(int(found[1], 16)), unknown)
    escaped = json.dumps(named, ensure_ascii=False)[1:-1]
    return _JOINERS.sub("", text).replace(named, "?").replace(escaped, "?")


@functools.cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


def _facts(document: OfficialDocument) -> dict[str, Any]:
    """What the letter prints of the document itself."""
    operation = document.operation
    local = document.issued_at.astimezone(ZoneInfo(operation.timezone))
    url = verify_url(document.code)
    return {
        "number": document.number,
        "title": document.title,
        "operation": operation.name,
        "election": operation.election,
        "exercise": operation.is_exercise,
        "issued_by": document.issued_by,
        "date": indonesian.long_date(local.date()),
        "day": indonesian.long_day(local.date()),
        "spelled_day": indonesian.spelled_day(local.date()),
        "time": indonesian.clock_time(local),
        "seal_number": document.seal_number,
        "seal_hash": document.seal_hash,
        "code": document.shown_code,
        "url": url,
        "qr": qr_svg(url),
    }


def qr_svg(text: str) -> str:
    """A QR code (error correction M) as SVG."""
    return str(
        segno.make(text, error="m", micro=False).svg_inline(border=0, scale=4, omitsize=False)
    )


def new_code() -> str:
    """A verify code that nobody can guess: 10 characters, 50 bits."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(CODE_LENGTH))


def read_code(text: str) -> str:
    """A code as someone typed it from paper, brought to its one form."""
    return re.sub(r"[\s-]", "", text).upper().translate(_MISREAD)


def verify_url(code: str) -> str:
    """Where anyone checks a document."""
    return f"{settings.PUBLIC_URL.rstrip('/')}/verify/{code}"


Finder = Callable[[str], OfficialDocument | None]
_elsewhere: list[Finder] = []


def register_finder(finder: Finder) -> None:
    """Let a room answer for codes of papers that it keeps sealed itself.

    It gives, for a code in its one form, an unsaved document with what anyone may be told.
    """
    if finder not in _elsewhere:
        _elsewhere.append(finder)


def find_document(text: str) -> OfficialDocument | None:
    """The document of a code as typed; None when the code is unknown."""
    code = read_code(text)
    if len(code) != CODE_LENGTH:
        return None
    document = OfficialDocument.objects.select_related("operation").filter(code=code).first()
    others = (finder(code) for finder in _elsewhere)
    return document or next((found for found in others if found), None)


def is_same_file(document: OfficialDocument, chunks: Iterable[bytes]) -> bool:
    """Whether a file is, byte for byte, the document as issued. Nothing of it is kept."""
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return secrets.compare_digest(digest.hexdigest(), document.sha256)


def serve_document(
    request: HttpRequest, document: OfficialDocument, *, attachment: bool = False
) -> HttpResponseBase:
    """Answer with the PDF. The caller has asked who may, and journals it where that matters."""
    return serve_file(
        request,
        document.path,
        media_type="application/pdf",
        name=document.file_name,
        attachment=attachment,
    )
