"""What is usual at each kind of meeting: its agenda, and who is called. Pure; data in Indonesian.

Sources: PP 12/2022 art. 10 (members of the Forkopimda: the head of the region, of the council, of
police, army and prosecution, as its title allows others to be asked) and art. 17 (Forkopimcam:
Camat, Kapolsek, Danramil); Permendagri 42/2015 (integrated team for handling social conflicts);
the order of an evening of coordination follows the practice of desks in the region.
"""

from __future__ import annotations

from dataclasses import dataclass

FORUM = ("local_government", "council", "polres", "kodim", "kejari", "court")
ORGANISERS = ("kpu", "bawaslu")
DESK = ("kesbangpol", "satpol_pp")
# In the order in which letters name them.
OF_THE_REGENCY = (
    *FORUM, *ORGANISERS, "kesbangpol", "satpol_pp", "regional_agency", "fkub", "fkdm",
)  # fmt: skip
OF_THE_DISTRICT = ("district_office", "polsek", "koramil", "district_supervisor",
                   "district_election_committee")  # fmt: skip


@dataclass(frozen=True)
class Usual:
    """What one kind of meeting usually is. `kinds` are those of the agencies that are called."""

    title: str
    purpose: str
    chair: str
    agenda: tuple[str, ...]
    kinds: tuple[str, ...]
    legal_basis: str = ""
    nature: str = "important"
    hours: float = 2.0


USUAL: dict[str, Usual] = {
    "forum": Usual(
        "Rapat Koordinasi Forkopimda",
        "Membahas kesiapan dan kerawanan tahapan Pilkada serta langkah bersama menjaga situasi "
        "yang aman, lancar, damai, dan netral.",
        "Bupati",
        (
            "Pembukaan dan arahan ketua Forkopimda — Bupati (15 menit)",
            "Paparan situasi dan kewaspadaan dini — Kepala Bakesbangpol (15 menit)",
            "Paparan kesiapan tahapan — Ketua KPU (15 menit)",
            "Paparan pengawasan dan potensi pelanggaran — Ketua Bawaslu (15 menit)",
            "Paparan kerawanan dan rencana pengamanan — Kapolres (15 menit)",
            "Paparan dukungan pengamanan — Komandan Kodim (10 menit)",
            "Diskusi dan tanggapan peserta (25 menit)",
            "Arahan pimpinan dan pembagian tugas (15 menit)",
            "Penutup (5 menit)",
        ),
        (*FORUM, *ORGANISERS, "kesbangpol"),
        "Peraturan Pemerintah Nomor 12 Tahun 2022, Pasal 10",
    ),
    "integrated_team": Usual(
        "Rapat Tim Terpadu Penanganan Konflik Sosial",
        "Membahas rencana aksi terpadu, perkembangan penanganan, dan tindak lanjutnya.",
        "Bupati selaku Ketua Tim Terpadu",
        (
            "Pembukaan — Ketua Tim Terpadu (10 menit)",
            "Perkembangan situasi dan potensi konflik — Kapolres (20 menit)",
            "Capaian rencana aksi terpadu — Sekretariat Tim Terpadu (20 menit)",
            "Pembahasan permasalahan per wilayah (40 menit)",
            "Penetapan tindak lanjut dan penanggung jawab (20 menit)",
            "Penutup (5 menit)",
        ),
        ("local_government", "kesbangpol", "satpol_pp", "polres", "kodim", "kejari",
         "regional_agency", "fkub", "fkdm"),
        "Peraturan Menteri Dalam Negeri Nomor 42 Tahun 2015",
    ),
    "desk": Usual(
        "Rapat Desk Pilkada",
        "Membahas laporan posko, kasus yang belum selesai, dan kesiapan tahapan berikutnya.",
        "Sekretaris Daerah selaku Ketua Desk Pilkada",
        (
            "Pembukaan (5 menit)",
            "Laporan posko dan kasus yang belum selesai — Koordinator Desk (20 menit)",
            "Kesiapan tahapan berikutnya — KPU (15 menit)",
            "Hasil pengawasan — Bawaslu (10 menit)",
            "Pembahasan dan pembagian tugas (30 menit)",
            "Penutup (5 menit)",
        ),
        ("kesbangpol", "satpol_pp", "polres", "kodim", "kpu", "bawaslu", "kejari",
         "regional_agency"),
        hours=1.5,
    ),
    "district_forum": Usual(
        "Rapat Koordinasi Forkopimcam",
        "Membahas situasi desa/kelurahan dan langkah bersama tiga pilar di kecamatan.",
        "Camat",
        (
            "Pembukaan — Camat (10 menit)",
            "Situasi keamanan dan ketertiban — Kapolsek (15 menit)",
            "Pembinaan wilayah — Danramil (10 menit)",
            "Kesiapan penyelenggaraan — PPK (10 menit)",
            "Pengawasan — Panwascam (10 menit)",
            "Laporan desa/kelurahan (30 menit)",
            "Arahan dan pembagian tugas (15 menit)",
            "Penutup (5 menit)",
        ),
        (*OF_THE_DISTRICT, "village_office"),
        "Peraturan Pemerintah Nomor 12 Tahun 2022, Pasal 17",
    ),
    "technical": Usual(
        "Rapat Teknis",
        "",
        "Koordinator Desk Pilkada",
        ("Pembukaan", "Paparan rencana pelaksanaan", "Pembahasan teknis", "Pembagian tugas",
         "Penutup"),
        ("kesbangpol", "satpol_pp", "polres", "kodim", "kpu", "bawaslu"),
        nature="ordinary",
        hours=1.5,
    ),
    "other": Usual(
        "Rapat Koordinasi", "", "Koordinator Desk Pilkada",
        ("Pembukaan", "Pembahasan", "Arahan", "Penutup"), (), nature="ordinary",
    ),
}  # fmt: skip


def usual_at(level: str) -> str:
    """The kind that a desk of that level convenes most."""
    return "forum" if level == "regency" else "district_forum"
