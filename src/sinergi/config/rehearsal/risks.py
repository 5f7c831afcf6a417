"""The register of risks in the rehearsal: fictional, in places taken by chance."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sinergi.agencies.models import Post
from sinergi.config.rehearsal.cast import HOME
from sinergi.config.rehearsal.playing import SEED, Play
from sinergi.followups import actions as followups
from sinergi.followups.models import Followup
from sinergi.kernel.clock import local, now
from sinergi.regions.models import Region
from sinergi.risk import actions
from sinergi.risk.library import Suggestion, suggested
from sinergi.risk.models import Risk
from sinergi.risk.queries.register import usual_owner
from sinergi.stages.models import Stage

OPENED = timedelta(days=9)  # before the end: the first of them


@dataclass(frozen=True)
class _Told:
    """One entry: where ("" for a village by chance), how grave, and how far it has come."""

    kind: str
    title: str
    likelihood: int
    impact: int
    stage: str = ""
    level: str = "village"
    place: str = ""
    fate: str = ""  # mitigated, accepted, closed, asked, late; empty: nothing done yet


TOLD = (
    _Told("martial_arts", "Gesekan dua perguruan silat saat rapat umum di lapangan desa", 4, 4,
          "S07", place=HOME, fate="asked"),
    _Told("violence", "Massa pendukung bertemu di jalan kecamatan pada pengundian nomor urut", 3, 4,
          "S06", "district", fate="asked"),
    _Told("hoax", "Pesan berantai tentang hasil sebelum pemungutan suara", 4, 3, "S08",
          fate="late"),
    _Told("voter_list", "Warga pondok dan pekerja pabrik belum terdaftar di DPT", 4, 3, "P08",
          fate="mitigated"),
    _Told("logistics", "Jalan ke dusun atas terputus bila hujan; kotak terlambat", 3, 4, "S09",
          fate="asked"),
    _Told("disaster", "Banjir luapan sungai menggenangi balai desa tempat TPS", 3, 5, "S09"),
    _Told("network", "Laporan hari pemungutan tidak terkirim: tidak ada sinyal", 4, 2, "S09",
          fate="accepted"),
    _Told("vote_buying", "Pembagian bahan pokok pada masa tenang", 3, 4, "S08", fate="late"),
    _Told("neutrality", "Perangkat desa diminta hadir pada deklarasi", 3, 3, "S07", fate="asked"),
    _Told("dispute", "Pendukung mendatangi kantor kecamatan saat rekapitulasi", 2, 5, "S10",
          "district"),
    _Told("violence", "Sisa sengketa pemilihan kepala desa memanas kembali", 3, 3, fate="closed"),
    _Told("access", "TPS di lantai dua tidak terjangkau pemilih berkursi roda", 4, 2, "S09",
          fate="mitigated"),
    _Told("campaign", "Jadwal kampanye dua tim bertabrakan di lapangan yang sama", 3, 3, "S07",
          "district", fate="asked"),
    _Told("coordination", "Posko desa beberapa hari tidak mengonfirmasi harinya", 3, 2),
)  # fmt: skip


def plan_risks(play: Play, *, end: datetime) -> None:
    """Put on the stage: entered in the days before `end`, each with what became of it."""
    chance = random.Random(SEED + 8)  # noqa: S311 - a play; of its own, so that others stay
    for number, told in enumerate(TOLD):
        at = end - OPENED + timedelta(hours=9 * number)
        entry = _Entry(play, told, chance)
        play.plan(at, entry.open)
        if told.fate:
            play.plan(at + timedelta(hours=2), entry.ask)
        if told.fate in ("mitigated", "closed", "accepted"):
            play.plan(at + timedelta(hours=30), entry.answer)
        play.plan(at + timedelta(hours=34), partial(entry.end, told.fate))


class _Entry:
    """One risk, step by step; everything is an action by someone who may do it."""

    def __init__(self, play: Play, told: _Told, chance: random.Random) -> None:
        self.play, self.told, self.chance = play, told, chance
        self.by: Post | None = None
        self.pk: Any = None

    @property
    def risk(self) -> Risk:
        """As it stands now."""
        return Risk.objects.whole().get(pk=self.pk)

    def open(self) -> None:
        """Somebody of the place's desk enters it."""
        region = self._where()
        members = self.play.cast.at_desk.get(region.pk, [])
        able = [post for post in members if post.can("assess_risk") and post.can("assign")]
        if not able:
            return
        self.by = self.chance.choice(able)
        stage = Stage.objects.filter(operation=self.play.operation, code=self.told.stage).first()
        told = actions.RiskTold(
            self.told.kind, self.told.title, self.told.likelihood, self.told.impact, stage=stage
        )
        look_again = local(now()).date() + timedelta(days=self.chance.choice((3, 7, 14)))
        self.pk = actions.open_risk(self.by, region, told, review_on=look_again).pk

    def _where(self) -> Region:
        villages = self.play.villages
        if self.told.place:
            return next(row for row in villages if row.pk == self.told.place)
        village = self.chance.choice(villages)
        if self.told.level == "district" and village.parent is not None:
            return village.parent
        return village

    def ask(self) -> None:
        """The first things that the library names, of who usually does them."""
        if self.by is None or self.pk is None:
            return
        for row in suggested(self.told.kind, [self.told.stage])[: 1 + len(self.told.title) % 2]:
            self._ask(self.by, row)

    def _ask(self, by: Post, row: Suggestion) -> None:
        owner = usual_owner(self.risk, row.owner)
        days = 1 if self.told.fate == "late" else row.days + 9
        if owner is not None:
            actions.add_measure(
                by, self.risk, title=row.titles[0], to=owner, detail=row.details[0],
                due_at=now() + timedelta(days=days), suggestion=row.code,
            )  # fmt: skip
            self.play.cases_moved = True

    def answer(self) -> None:
        """Its owner reports it as done, and the desk takes that."""
        if self.by is None or self.pk is None:
            return
        for row in Followup.objects.filter(against_risk__risk=self.pk).select_related("from_desk"):
            able = [p for p in self._all() if p.agency_id == row.to_agency_id and p.can("answer")]
            if able:
                done = followups.report_done(able[0], row, answer="Sudah dilaksanakan.")
                followups.close(self.by, done)

    def _all(self) -> list[Post]:
        rows = [post for members in self.play.cast.at_desk.values() for post in members]
        return [*rows, *self.play.cast.by_login.values()]

    def end(self, fate: str) -> None:
        """How it stands at the end."""
        if self.by is None or self.pk is None:
            return
        risk, look_again = self.risk, local(now()).date() + timedelta(days=14)
        if fate == "mitigated":
            actions.mitigate_risk(
                self.by, risk, likelihood=risk.likelihood - 2, impact=risk.impact,
                result="Langkah sudah dilaksanakan; tinggal dipantau.", review_on=look_again,
            )  # fmt: skip
        elif fate == "accepted":
            actions.accept_risk(
                self.by, risk, result="Laporan dibawa petugas ke titik bersinyal.",
                review_on=look_again,
            )  # fmt: skip
        elif fate == "closed":
            actions.close_risk(self.by, risk, result="Kedua pihak sepakat di depan tiga pilar.")
