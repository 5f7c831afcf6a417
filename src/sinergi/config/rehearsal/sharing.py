"""What all share: a joint commitment to be signed, a pledge drive under way, and the library."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import Any

from sinergi.agencies.models import Post
from sinergi.commitments.actions import (
    draft_commitment,
    name_signatories,
    open_for_signing,
    report_pledges,
    start_drive,
)
from sinergi.commitments.models import Commitment, Signatory
from sinergi.commitments.texts import templates
from sinergi.config.rehearsal import pictures
from sinergi.config.rehearsal.playing import Play, utc
from sinergi.library.actions import mark_read, publish_entry
from sinergi.library.models import Version
from sinergi.stages.models import Stage

PLACE = "Pendopo Muda Graha, Madiun"
FORUM = ("bupati", "sekda", "bakesbangpol", "polres", "polreskota", "kodim", "kejari",
         "pengadilan", "dprd", "kpu", "bawaslu", "fkub")  # fmt: skip
OFFICES = ("village_office", "district_office")

# login of the publisher, kind, title, stage, for which kinds of agency, must it be read
BOOKS: tuple[tuple[str, str, str, str, tuple[str, ...], bool], ...] = (
    ("bakesbangpol", "procedure", "Prosedur pelaporan dan eskalasi posko", "", (), True),
    ("bakesbangpol", "guide", "Panduan musyawarah dan berita acara bagi tiga pilar", "",
     ("village_office", "koramil", "polsek"), True),
    ("polres", "procedure", "Prosedur pengamanan penetapan dan pengundian nomor urut", "S05",
     ("polres", "polsek", "kodim", "koramil", "satpol_pp"), False),
    ("bawaslu", "guide", "Yang boleh dan tidak boleh bagi ASN dan kepala desa", "S07", (), True),
    ("kpu", "guide", "Alur kampanye: jadwal, tempat, dan pemberitahuan", "S07", (), False),
    ("bpbd", "map", "Peta jalur siaga dan titik kumpul banjir", "S09", (), False),
)  # fmt: skip


def plan_sharing(play: Play, *, end: datetime, share: float = 1.0) -> None:
    """Put on the stage: the library first, then the pledge drive, then the joint commitment.

    `share` of the units report their pledges.
    """
    _plan_library(play)
    play.plan(utc(2024, 8, 26, 9), partial(_start_pledges, play, end, share), certain=True)
    play.plan(utc(2024, 9, 9, 14), partial(_open_commitment, play), certain=True)


def _plan_library(play: Play) -> None:
    for number, book in enumerate(BOOKS):
        at = utc(2024, 8, 19 + number, 10)
        play.plan(at, partial(_publish, play, *book), certain=True)


def _publish(
    play: Play, login: str, kind: str, title: str, stage: str, kinds: tuple[str, ...], must: bool
) -> None:
    post = play.cast.by_login[login]
    entry = publish_entry(
        post,
        post.agency,
        kind=kind,
        title=title,
        file=pictures.paper(title),
        summary="Naskah latihan.",
        stage=Stage.objects.filter(operation=play.operation, code=stage).first(),
        agency_kinds=kinds,
        must_read=must,
    )
    version = Version.objects.select_related("entry").get(entry=entry)
    for reader in play.cast.by_login.values():
        if play.chance.random() < 0.5:
            after = play.minutes(30, 5 * 24 * 60)
            play.plan(play.moment + after, partial(mark_read, reader, version))


def _draft(play: Play, code: str, held_on: date) -> Commitment:
    """A text of the house, at the desk of the regency."""
    secretary, told = play.cast.by_login["bakesbangpol"], templates()[code]
    return draft_commitment(
        secretary,
        secretary.desks[0],
        kind=told.kind,
        title=told.title,
        text=told.text,
        place=PLACE,
        held_on=held_on,
        template=code,
    )


def _start_pledges(play: Play, end: datetime, share: float) -> None:
    """Village heads and their officers pledge; most villages say how many have signed."""
    secretary = play.cast.by_login["bakesbangpol"]
    commitment = _draft(play, "village_integrity", date(2024, 8, 26))
    drive = start_drive(secretary, commitment, kinds=list(OFFICES), until=utc(2024, 9, 20, 16))
    heads = _heads(play)
    for unit in Signatory.objects.filter(commitment=drive.commitment).order_by("order"):
        head = heads.get(unit.agency_id)
        if head and play.chance.random() < 0.68 * share:
            span = (end - play.moment) * play.chance.random()
            play.plan(play.moment + span, partial(_pledge, play, head, unit.pk), certain=True)


def _heads(play: Play) -> dict[Any, Post]:
    """{agency: who leads it}"""
    every = (post for at in play.cast.at_desk.values() for post in at)
    return {
        post.agency_id: post for post in every if post.role in ("village_head", "district_head")
    }


def _pledge(play: Play, head: Post, unit: Any) -> None:
    staff = play.chance.randint(8, 15)
    signed = staff if play.chance.random() < 0.7 else play.chance.randint(3, staff - 1)
    row = Signatory.objects.select_related("commitment__operation").get(pk=unit)
    report_pledges(head, row, staff=staff, signed=signed)


def _open_commitment(play: Play) -> None:
    """The leaders sign it at the meeting of the next day."""
    secretary = play.cast.by_login["bakesbangpol"]
    commitment = _draft(play, "joint_commitment", date(2024, 9, 10))
    posts = [play.cast.by_login[login] for login in FORUM]
    open_for_signing(secretary, name_signatories(secretary, commitment, posts=posts))
