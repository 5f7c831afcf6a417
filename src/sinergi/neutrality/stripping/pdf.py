"""PDFs without author, times, attachments and scripts: written anew by a process of its own.

Parsing what a stranger made is left to a child process with little memory and little time: a
bomb bursts there, and nothing of it touches the web server. It gets the file through a pipe, so
nothing lies on disk in clear.
"""

from __future__ import annotations

import base64
import contextlib
import io
import subprocess
import sys
import zlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, BinaryIO

from sinergi.neutrality.stripping.damage import Damaged

if TYPE_CHECKING:
    import pikepdf

MOST_MEMORY = 1024**3  # bytes
MOST_TIME = 40  # seconds
OF_DOCUMENT = ("/Metadata", "/OpenAction", "/AA", "/PieceInfo", "/Names", "/AcroForm", "/AF",
               "/URI", "/SpiderInfo", "/Legal", "/Perms", "/Collection", "/Threads")  # fmt: skip
OF_ANY = ("/Metadata", "/PieceInfo", "/LastModified", "/AF", "/JS", "/AA", "/Thumb", "/OPI")
# In what a photo within a PDF may be wrapped.
UNPACKING: dict[str, Callable[[bytes], bytes]] = {
    "/FlateDecode": zlib.decompress,
    "/ASCII85Decode": lambda raw: base64.a85decode(raw.strip().removesuffix(b"~>")),
}


def without_traces(source: BinaryIO) -> BinaryIO:
    """The same pages, and nothing else; raises Damaged when it cannot be opened."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", __name__],
            input=source.read(),
            capture_output=True,
            timeout=MOST_TIME,
            check=True,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        raise Damaged from None
    return io.BytesIO(done.stdout)


def rewritten(content: bytes) -> bytes:
    """What the child does: open, remove, write anew."""
    import pikepdf

    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as document:
        _flatten(document)
        _remove(document.Root, OF_DOCUMENT)
        _remove(document.trailer, ("/Info", "/ID"))
        for page in document.pages:
            _remove(page.obj, ("/Annots", "/B", "/Thumb", "/AA"))
        for thing in document.objects:
            if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
                _remove(thing, OF_ANY)
                _bare_photo(thing)
        document.remove_unreferenced_resources()
        document.save(target, deterministic_id=True)
    return target.getvalue()


def _flatten(document: pikepdf.Pdf) -> None:
    """What was filled in or stamped becomes part of the page; its author does not."""
    with contextlib.suppress(Exception):  # an appearance that cannot be drawn is left out
        document.generate_appearance_streams()
        document.flatten_annotations("all")


def _remove(thing: Any, names: tuple[str, ...]) -> None:
    for name in names:
        if name in thing:
            del thing[name]


def _bare_photo(thing: Any) -> None:
    """A photo within the PDF loses what its camera wrote into it."""
    import pikepdf

    if not isinstance(thing, pikepdf.Stream):
        return
    found = thing.get("/Filter")
    *before, last = [str(one) for one in (found if isinstance(found, pikepdf.Array) else [found])]
    if last != "/DCTDecode" or not set(before) <= set(UNPACKING):
        return
    raw = thing.read_raw_bytes()
    for name in before:
        raw = UNPACKING[name](raw)
    thing.write(bare_jpeg(raw), filter=pikepdf.Name.DCTDecode)


def bare_jpeg(raw: bytes) -> bytes:
    """A JPEG without its application segments and comments, but for those that tell its colours."""
    kept, at = bytearray(raw[:2]), 2
    while raw[at : at + 1] == b"\xff" and raw[at + 1 : at + 2] not in (b"\xda", b""):
        end = at + 2 + int.from_bytes(raw[at + 2 : at + 4], "big")
        if not (0xE1 <= raw[at + 1] <= 0xED or raw[at + 1] in (0xEF, 0xFE)):
            kept += raw[at:end]
        at = end
    return bytes(kept) + raw[at:]


def _child() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_TIME, MOST_TIME))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    sys.stdout.buffer.write(rewritten(sys.stdin.buffer.read()))


if __name__ == "__main__":
    try:
        _child()
    except BaseException:  # noqa: BLE001 - what was wrong with it is nobody's to read
        sys.exit(1)
