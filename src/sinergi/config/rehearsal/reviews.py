"""Looking back in the rehearsal: a review of a grave case that is closed, one of a stage that runs.

The regency also shows its open figures to everybody.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sinergi.agencies.models import Desk, Post
from sinergi.briefing.actions import (
    close_review,
    draw_lesson,
    note_in_review,
    open_review,
    switch_open_data,
)
from sinergi.briefing.models import Review
from sinergi.config.rehearsal.playing import Play
from sinergi.incidents.models import Incident
from sinergi.stages.models import Stage, today

TITLE = "Kaji ulang penanganan: {what}"
QUESTION = "Apakah posko mengetahui kejadian ini cukup cepat, dan siapa yang belum diberi tahu?"
CONCLUSION = (
    "Penanganan berjalan baik sesudah laporan diterima.\n"
    "Laporan pertama terlambat karena nomor posko tidak tersedia di lokasi."
)
NOTES = (
    ("polres", "well", "Anggota tiba di lokasi bersama Babinsa dan memisahkan kedua pihak."),
    ("kodim", "unknown", "Rute rombongan baru diketahui sesudah melewati batas kecamatan."),
    ("satpolpp", "proposal", "Posko bersama dibuka sehari sebelum kegiatan yang mengundang massa."),
)
LESSON = "Tempelkan nomor posko di tempat kegiatan yang mengundang massa"


def plan_reviews(play: Play, *, end: datetime) -> None:
    """Put on the stage the two reviews of the last days before `end`, and the open figures."""
    begin = end - timedelta(days=3)
    kept: dict[str, Any] = {}
    play.plan(begin, partial(_open_case, play, kept))
    for number, (login, kind, text) in enumerate(NOTES, 1):
        at = begin + timedelta(hours=3 * number)
        play.plan(at, partial(_say, play, kept, login, kind, text))
    play.plan(begin + timedelta(hours=26), partial(_learn, play, kept))
    play.plan(begin + timedelta(hours=27), partial(_close, play, kept))
    play.plan(end - timedelta(hours=20), partial(_open_stage, play))
    play.plan(end - timedelta(hours=19), partial(_show_figures, play))


def _coordinator(play: Play) -> tuple[Post, Desk]:
    post = play.cast.by_login["bakesbangpol"]
    return post, post.desks[0]


def _open_case(play: Play, kept: dict[str, Any]) -> None:
    """Of the newest grave case that is settled; nothing where there is none."""
    post, desk = _coordinator(play)
    rows = Incident.objects.visible_to(post).filter(state="settled", visibility="ordinary")
    grave = rows.filter(severity__in=("high", "critical")).select_related("region")
    case = grave.order_by("-closed_at").first() or rows.select_related("region").first()
    if case is not None:
        title = TITLE.format(what=case.headline)[:200]
        kept["review"] = open_review(post, desk, title=title, question=QUESTION, incident=case)


def _say(play: Play, kept: dict[str, Any], login: str, kind: str, text: str) -> None:
    post = play.cast.by_login.get(login)
    if post is not None and "review" in kept:
        note_in_review(post, kept["review"], kind=kind, text=text)


def _learn(play: Play, kept: dict[str, Any]) -> None:
    if "review" in kept:
        post, _desk = _coordinator(play)
        satpol = play.cast.by_login["satpolpp"].agency
        due = play.moment + timedelta(days=14)
        draw_lesson(post, kept["review"], title=LESSON, to=satpol, due_at=due)


def _close(play: Play, kept: dict[str, Any]) -> None:
    if "review" in kept:
        row = Review.objects.whole().get(pk=kept["review"].pk)
        close_review(_coordinator(play)[0], row, conclusion=CONCLUSION)


def _open_stage(play: Play) -> None:
    post, desk = _coordinator(play)
    stages = Stage.objects.visible_to(post).main().on(today()).filter(starts_on__isnull=False)
    stage = stages.order_by("-tension", "order").first()
    if stage is not None:
        open_review(post, desk, title=f"Kaji ulang tahapan: {stage.title_id}", stage=stage)


def _show_figures(play: Play) -> None:
    switch_open_data(_coordinator(play)[0], play.operation, on=True)
