"""Evidence on its way in: sealed on disk, stripped for handlers, hostile files clearly refused."""

from __future__ import annotations

import base64
import io
import os
import tempfile
import tracemalloc
import zlib
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from sinergi.kernel import kinds
from sinergi.kernel.files import absolute
from sinergi.kernel.problems import Problem
from sinergi.neutrality import stripping
from sinergi.neutrality.models import Case, SealedFile
from sinergi.neutrality.sealing.case_keys import secret_of
from sinergi.neutrality.sealing.spool import Spool
from sinergi.neutrality.sealing.store import open_kept
from sinergi.neutrality.sealing.words import open_words
from sinergi.neutrality.stripping.patched import Patch, Patched
from sinergi.neutrality.upload import (
    MOST_BYTES,
    SealedUpload,
    SealingHandler,
    examined,
    shown_name,
)
from tests.factories import World
from tests.factories_neutrality import chamber
from tests.neutrality import evidence
from tests.neutrality.evidence import SECRET
from tests.neutrality.reporter import Reporter

pytestmark = pytest.mark.django_db
HONEST = {
    "foto.jpg": evidence.jpeg,
    "surat.pdf": evidence.pdf,
    "suara.mp3": evidence.mp3,
    "suara.wav": evidence.wav,
    "film.mp4": evidence.film,
}


def handed_in(content: bytes, name: str = "bukti.jpg") -> SealedUpload:
    handler = SealingHandler(HttpRequest())
    handler.new_file("files", name, "", len(content))
    for at in range(0, len(content), handler.chunk_size):
        handler.receive_data_chunk(content[at : at + handler.chunk_size], at)
    made = handler.file_complete(len(content))
    assert made is not None
    return made


def stripped(content: bytes) -> bytes:
    kind = kinds.recognise(content[: kinds.HEAD])
    assert kind is not None
    copy = stripping.strip(io.BytesIO(content), kind)
    assert copy is not None
    copy.source.seek(0)
    return copy.source.read()


@pytest.mark.parametrize("name", HONEST)
def test_the_copy_tells_neither_who_nor_where_nor_when(name: str) -> None:
    content = HONEST[name]()
    copy = stripped(content)
    assert SECRET.encode() in content or name.endswith("pdf")
    for trace in (
        SECRET,
        evidence.DAY,
        "Exif",
        "-07.56",
        SECRET.encode("utf-16-be").decode("latin-1"),
    ):
        assert trace.encode("latin-1") not in copy
    assert kinds.recognise(copy[: kinds.HEAD]) == kinds.recognise(content[: kinds.HEAD])


def test_a_photo_is_drawn_anew_so_nothing_is_hidden_behind_it() -> None:
    copy = stripped(evidence.jpeg() + evidence.archive() + b"<script>alert(1)</script>")
    assert b"PK\3\4" not in copy
    assert b"<script>" not in copy
    assert Image.open(io.BytesIO(copy)).size == (64, 48)


def test_a_pdf_keeps_its_page_and_loses_script_attachment_and_author() -> None:
    copy = stripped(evidence.pdf())
    with pikepdf.open(io.BytesIO(copy)) as document:
        assert len(document.pages) == 1
        assert not set(document.Root.keys()) & {"/OpenAction", "/Names", "/Metadata", "/AF"}
        assert "/Info" not in document.trailer
        photo = document.pages[0].Resources.XObject.Im0.read_raw_bytes()
    assert SECRET.encode() not in photo
    assert Image.open(io.BytesIO(photo)).size == (64, 48)


@pytest.mark.parametrize("wrapped", ["plain", "zlib", "ascii"])
def test_a_photo_within_a_pdf_is_bared_however_it_is_wrapped(wrapped: str) -> None:
    made, target = pikepdf.new(), io.BytesIO()
    photo, filters = evidence.jpeg(), [pikepdf.Name.DCTDecode]
    if wrapped == "zlib":
        photo, filters = zlib.compress(photo), [pikepdf.Name.FlateDecode, *filters]
    if wrapped == "ascii":
        photo, filters = base64.a85encode(photo) + b"~>", [pikepdf.Name.ASCII85Decode, *filters]
    stream = pikepdf.Stream(made, photo)
    stream.Filter = pikepdf.Array(filters)
    page = made.add_blank_page()
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=made.make_indirect(stream)))
    page.Contents = made.make_stream(b"/Im0 Do")
    made.save(target)
    with pikepdf.open(io.BytesIO(stripped(target.getvalue()))) as document:
        bare = document.pages[0].Resources.XObject.Im0.read_raw_bytes()
    assert SECRET.encode() not in bare
    assert Image.open(io.BytesIO(bare)).size == (64, 48)


def test_a_film_loses_places_and_times_and_keeps_its_picture() -> None:
    content = evidence.film()
    copy = stripped(content)
    assert evidence.PICTURE in copy
    assert evidence.MADE.to_bytes(4, "big") not in copy
    assert b"tempat" not in copy
    assert content.index(evidence.PICTURE) == copy.index(evidence.PICTURE)  # offsets stay true


HOSTILE = {
    "an archive": (evidence.archive, "bukti.zip", "bukan berkas yang dapat diterima"),
    "an archive that calls itself a photo": (
        evidence.archive,
        "bukti.jpg",
        "bukan berkas yang dapat diterima",
    ),
    "a page": (
        lambda: b"<html><script>alert(1)</script>",
        "bukti.pdf",
        "bukan berkas yang dapat diterima",
    ),
    "a program": (lambda: b"MZ" + bytes(400), "foto.jpg", "bukan berkas yang dapat diterima"),
    "nothing": (lambda: b"", "kosong.jpg", "kosong"),
    "a bomb of pixels": (evidence.huge_png, "peta.png", "terlalu besar"),
    "a photo in name only": (lambda: b"\xff\xd8\xff" + bytes(100), "foto.jpg", "rusak"),
    "a PDF in name only": (lambda: b"%PDF-1.7\n" + bytes(100), "surat.pdf", "rusak"),
    "a locked PDF": (lambda: evidence.pdf(password="x"), "surat.pdf", "sandi"),
    "a film without index": (lambda: evidence.film()[:60], "film.mp4", "rusak"),
    "a sound of noise": (lambda: b"ID3\3\0\0\0\0\0\0" + b"PK\3\4" * 99, "suara.mp3", "rusak"),
    "too large": (lambda: evidence.jpeg() + bytes(16 * 1024 * 1024), "foto.jpg", "terlalu besar"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_no_evidence_is_clearly_refused(what: str) -> None:
    make, name, words = HOSTILE[what]
    with pytest.raises(Problem) as refused:
        examined([handed_in(make(), name)])
    assert refused.value.field == "files"
    assert words in str(refused.value.detail)
    assert name in str(refused.value.detail)


def test_at_most_ten_files_and_not_too_much_together() -> None:
    with pytest.raises(Problem, match="10"):
        examined([handed_in(evidence.jpeg()) for _ in range(11)])
    handler = SealingHandler(HttpRequest())
    handler.new_file("files", "film.mp4", "", None)
    piece = bytes(8 * 1024 * 1024)
    for at in range(0, MOST_BYTES + len(piece), len(piece)):
        handler.receive_data_chunk(piece, at)
    upload = handler.file_complete(MOST_BYTES + len(piece))
    assert upload is not None
    assert upload.spool.size <= MOST_BYTES
    with pytest.raises(Problem, match="MB"):
        examined([upload])


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("../../etc/passwd.jpg", "passwd.jpg"),
        ("C:\\Users\\nama\\foto.jpg", "foto.jpg"),
        ("foto\u202egpj.exe", "fotogpj.exe.jpg"),
    ],
)
def test_names_lead_nowhere_and_tell_the_truth(given_name: str, kept: str) -> None:
    upload = handed_in(evidence.jpeg(), given_name)
    assert shown_name(upload, kinds.JPEG) == kept


def test_nothing_readable_lies_on_disk_while_it_arrives(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Every byte that a spool gives to its file is looked at."""
    written: list[bytes] = []
    real = tempfile.TemporaryFile

    def watched(**options: Any) -> Any:
        file = real(**options)
        write = file.write
        return _Watched(file, lambda raw: (written.append(bytes(raw)), write(raw))[1])

    monkeypatch.setattr(tempfile, "TemporaryFile", watched)
    upload = handed_in(evidence.jpeg())
    assert upload.spool.read() == evidence.jpeg()
    assert written
    assert SECRET.encode() not in b"".join(written)
    assert not [name for _, _, names in os.walk(tmp_path) for name in names]


class _Watched:
    def __init__(self, file: Any, write: Any) -> None:
        self._file, self.write = file, write

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


@given(st.lists(st.binary(max_size=70), max_size=12), st.integers(0, 400), st.integers(0, 90))
def test_a_spool_gives_back_what_it_took(pieces: list[bytes], start: int, length: int) -> None:
    with Spool() as spool:
        for piece in pieces:
            spool.write(piece)
        whole = b"".join(pieces)
        spool.seek(start)
        assert spool.read(length) == whole[start : start + length]
        spool.seek(0)
        assert spool.read() == whole


@given(st.binary(min_size=1, max_size=200), st.data())
def test_a_patched_file_is_its_source_but_for_the_patches(content: bytes, data: Any) -> None:
    start = data.draw(st.integers(0, len(content) - 1))
    length = data.draw(st.integers(1, len(content) - start))
    patched = Patched(io.BytesIO(content), [Patch(start, length)], len(content))
    expected = content[:start] + bytes(length) + content[start + length :]
    at, size = data.draw(st.integers(0, len(content))), data.draw(st.integers(0, 200))
    patched.seek(at)
    assert patched.read(size) == expected[at : at + size]


@given(st.binary(max_size=300))
def test_no_film_breaks_it(tail: bytes) -> None:
    head = evidence.box(b"ftyp", b"isom", bytes(4))
    for content in (head + tail, head + evidence.box(b"moov", tail)):
        try:
            stripped(content)
        except stripping.Damaged:
            continue


def test_a_large_film_flows_through_in_constant_memory() -> None:
    film = evidence.film()
    with Spool() as spool:
        spool.write(film)
        spool.write(evidence.box(b"free"))
        for _ in range(30):
            spool.write(os.urandom(1024 * 1024))
        tracemalloc.start()
        copy = stripping.strip(spool, kinds.MP4)
        assert copy is not None
        assert copy.sha256
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 4 * 1024 * 1024


def test_handlers_get_the_copy_and_the_keeper_besides_the_original(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = chamber(world)
    files = [SimpleUploadedFile("foto.jpg", evidence.jpeg()),
             SimpleUploadedFile("rekaman.amr", b"#!AMR\n" + bytes(100))]  # fmt: skip
    assert Reporter(monkeypatch).report(files=files).status_code == 200
    content = secret_of(Case.objects.get(), keys.opened("bawaslu_handler"))
    person = secret_of(Case.objects.get(), keys.opened("identity_keeper"))
    by_layers = {file.original_layers: file for file in SealedFile.objects.all()}
    photo, sound = by_layers[2], by_layers[1]
    about = open_words(photo.about, content)
    with open_kept(photo.shown_path, content) as shown:
        assert SECRET.encode() not in shown.read()
    with open_kept(photo.original_path, content, person) as original:
        assert original.read() == evidence.jpeg()
    with open_kept(sound.original_path, content) as original:
        assert original.read().startswith(b"#!AMR")
    assert (about["name"], about["shown_type"], sound.shown_path) == ("foto.jpg", "image/jpeg", "")
    for path in (photo.shown_path, photo.original_path, sound.original_path):
        assert SECRET.encode() not in absolute(path).read_bytes()


def test_a_refused_file_is_said_at_its_field_and_words_stay(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    chamber(world)
    reporter = Reporter(monkeypatch)
    answer = reporter.report(files=[SimpleUploadedFile("bukti.zip", evidence.archive())])
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "bukan berkas yang dapat diterima" in page
    assert "pilih lagi" in page
    assert "apel" in page
    assert not SealedFile.objects.exists()
