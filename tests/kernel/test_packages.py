"""Hand-over packages can be checked with a standard tool, and never sit in memory whole."""

from __future__ import annotations

import hashlib
import io
import json
import tracemalloc
import zipfile
from pathlib import Path

from sinergi.kernel.packages import build_package, safe_path


def package(*files: tuple[str, Path | bytes]) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(build_package({"case": "KJD/1"}, files))))


def test_the_manifest_and_the_digests_name_every_file(tmp_path: Path) -> None:
    photo = tmp_path / "x"
    photo.write_bytes(b"\xff\xd8" * 1000)
    archive = package(("kasus.json", b"{}"), ("bukti/foto.jpg", photo))
    assert archive.testzip() is None
    manifest = json.loads(archive.read("manifest.json"))
    assert manifest["case"] == "KJD/1"
    assert [entry["name"] for entry in manifest["files"]] == ["kasus.json", "bukti/foto.jpg"]
    lines = archive.read("digests.txt").decode().splitlines()
    listed = dict(reversed(line.split("  ", 1)) for line in lines)
    assert listed.keys() == set(archive.namelist()) - {"digests.txt"}
    for name, digest in listed.items():
        assert hashlib.sha256(archive.read(name)).hexdigest() == digest
    for entry in manifest["files"]:
        assert entry["sha256"] == listed[entry["name"]]
        assert entry["size"] == len(archive.read(entry["name"]))


def test_names_are_made_safe_and_unique() -> None:
    archive = package(
        ("../../etc/passwd", b"1"), ("C:\\a.txt", b"2"), ("a.pdf", b"3"), ("A.pdf", b"4"),
        ("manifest.json", b"5"),
    )  # fmt: skip
    assert archive.namelist() == [
        "etc/passwd", "C_/a.txt", "a.pdf", "A (2).pdf", "manifest (2).json", "manifest.json",
        "digests.txt",
    ]  # fmt: skip
    assert safe_path("../..") == "berkas"


def test_memory_stays_constant(tmp_path: Path) -> None:
    large = tmp_path / "video"
    with large.open("wb") as target:
        target.truncate(40 * 1024 * 1024)
    tracemalloc.start()
    size = sum(len(piece) for piece in build_package({}, [("video.mp4", large)]))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert size > 40 * 1024 * 1024
    assert peak < 6 * 1024 * 1024
