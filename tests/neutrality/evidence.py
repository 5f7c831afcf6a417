"""Files as strangers hand them in: honest ones with traces in them, and hostile ones."""

from __future__ import annotations

import io
import struct
import wave
import zipfile

import pikepdf
from mutagen import id3
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

SECRET = "RAHASIA-PEMOTRET"
DAY = "2024:09:08 07:15:00"


def jpeg(size: tuple[int, int] = (64, 48)) -> bytes:
    """A photo that says where, when and with what it was taken."""
    exif, target = Image.Exif(), io.BytesIO()
    exif[Base.Model] = SECRET
    exif[IFD.GPSInfo] = {
        GPS.GPSLatitudeRef: "S",
        GPS.GPSLatitude: (7.0, 33.0, 36.0),
        GPS.GPSLongitudeRef: "E",
        GPS.GPSLongitude: (111.0, 29.0, 24.0),
    }
    exif[IFD.Exif] = {Base.DateTimeOriginal: DAY}
    Image.new("RGB", size, "teal").save(target, "JPEG", exif=exif, comment=SECRET.encode())
    return target.getvalue()


def huge_png() -> bytes:
    """A few kilobytes that would be 900 million pixels."""
    target = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(target, "PNG")
    return target.getvalue()


def archive() -> bytes:
    """A ZIP that grows a thousandfold."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("bukti.txt", bytes(10_000_000))
    return target.getvalue()


def pdf(*, password: str = "") -> bytes:
    """A page with author, XMP, a script, an attachment, and a photo that tells of its camera."""
    made, target = pikepdf.new(), io.BytesIO()
    page = made.add_blank_page(page_size=(200, 200))
    photo = pikepdf.Stream(made, jpeg())
    photo.Type, photo.Subtype, photo.Filter = (
        pikepdf.Name.XObject, pikepdf.Name.Image, pikepdf.Name.DCTDecode,
    )  # fmt: skip
    photo.Width, photo.Height, photo.BitsPerComponent = 64, 48, 8
    photo.ColorSpace = pikepdf.Name.DeviceRGB
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=made.make_indirect(photo)))
    page.Contents = made.make_stream(b"q 100 0 0 100 0 0 cm /Im0 Do Q")
    made.docinfo["/Author"] = SECRET
    with made.open_metadata() as facts:
        facts["dc:creator"] = [SECRET]
    made.Root.OpenAction = pikepdf.Dictionary(
        S=pikepdf.Name.JavaScript, JS=pikepdf.String(f"app.alert('{SECRET}')")
    )
    made.attachments["isi.txt"] = SECRET.encode()
    locked = pikepdf.Encryption(owner=password, user=password) if password else False
    made.save(target, encryption=locked, compress_streams=False)
    return target.getvalue()


def mp3() -> bytes:
    """Silence with a label."""
    frame = bytes.fromhex("fffb9000") + bytes(413)
    target = io.BytesIO(frame * 20)
    label = id3.ID3()
    label.add(id3.TPE1(encoding=3, text=[SECRET]))
    label.save(target)
    return target.getvalue()


def wav() -> bytes:
    """Silence with a list of facts behind it."""
    target = io.BytesIO()
    with wave.open(target, "wb") as made:
        made.setnchannels(1)
        made.setsampwidth(2)
        made.setframerate(8000)
        made.writeframes(bytes(1600))
    told = b"INFOIART" + struct.pack("<I", len(SECRET)) + SECRET.encode()
    told += b"\0" * (len(told) % 2)
    whole = target.getvalue() + b"LIST" + struct.pack("<I", len(told)) + told
    return whole[:4] + struct.pack("<I", len(whole) - 8) + whole[8:]


def box(kind: bytes, *parts: bytes) -> bytes:
    """A box of ISO base media."""
    content = b"".join(parts)
    return struct.pack(">I4s", len(content) + 8, kind) + content


PICTURE = b"gambar bergerak " * 8
PLACES = f"tempat {SECRET} ".encode()
MADE = 0xDEADBEEF  # when it was made


def _track(handler: bytes, offset: int, size: int) -> bytes:
    head = box(b"tkhd", bytes(4), struct.pack(">II", MADE, MADE), bytes(72))
    media = box(b"mdhd", bytes(4), struct.pack(">II", MADE, MADE), bytes(12))
    name = box(b"hdlr", bytes(8), handler, bytes(12), SECRET.encode(), b"\0")
    table = box(
        b"stbl",
        box(b"stsd", bytes(8)),
        box(b"stsc", bytes(4), struct.pack(">IIII", 1, 1, 1, 1)),
        box(b"stsz", bytes(4), struct.pack(">III", 0, 1, size)),
        box(b"stco", bytes(4), struct.pack(">II", 1, offset)),
    )
    return box(b"trak", head, box(b"mdia", media, name, box(b"minf", table)),
               box(b"udta", SECRET.encode()))  # fmt: skip


def film() -> bytes:
    """A film of a phone: place and maker in its labels, a track of places beside the picture."""
    kind = box(b"ftyp", b"isom", bytes(4), b"isommp42")
    samples = box(b"mdat", PICTURE, PLACES)
    start = len(kind) + 8
    index = box(
        b"moov",
        box(b"mvhd", bytes(4), struct.pack(">II", MADE, MADE), bytes(88)),
        _track(b"vide", start, len(PICTURE)),
        _track(b"meta", start + len(PICTURE), len(PLACES)),
        box(b"udta", box(b"\xa9xyz", b"-07.5600+111.4900/" + SECRET.encode())),
        box(b"meta", SECRET.encode()),
    )
    return kind + samples + index + box(b"uuid", SECRET.encode()) + b"ekor " + SECRET.encode()
