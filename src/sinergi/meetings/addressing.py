"""How a letter addresses the head of an agency, and which kinds of agencies make a forum. Pure.

Official titles are Indonesian terms, and data: they stand on letters whatever the reader's
language is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

# kind of agency: (what its name begins with, how its head is called with the rest of the name)
_HEADS: Mapping[str, tuple[str, str]] = {
    "local_government": (r"Pemerintah Kabupaten ", "Bupati "),
    "polres": (r"Polres(?:ta)? ", "Kapolres "),
    "polsek": (r"Polsek ", "Kapolsek "),
    "kodim": (r"Kodim ", "Komandan Kodim "),
    "koramil": (r"Koramil ", "Danramil "),
    "district_office": (r"Kecamatan ", "Camat "),
    "kpu": (r"KPU ", "Ketua KPU "),
    "bawaslu": (r"Bawaslu ", "Ketua Bawaslu "),
    "kejari": (r"Kejaksaan Negeri ", "Kepala Kejaksaan Negeri "),
    "court": (r"Pengadilan ", "Ketua Pengadilan "),
    "council": (r"DPRD ", "Ketua DPRD "),
    "fkub": (r"FKUB ", "Ketua FKUB "),
    "fkdm": (r"FKDM ", "Ketua FKDM "),
    "district_supervisor": (r"Panwascam ", "Ketua Panwascam "),
    "district_election_committee": (r"(?:Panitia Pemilihan Kecamatan|PPK) ", "Ketua PPK "),
    "village_election_committee": (r"PPS ", "Ketua PPS "),
    "community": ("", "Perwakilan "),
}
_VILLAGES = ((r"Pemerintah Desa ", "Kepala Desa "), (r"Pemerintah Kelurahan ", "Lurah "))

# Roles whose holder is the head of the agency, and so holds the seat in person.
LEADING = {
    "local_government": "regent",
    "kesbangpol": "desk_coordinator",
    "district_office": "district_head",
    "koramil": "danramil",
    "polsek": "kapolsek",
    "village_office": "village_head",
    "council": "council_member",
}


def head_of(kind: str, name: str) -> str:
    """Kapolres Madiun, of polres and "Polres Madiun"; else "Kepala" and the name."""
    pairs = _VILLAGES if kind == "village_office" else (_HEADS.get(kind, ("", "Kepala ")),)
    for beginning, title in pairs:
        found = re.match(beginning, name)
        if found:
            return title + name[found.end() :]
    return f"Pimpinan {name}"
