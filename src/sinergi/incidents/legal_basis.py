"""Why a case of some kind goes to some body: the law, its article, and since when. Pure.

Rules of this field change in the middle of an election, so each carries the days on which it
holds. "UU Pemilihan" stands for UU 1/2015 as amended by UU 8/2015 and UU 10/2016. Only what was
read in the text of the law, or is cited by the body itself, is listed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

ELECTION_LAW = (
    "Undang-Undang Nomor 1 Tahun 2015 sebagaimana diubah dengan Undang-Undang Nomor 8 Tahun 2015 "
    "dan Undang-Undang Nomor 10 Tahun 2016 (UU Pemilihan)"
)


@dataclass(frozen=True)
class Basis:
    """One citation. `bodies` and `kinds` are those for which it stands; none: for all."""

    text: str
    bodies: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None

    def holds(self, body: str, kind: str, day: date) -> bool:
        """Whether it may be cited in a letter of that day."""
        in_force = (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )
        return (
            in_force
            and (not self.bodies or body in self.bodies)
            and (not self.kinds or kind in self.kinds)
        )


CRIMES = ("gakkumdu", "polres", "kejari")
SUPERVISION = ("bawaslu", "gakkumdu")
CAMPAIGN = ("apk_damage", "hate_speech", "state_facility_abuse", "out_of_schedule_campaign")
ELECTION_CRIMES = ("vote_buying", *CAMPAIGN)
VIOLENCE = ("clash", "intimidation", "officer_violence", "martial_arts_friction")

ALL: tuple[Basis, ...] = (
    # To whom a breach of the election is reported, and within which time (7 days).
    Basis(f"{ELECTION_LAW}, Pasal 134;", ("bawaslu",)),
    Basis(
        "Peraturan Bawaslu Nomor 8 Tahun 2020 tentang Penanganan Pelanggaran Pemilihan;",
        ("bawaslu",),
        until=date(2024, 9, 29),
    ),
    Basis(
        "Peraturan Bawaslu Nomor 8 Tahun 2020 sebagaimana diubah dengan Peraturan Bawaslu Nomor 9 "
        "Tahun 2024 tentang Penanganan Pelanggaran Pemilihan;",
        ("bawaslu",),
        since=date(2024, 9, 30),
    ),
    Basis(f"{ELECTION_LAW}, Pasal 146 dan Pasal 152;", ("gakkumdu", "kejari")),
    Basis(f"{ELECTION_LAW}, Pasal 135 ayat (1) huruf d;", ("polres",), ELECTION_CRIMES),
    Basis(f"{ELECTION_LAW}, Pasal 135 ayat (1) huruf b dan Pasal 139;", ("kpu",)),
    Basis(f"{ELECTION_LAW}, Pasal 135 ayat (1) huruf a;", ("dkpp",)),
    # What the breach is.
    Basis("UU Pemilihan, Pasal 73 dan Pasal 187A (politik uang);",
          (*SUPERVISION, *CRIMES), ("vote_buying",)),
    Basis("UU Pemilihan, Pasal 69 dan Pasal 187 (larangan dalam kampanye);",
          (*SUPERVISION, *CRIMES), CAMPAIGN),
    Basis("UU Pemilihan, Pasal 71 (netralitas pejabat);",
          (*SUPERVISION, "bkn", "kpu"), ("neutrality_breach", "state_facility_abuse")),
    Basis("Undang-Undang Nomor 6 Tahun 2014 tentang Desa, Pasal 29 dan Pasal 51, bila menyangkut "
          "kepala desa atau perangkat desa;", ("bawaslu",), ("neutrality_breach",)),
    # Neutrality of the civil service: KASN until August 2024, BKN from then on.
    Basis("Undang-Undang Nomor 20 Tahun 2023 tentang Aparatur Sipil Negara, Pasal 24;", ("bkn",)),
    Basis("Peraturan Pemerintah Nomor 94 Tahun 2021 tentang Disiplin Pegawai Negeri Sipil, "
          "Pasal 5 huruf n;", ("bkn", "bawaslu"), ("neutrality_breach",)),
    Basis("Surat Edaran Menteri PANRB Nomor 4 Tahun 2024;", ("bkn",), since=date(2024, 8, 24)),
    Basis("Undang-Undang Nomor 2 Tahun 2002 tentang Kepolisian Negara Republik Indonesia, "
          "Pasal 28 ayat (1);", ("polres",), ("neutrality_breach",)),
    Basis("Undang-Undang Nomor 34 Tahun 2004 tentang Tentara Nasional Indonesia, Pasal 39;",
          ("kodim",), ("neutrality_breach",)),
    # Violence: its stopping is led by the police; the army helps when it is asked.
    Basis("Undang-Undang Nomor 7 Tahun 2012 tentang Penanganan Konflik Sosial, Pasal 12 dan "
          "Pasal 13;", ("polres",)),
    Basis("Undang-Undang Nomor 7 Tahun 2012 tentang Penanganan Konflik Sosial, Pasal 33 dan "
          "Pasal 34;", ("kodim",), VIOLENCE),
    Basis("Undang-Undang Nomor 7 Tahun 2012 tentang Penanganan Konflik Sosial, Pasal 6;",
          ("other", "kodim")),
    # What the letter carries is not for everybody.
    Basis("Undang-Undang Nomor 14 Tahun 2008 tentang Keterbukaan Informasi Publik, Pasal 17 huruf "
          "a, dan Undang-Undang Nomor 27 Tahun 2022 tentang Pelindungan Data Pribadi."),
)  # fmt: skip


def bases_for(body: str, kind: str, day: date) -> list[str]:
    """The citations of a letter to `body` about a case of `kind`, in their order."""
    return [basis.text for basis in ALL if basis.holds(body, kind, day)]
