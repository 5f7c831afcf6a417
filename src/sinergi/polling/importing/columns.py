"""Which columns a list of stations may have, and how KPU and others head them. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Column:
    """One column: its heading in our own sheets, how the page calls it, and other headings."""

    heading: str
    title: Any
    width: int
    others: tuple[str, ...] = ()


COLUMNS: dict[str, Column] = {
    "code": Column(
        "Kode desa", _("Code of the village"), 16,
        ("kode", "kode wilayah", "kode kelurahan", "kode desa kelurahan", "kode kemendagri",
         "kode kel", "village code", "kode wilayah desa", "kode wil desa", "kd desa"),
    ),
    "district": Column(
        "Kecamatan", _("District"), 18, ("kec", "nama kecamatan", "nama kec", "district")
    ),
    "village": Column(
        "Desa/Kelurahan", _("Village"), 22,
        ("desa", "kelurahan", "nama desa", "nama kelurahan", "nama desa kelurahan", "desa kel",
         "kel desa", "kelurahan desa", "nama kel", "village"),
    ),
    "number": Column(
        "Nomor TPS", _("Number of the station"), 11,
        ("tps", "no tps", "tps ke", "nama tps", "nomor", "station", "number"),
    ),
    "place": Column(
        "Lokasi", _("Place"), 30,
        ("lokasi tps", "tempat", "nama tempat", "nama lokasi", "gedung", "place"),
    ),
    "address": Column("Alamat", _("Address"), 34, ("alamat tps", "alamat lokasi", "address")),
    "male": Column(
        "L", _("Male voters"), 8,
        ("laki laki", "laki", "lk", "pemilih l", "pemilih laki laki", "dpt l", "dpt laki laki",
         "jumlah l", "jumlah pemilih laki laki", "male"),
    ),
    "female": Column(
        "P", _("Female voters"), 8,
        ("perempuan", "pr", "pemilih p", "pemilih perempuan", "dpt p", "dpt perempuan",
         "jumlah p", "jumlah pemilih perempuan", "female"),
    ),
    "total": Column(
        "Jumlah", _("Total (checked only)"), 9,
        ("l p", "total", "jumlah pemilih", "jumlah dpt", "total pemilih", "dpt", "jml",
         "jml pemilih", "pemilih"),
    ),
    "lat": Column(
        "Latitude", _("Latitude"), 12, ("lat", "lintang", "garis lintang", "koordinat lintang")
    ),
    "lon": Column(
        "Longitude", _("Longitude"), 12,
        ("lon", "long", "lng", "bujur", "garis bujur", "koordinat bujur"),
    ),
    "accessible": Column(
        "Akses disabilitas", _("Accessible to disabled voters"), 11,
        ("ramah disabilitas", "aksesibel", "disabilitas", "akses difabel", "accessible"),
    ),
    "network": Column(
        "Jaringan", _("Network"), 12,
        ("sinyal", "jaringan internet", "jaringan seluler", "network", "signal"),
    ),
    "category": Column(
        "Kategori", _("Category"), 15,
        ("kategori kerawanan", "kerawanan", "kategori tps", "category"),
    ),
}  # fmt: skip
MOST_HEADINGS, LONGEST_HEADING = 60, 200

NETWORK_WORDS = {"none": "tidak ada", "weak": "lemah", "good": "baik"}  # as our own sheets say it
NETWORK_READ = {
    **{word: code for code, word in NETWORK_WORDS.items()},
    **{code: code for code in NETWORK_WORDS},
    "tidak ada sinyal": "none", "tanpa sinyal": "none", "blank spot": "none", "blankspot": "none",
    "kurang": "weak", "buruk": "weak", "kurang baik": "weak", "sinyal lemah": "weak",
    "kuat": "good", "bagus": "good", "lancar": "good", "ada": "good", "sinyal baik": "good",
}  # fmt: skip
CATEGORY_WORDS = {
    "less": "kurang rawan",
    "vulnerable": "rawan",
    "very": "sangat rawan",
    "special": "khusus",
}
CATEGORY_READ = {
    **{word: code for code, word in CATEGORY_WORDS.items()},
    **{code: code for code in CATEGORY_WORDS},
    "tidak rawan": "less", "aman": "less", "reguler": "less",
}  # fmt: skip
YES_WORDS = {True: "ya", False: "tidak"}


def plain_heading(text: str) -> str:
    """A heading without signs, in one case: "No. TPS*" is "no tps"."""
    return " ".join(re.sub(r"[^0-9a-z]+", " ", text.casefold()).split())


def _names(columns: Mapping[str, Column]) -> dict[str, str]:
    """{plain heading: field}."""
    return {
        plain_heading(name): field
        for field, column in columns.items()
        for name in (column.heading, field, *column.others)
    }


_NAMES = _names(COLUMNS)


def guessed(headings: Sequence[str], more: Mapping[str, Column] | None = None) -> dict[str, int]:
    """{field: number of its column} as the headings say; the first of two that mean the same.

    `more` are the columns of an operation beside those that every list may have.
    """
    names = {**_names(more or {}), **_NAMES}
    found: dict[str, int] = {}
    for position, heading in enumerate(headings):
        field = names.get(plain_heading(heading))
        if field and field not in found:
            found[field] = position
    return found


def lacking(columns: Mapping[str, int]) -> list[str]:
    """The fields without which no row can be understood; the village by its code or its name."""
    missing = [] if "number" in columns else ["number"]
    return missing if columns.keys() & {"code", "village"} else ["code", *missing]
