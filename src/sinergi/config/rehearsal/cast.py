"""Who takes part: everybody is named by the post, and nobody is a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sinergi.agencies.actions import add_account, mark_role, open_post, plan_shift, seat
from sinergi.agencies.actions.people import set_password
from sinergi.agencies.models import Agency, Desk, Post
from sinergi.agencies.roles import ROLES
from sinergi.kernel.actors import SYSTEM
from sinergi.kernel.clock import now
from sinergi.kernel.models import Operation
from sinergi.regions.models import Region

# Of the accounts of the demo: it opens a rehearsal and nothing else.
PASSWORD = "latihan-damai-2024"  # noqa: S105
# Of the keys of Bawaslu's handlers in the demo.
PASSPHRASE = "kunci-latihan-damai-2024"  # noqa: S105
DOMAIN = "latihan.example"  # reserved for examples (RFC 2606): no mail ever leaves
SINCE = date(2024, 8, 1)


@dataclass(frozen=True)
class Part:
    """One post to be filled: `login` names the demo's account, and is empty for the others."""

    role: str
    agency: str
    region: str
    title: str
    login: str = ""


@dataclass
class Cast:
    """Everybody, by desk."""

    at_desk: dict[str, list[Post]] = field(default_factory=dict)  # code of the place -> members
    by_login: dict[str, Post] = field(default_factory=dict)
    agencies: dict[str, Agency] = field(default_factory=dict)


HOME = "35.19.11.2009"  # the village of the demo's three pillars
JIWAN = "35.19.09"

REGENCY_PARTS = (
    Part("regent", "Pemerintah Kabupaten Madiun", "", "Bupati Madiun", "bupati"),
    Part("regional_secretary", "Pemerintah Kabupaten Madiun", "",
         "Sekretaris Daerah, Ketua Desk Pilkada", "sekda"),
    Part("desk_coordinator", "Bakesbangpol Kab. Madiun", "",
         "Kepala Bakesbangpol, Koordinator Desk Pilkada", "bakesbangpol"),
    Part("duty_officer", "Bakesbangpol Kab. Madiun", "", "Petugas Piket Desk Pilkada", "piket"),
    Part("duty_officer", "Satpol PP Kab. Madiun", "", "Petugas Piket Satpol PP", "satpolpp"),
    Part("police_officer", "Polres Madiun", "", "Perwira Penghubung Polres Madiun", "polres"),
    Part("police_officer", "Polres Madiun Kota", "",
         "Perwira Penghubung Polres Madiun Kota", "polreskota"),
    Part("army_officer", "Kodim 0803/Madiun", "", "Perwira Penghubung Kodim 0803/Madiun", "kodim"),
    Part("kpu_liaison", "KPU Kab. Madiun", "", "Penghubung KPU Kabupaten Madiun", "kpu"),
    Part("bawaslu_liaison", "Bawaslu Kab. Madiun", "",
         "Penghubung Bawaslu Kabupaten Madiun", "bawaslu"),
    Part("bawaslu_member", "Bawaslu Kab. Madiun", "",
         "Anggota Bawaslu, Koordinator Penanganan Pelanggaran", "anggotabawaslu"),
    Part("bawaslu_handler", "Bawaslu Kab. Madiun", "", "Penangan Laporan 1 Bawaslu", "penangan"),
    Part("bawaslu_handler", "Bawaslu Kab. Madiun", "", "Penangan Laporan 2 Bawaslu", "penangan2"),
    Part("identity_keeper", "Bawaslu Kab. Madiun", "",
         "Pemegang Identitas Pelapor Bawaslu", "pemegangidentitas"),
    Part("prosecutor", "Kejaksaan Negeri Kab. Madiun", "", "Penghubung Kejaksaan Negeri", "kejari"),
    Part("court_liaison", "Pengadilan Negeri Kab. Madiun", "",
         "Penghubung Pengadilan Negeri", "pengadilan"),
    Part("council_member", "DPRD Kab. Madiun", "", "Pimpinan DPRD Kabupaten Madiun", "dprd"),
    Part("agency_officer", "BPBD Kab. Madiun", "", "Petugas BPBD Kabupaten Madiun", "bpbd"),
    Part("administrator", "Dinas Kominfo Kab. Madiun", "", "Administrator Sinergi", "admin"),
    Part("community_figure", "FKUB Kab. Madiun", "", "Anggota FKUB Kabupaten Madiun", "fkub"),
)  # fmt: skip


def assemble(operation: Operation) -> Cast:
    """Fill every post and seat it at its desk. Call it in the operation's time."""
    cast = Cast(agencies={a.name: a for a in Agency.objects.filter(operation=operation)})
    places = {r.pk: r for r in Region.objects.within([operation.region_code]).with_parent()}
    desks = {desk.region_id: desk for desk in Desk.objects.filter(operation=operation)}
    for role in (code for code, role in ROLES.items() if role.second_factor):
        # Real operations ask both for a second factor; a rehearsal has no phone to hold it.
        mark_role(SYSTEM, operation, role=role, second_factor=False)  # type: ignore[arg-type]
    for number, part in enumerate(_parts(operation, list(places.values())), start=1):
        post = _fill(operation, cast, part, places, number)
        _seat(cast, post, desks)
    _plan_duty(cast, desks, operation.region_code)
    return cast


def _parts(operation: Operation, places: Sequence[Region]) -> Iterator[Part]:
    for part in REGENCY_PARTS:
        yield Part(part.role, part.agency, operation.region_code, part.title, part.login)
    for place in places:
        if place.level == "district":
            yield from _district_parts(place)
        elif place.level == "village":
            yield from _village_parts(place)


def _district_parts(place: Region) -> Iterator[Part]:
    demo = HOME.startswith(place.pk + ".")
    for role, agency, title, login in (
        ("district_head", f"Kecamatan {place.name}", "Camat", "camat"),
        ("danramil", f"Koramil {place.name}", "Danramil", "danramil"),
        ("kapolsek", f"Polsek {place.name}", "Kapolsek", "kapolsek"),
        ("district_supervisor", f"Panwascam {place.name}", "Panwascam", "panwascam"),
        ("district_committee", f"Panitia Pemilihan Kecamatan {place.name}",
         "Ketua PPK Kecamatan", "ppk"),
    ):  # fmt: skip
        yield Part(role, agency, place.pk, f"{title} {place.name}", login if demo else "")


def _village_parts(place: Region) -> Iterator[Part]:
    district = place.parent.name if place.parent else ""
    where = f"{place.name} ({district})"
    office = f"Pemerintah {place.get_kind_display()} {where}"
    head = "Kepala Desa" if place.kind == "desa" else "Lurah"
    demo = place.pk == HOME
    yield Part("village_head", office, place.pk, f"{head} {where}", "kades" if demo else "")
    yield Part("babinsa", f"Koramil {district}", place.pk, f"Babinsa {where}",
               "babinsa" if demo else "")  # fmt: skip
    yield Part("bhabinkamtibmas", f"Polsek {district}", place.pk, f"Bhabinkamtibmas {where}",
               "bhabinkamtibmas" if demo else "")  # fmt: skip
    if demo:
        yield Part("village_committee", f"PPS {where}", place.pk, f"Ketua PPS {where}", "pps")
        yield Part("village_supervisor", f"Panwascam {district}", place.pk, f"PKD {where}", "pkd")
        yield Part("station_officer", f"PPS {where}", place.pk, f"Ketua KPPS TPS 001 {where}",
                   "kpps")  # fmt: skip
        yield Part("station_supervisor", f"Panwascam {district}", place.pk,
                   f"PTPS TPS 001 {where}", "ptps")  # fmt: skip


def _fill(
    operation: Operation, cast: Cast, part: Part, places: dict[str, Region], number: int
) -> Post:
    account = add_account(
        SYSTEM,  # type: ignore[arg-type]
        operation,
        name=part.title,
        # 0800 numbers belong to no private person.
        phone=f"+62800{number:07d}",
        email=f"{part.login or f'{part.role}-{part.region}'}@{DOMAIN}",
    )
    post = open_post(
        SYSTEM,  # type: ignore[arg-type]
        cast.agencies[part.agency],
        account=account,
        role=part.role,
        region=places[part.region],
        title=part.title,
        since=SINCE,
    )
    if part.login:
        set_password(post, account, password=PASSWORD)
        cast.by_login[part.login] = post
    return post


def _seat(cast: Cast, post: Post, desks: dict[str, Desk]) -> None:
    level = ROLES[post.role].level
    if not level:
        return
    width = {"village": 13, "district": 8, "regency": 5}[level]
    code = post.region_id[:width]
    seat(
        SYSTEM,  # type: ignore[arg-type]
        desks[code],
        post=post,
        coordinator=ROLES[post.role].coordinates,
    )
    cast.at_desk.setdefault(code, []).append(post)


def _plan_duty(cast: Cast, desks: dict[str, Desk], top: str) -> None:
    """Three watches a day at the regency, two in the districts, from midnight for two days."""
    midnight = now().replace(minute=0, second=0, microsecond=0) - timedelta(hours=8)
    for code, members in cast.at_desk.items():
        if code == top:
            able = [post for post in members if post.can("verify")]
            _watches(desks[code], able, midnight, hours=8, count=6)
        elif len(code) == 8:
            able = [post for post in members if post.can("verify")]
            _watches(desks[code], able, midnight, hours=12, count=4)


def _watches(desk: Desk, able: list[Post], start: datetime, *, hours: int, count: int) -> None:
    for turn in range(count):
        begins = start + timedelta(hours=hours * turn)
        plan_shift(
            SYSTEM,  # type: ignore[arg-type]
            desk,
            post=able[turn % len(able)],
            starts_at=begins,
            ends_at=begins + timedelta(hours=hours),
        )
