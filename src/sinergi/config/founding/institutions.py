"""Which agencies a regency has, and the local facts that no rule of thumb gives.

Sources: PP 12/2022 art. 10-20 (Forkopimda, Forkopimcam), UU 10/2016 (organisers, supervisors);
35.19: Kep Kapolda Jatim Kep/1225/X/2012 (Jiwan and Sawahan belong to Polres Madiun Kota), the
regency's press for Kodim 0803/Madiun.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Local:
    """What is particular to one regency: names, and police areas that cut across it."""

    names: dict[str, str] = field(default_factory=dict)  # kind -> name
    other_police: dict[str, tuple[str, ...]] = field(default_factory=dict)  # name -> districts


LOCAL: dict[str, Local] = {
    "35.19": Local(
        names={"polres": "Polres Madiun", "kodim": "Kodim 0803/Madiun"},
        other_police={"Polres Madiun Kota": ("35.19.09", "35.19.14")},
    ),
}

# kind -> name of the agency of a regency; {full} is "Kabupaten X", {short} is "Kab. X", {name} "X"
REGENCY_AGENCIES: tuple[tuple[str, str], ...] = (
    ("local_government", "Pemerintah {full}"),
    ("kesbangpol", "Bakesbangpol {short}"),
    ("satpol_pp", "Satpol PP {short}"),
    ("polres", "Polres {name}"),
    ("kodim", "Kodim {name}"),
    ("kpu", "KPU {short}"),
    ("bawaslu", "Bawaslu {short}"),
    ("kejari", "Kejaksaan Negeri {short}"),
    ("court", "Pengadilan Negeri {short}"),
    ("council", "DPRD {short}"),
    ("fkub", "FKUB {short}"),
    ("fkdm", "FKDM {short}"),
    ("regional_agency", "BPBD {short}"),
    ("regional_agency", "Dinas Kesehatan {short}"),
    ("regional_agency", "Dinas Perhubungan {short}"),
    ("regional_agency", "Dinas Kominfo {short}"),
    ("regional_agency", "Dispendukcapil {short}"),
    ("regional_agency", "DPMD {short}"),
    ("regional_agency", "Inspektorat {short}"),
)
DISTRICT_AGENCIES: tuple[tuple[str, str, str], ...] = (
    # kind, name, kind of the agency above
    ("district_office", "Kecamatan {name}", "local_government"),
    ("polsek", "Polsek {name}", "polres"),
    ("koramil", "Koramil {name}", "kodim"),
    ("district_supervisor", "Panwascam {name}", "bawaslu"),
    ("district_election_committee", "Panitia Pemilihan Kecamatan {name}", "kpu"),
)
# Provinces on WITA and WIT; every other lives on WIB (Keppres 41/1987).
WITA = ("51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76")
WIT = ("81", "82", "91", "92", "93", "94", "95", "96")


def timezone_of(code: str) -> str:
    """The IANA zone of a place, from the province in its code."""
    province = code[:2]
    if province in WITA:
        return "Asia/Makassar"
    return "Asia/Jayapura" if province in WIT else "Asia/Jakarta"
