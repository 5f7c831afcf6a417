"""Evidence is kept as received, shown without what the camera betrays, and never trusted."""

from __future__ import annotations

import hashlib
import io
import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.ExifTags import IFD, Base

from sinergi.kernel import evidence, files, kinds
from sinergi.kernel.actors import SYSTEM
from sinergi.kernel.clock import stopped_at
from sinergi.kernel.models import Blob, Operation
from sinergi.kernel.problems import NotFound, Problem
from sinergi.kernel.serving import requested_range

pytestmark = pytest.mark.django_db

MORNING = datetime(2024, 9, 10, 1, 0, tzinfo=UTC)
MP3 = b"ID3\x04\x00\x00\x00\x00\x00\x00" + bytes(range(256)) * 40
OLD = 48 * 3600.0


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return Path(settings.MEDIA_ROOT)


@pytest.fixture
def operation() -> Operation:
    return Operation.objects.create(
        code="e-35.19".replace(".", "-"), region_code="35.19", name="Pilkada Kabupaten Madiun",
        election="Pilkada 2024", mode="exercise", voting_day=date(2024, 11, 27),
    )  # fmt: skip


def jpeg(size: tuple[int, int] = (64, 48), *, gps: bool = False, orientation: int = 1) -> bytes:
    exif = Image.Exif()
    exif[Base.Orientation] = orientation
    exif[Base.Model] = "SECRET-CAMERA"
    if gps:
        exif[IFD.GPSInfo] = {1: "S", 2: (7.0, 33.0, 36.0), 3: "E", 4: (111.0, 29.0, 24.0)}
        exif[IFD.Exif] = {Base.DateTimeOriginal: "2024:09:10 07:45:00"}
    target = io.BytesIO()
    Image.new("RGB", size, "teal").save(target, "JPEG", exif=exif)
    return target.getvalue()


def keep(content: bytes, name: str, operation: Operation) -> Blob:
    with stopped_at(MORNING):
        return evidence.store(ContentFile(content, name), by=SYSTEM, operation=operation)


def shown(blob: Blob) -> bytes:
    with evidence.open_shown(blob) as source:
        return source.read()


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_the_original_is_kept_byte_for_byte_and_read_only(operation: Operation) -> None:
    content = jpeg(gps=True)
    blob = keep(content, "../../foto bukti.jpg", operation)
    with evidence.open_original(blob) as source:
        assert source.read() == content
    assert blob.sha256 == hashlib.sha256(content).hexdigest()
    assert (blob.size, blob.name, blob.received_at) == (len(content), "foto bukti.jpg", MORNING)
    assert files.absolute(blob.original_path).stat().st_mode & 0o777 == 0o440
    assert evidence.verify(blob)


def test_the_position_is_read_and_then_gone_from_the_shown_copy(operation: Operation) -> None:
    blob = keep(jpeg(gps=True), "a.jpg", operation)
    assert blob.position == (pytest.approx(111.49), pytest.approx(-7.56))
    # The camera knows no zone: the operation's (WIB) is meant.
    assert blob.taken_at == datetime(2024, 9, 10, 0, 45, tzinfo=UTC)
    copy = shown(blob)
    assert not Image.open(io.BytesIO(copy)).getexif()
    assert b"SECRET-CAMERA" not in copy


def test_the_shown_copy_stands_upright_and_is_not_too_large(operation: Operation) -> None:
    blob = keep(jpeg((3000, 1000), orientation=6), "a.jpg", operation)
    assert Image.open(io.BytesIO(shown(blob))).size == (667, 2000)


def test_a_transparent_png_is_shown_on_white(operation: Operation) -> None:
    target = io.BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(target, "PNG")
    blob = keep(target.getvalue(), "logo.png", operation)
    pixel = Image.open(io.BytesIO(shown(blob))).getpixel((4, 4))
    assert pixel == (255, 255, 255)


def test_damaged_metadata_does_not_lose_the_photo(operation: Operation) -> None:
    target = io.BytesIO()
    Image.new("RGB", (8, 8)).save(target, "JPEG", exif=b"Exif\0\0MM\0*\0\0\xff\xffgarbage")
    assert keep(target.getvalue(), "a.jpg", operation).position is None


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"MZ\x90\x00" + bytes(200), "foto.jpg"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "foto.png"),
        (b"<html><script>alert(1)</script>", "surat.pdf"),
        (b"PK\x03\x04" + bytes(100), "video.mp4"),
        (b"", "kosong.jpg"),
        (b"\xff\xd8\xff\xe0" + b"nothing of an image" * 20, "foto.jpg"),
        (jpeg()[:400], "foto.jpg"),
    ],
)
def test_what_is_not_what_its_name_says_is_refused(
    operation: Operation, content: bytes, name: str, media: Path
) -> None:
    with pytest.raises(Problem) as caught:
        keep(content, name, operation)
    assert (caught.value.code, caught.value.field) == ("invalid", "files")
    assert name.split(".")[0] in str(caught.value)
    assert not [path for path in media.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", kinds.HEIC),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", kinds.HEIC),
        (b"\0\0\0\x1cftypavif\0\0\0\0avifmif1heic", None),
        (b"\0\0\0\x18ftypM4A \0\0\0\0M4A mp42", kinds.M4A),
        (b"\0\0\0\x18ftyp3gp5\0\0\0\x003gp5isom", kinds.THREE_GP),
        (b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", kinds.MOV),
        (b"\0\0\0\x18ftypisom\0\0\0\0isomavc1", kinds.MP4),
        (b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf2\x81\x04B\x82\x84webm", kinds.WEBM),
        (b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x88matroska", None),
        (b"OggS\0\x02" + bytes(22) + b"OpusHead", kinds.OGG),
        (b"#!AMR\n", kinds.AMR),
        (b"RIFF\0\0\0\0WAVEfmt ", kinds.WAV),
        (b"RIFF\0\0\0\0AVI LIST", None),
        (b"\xff\xfb\x90\x64", kinds.MP3),
        (b"%PDF-1.7", kinds.PDF),
        (b"plain words", None),
    ],
)  # fmt: skip
def test_a_kind_is_told_from_the_content(head: bytes, kind: kinds.Kind | None) -> None:
    assert kinds.recognise(head) is kind


@given(st.text(max_size=300))
def test_a_name_is_always_safe(name: str) -> None:
    safe = kinds.safe_name(name, kinds.JPEG)
    assert safe.endswith((".jpg", ".jpeg")) or safe.lower().endswith((".jpg", ".jpeg"))
    assert len(safe) <= 120 and safe.isprintable()
    assert not set(safe) & set('/\\<>:"|?*')
    assert not safe.startswith(".")


def test_a_name_cannot_pretend_another_kind() -> None:
    assert kinds.safe_name("surat.exe", kinds.PDF) == "surat.exe.pdf"
    assert kinds.safe_name("evil\u202efdp.exe", kinds.PDF) == "evilfdp.exe.pdf"


def test_each_family_has_its_limit(operation: Operation, settings: Any, media: Path) -> None:
    settings.SINERGI_EVIDENCE_LIMITS = {"audio": 2000}
    with pytest.raises(Problem) as caught:
        keep(MP3, "rekaman.mp3", operation)
    assert caught.value.code == "too-large"
    assert "rekaman.mp3" in str(caught.value)
    assert not [path for path in media.rglob("*") if path.is_file()]


def test_a_decompression_bomb_is_refused(operation: Operation) -> None:
    target = io.BytesIO()
    Image.new("1", (12_000, 12_000)).save(target, "PNG")
    assert len(target.getvalue()) < 100_000
    with pytest.raises(Problem) as caught:
        keep(target.getvalue(), "bom.png", operation)
    assert caught.value.code == "invalid"


def test_the_same_photo_twice_is_two_rows_and_one_file(operation: Operation, media: Path) -> None:
    first = keep(jpeg(), "a.jpg", operation)
    count = len([path for path in media.rglob("*") if path.is_file()])
    second = keep(jpeg(), "b.jpg", operation)
    assert first.pk != second.pk and first.original_path == second.original_path
    assert len([path for path in media.rglob("*") if path.is_file()]) == count


def test_a_heic_photo_is_kept_but_not_shown(operation: Operation) -> None:
    blob = keep(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(500), "IMG.HEIC", operation)
    assert (blob.media_type, blob.has_preview) == ("image/heic", False)
    with pytest.raises(Problem) as caught:
        evidence.serve_shown(RequestFactory().get("/"), blob)
    assert caught.value.code == NotFound.code


@pytest.mark.parametrize(
    ("header", "answer"),
    [
        ("", None),
        ("bytes=0-", (0, 99)),
        ("bytes=10-19", (10, 19)),
        ("bytes=90-500", (90, 99)),
        ("bytes=-5", (95, 99)),
        ("bytes=-500", (0, 99)),
        ("bytes=100-", "unsatisfiable"),
        ("bytes=-0", "unsatisfiable"),
        ("bytes=9-3", None),
        ("bytes=0-1,5-6", None),
        ("bytes=-", None),
        ("lines=1-2", None),
    ],
)
def test_a_range_is_read_as_the_standard_says(header: str, answer: Any) -> None:
    assert requested_range(header, 100) == answer


def test_audio_is_served_in_parts(operation: Operation) -> None:
    blob = keep(MP3, "rekaman.mp3", operation)
    asked = RequestFactory()
    whole = evidence.serve_shown(asked.get("/"), blob)
    assert whole.status_code == 200 and body(whole) == MP3
    part = evidence.serve_shown(asked.get("/", headers={"range": "bytes=100-199"}), blob)
    assert part.status_code == 206 and body(part) == MP3[100:200]
    assert part["Content-Range"] == f"bytes 100-199/{len(MP3)}"
    nothing = evidence.serve_shown(asked.get("/", headers={"range": "bytes=99999999-"}), blob)
    assert nothing.status_code == 416
    stale = {"range": "bytes=0-9", "if-range": '"another"'}
    assert evidence.serve_shown(asked.get("/", headers=stale), blob).status_code == 200
    known = {"if-none-match": whole["ETag"]}
    assert evidence.serve_shown(asked.get("/", headers=known), blob).status_code == 304


def test_a_served_file_can_do_nothing(operation: Operation) -> None:
    blob = keep(jpeg(gps=True), "bukti.jpg", operation)
    request = RequestFactory().get("/")
    inside = evidence.serve_shown(request, blob)
    assert "sandbox" in inside["Content-Security-Policy"]
    assert inside["X-Content-Type-Options"] == "nosniff"
    assert inside["Cache-Control"].startswith("private")
    assert inside["Content-Disposition"].startswith("inline")
    saved = evidence.serve_original(request, blob)
    assert saved["Content-Disposition"] == 'attachment; filename="bukti.jpg"'
    assert body(saved) == jpeg(gps=True)


def test_altered_and_missing_files_are_named(
    operation: Operation, capsys: pytest.CaptureFixture[str]
) -> None:
    altered, gone = keep(jpeg(), "ubah.jpg", operation), keep(MP3, "hilang.mp3", operation)
    call_command("evidence", "verify")
    place = files.absolute(altered.original_path)
    place.chmod(0o600)
    place.write_bytes(jpeg((10, 10)))
    files.absolute(gone.original_path).unlink()
    assert not evidence.verify(altered) and not evidence.verify(gone)
    with pytest.raises(CommandError):
        call_command("evidence", "verify")
    said = capsys.readouterr().out
    assert "altered: ubah.jpg" in said and "missing: hilang.mp3" in said


def test_a_missing_file_is_not_found(operation: Operation) -> None:
    blob = keep(MP3, "a.mp3", operation)
    files.absolute(blob.original_path).unlink()
    with pytest.raises(Problem) as caught:
        evidence.serve_original(RequestFactory().get("/"), blob)
    assert caught.value.status == 404


def test_receiving_a_file_again_heals_an_altered_one(operation: Operation) -> None:
    first = keep(MP3, "a.mp3", operation)
    place = files.absolute(first.original_path)
    place.chmod(0o600)
    place.write_bytes(b"altered")
    keep(MP3, "b.mp3", operation)
    assert evidence.verify(first)


def test_only_old_orphans_are_swept(operation: Operation, media: Path) -> None:
    blob, young = keep(jpeg(), "a.jpg", operation), files.keep_bytes(b"young")
    orphan = files.keep_bytes(b"nobody names me")
    for path in (blob.original_path, blob.shown_path, orphan.path):
        os.utime(files.absolute(path), (0, 0))
    assert evidence.sweep_orphans(OLD) == 1
    assert not files.absolute(orphan.path).exists()
    assert files.absolute(young.path).exists() and evidence.verify(blob)


def test_a_path_never_leaves_the_root() -> None:
    with pytest.raises(ValueError, match="never leaves"):
        files.absolute("../../etc/passwd")
