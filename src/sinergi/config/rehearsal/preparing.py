"""Readiness in every state: what is past is mostly ready and checked, what is ahead has begun."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sinergi.agencies.models import Agency, Post
from sinergi.config.rehearsal.pictures import photo
from sinergi.config.rehearsal.playing import Play
from sinergi.followups.actions import accept, report_done
from sinergi.followups.models import Followup
from sinergi.readiness.actions import check_readiness, make_gap_followup, report_readiness
from sinergi.readiness.models import ReadinessItem
from sinergi.readiness.permissions import answers_for

# stage: (share that is reported, share of the reports that say ready, share of those checked)
PROGRESS = {
    "P08": (0.5, 0.9, 0.8),
    "S03": (0.93, 0.92, 0.85),
    "S05": (0.45, 0.7, 0.55),
    "S06": (0.5, 0.6, 0.5),
    "S07": (0.12, 0.4, 0.3),
}
BEFORE = timedelta(days=20)
NOTES = {
    "ready": ("Sudah siap, dokumentasi ada di posko.", "Lengkap.", ""),
    "in_progress": ("Menunggu tanda tangan.", "Rapat dijadwalkan minggu ini.", "Separuh jalan."),
}
MISSING = (
    "Belum ada kendaraan untuk patroli malam.",
    "Anggota Linmas kurang empat orang.",
    "Genset belum tersedia.",
    "Menunggu daftar nama dari kecamatan.",
)
REMARKS = ("Daftar jaga belum ditandatangani.", "Foto posko belum jelas.")


def plan_preparing(play: Play, *, end: datetime, share: float = 1.0) -> None:
    """Put on the stage who reports what, and who checks it, in the weeks before `end`.

    `share` of the reports of PROGRESS: a rehearsal with few cases has few of these too.
    """
    posts = _posts(play)
    rows = ReadinessItem.objects.filter(
        operation=play.operation, active=True, stage__code__in=PROGRESS
    ).select_related("operation", "stage", "region", "agency", "requirement")
    for item in rows.order_by("stage__order", "requirement__code", "region_id", "agency_id"):
        reported, ready, checked = PROGRESS[item.stage.code]
        speakers = [post for post in posts[item.agency_id] if answers_for(post, item)]
        if speakers and play.chance.random() < reported * share:
            _Item(play, item, speakers[0]).plan(end, ready, checked)


def _posts(play: Play) -> dict[Any, list[Post]]:
    """{agency: its posts}"""
    found: dict[Any, dict[Any, Post]] = defaultdict(dict)
    every = [*play.cast.by_login.values(), *(p for at in play.cast.at_desk.values() for p in at)]
    for post in every:
        found[post.agency_id][post.pk] = post
    return defaultdict(list, {key: list(posts.values()) for key, posts in found.items()})


class _Item:
    """One item, from its report to the word of the desk above."""

    def __init__(self, play: Play, item: ReadinessItem, speaker: Post) -> None:
        # The action finds the row as it stands; of this one only what never changes is asked.
        self.play, self.item, self.speaker = play, item, speaker

    def plan(self, end: datetime, ready: float, checked: float) -> None:
        """At some hour of the weeks before `end`."""
        chance = self.play.chance
        at = end - BEFORE * chance.random() - timedelta(minutes=30)
        if chance.random() >= ready:
            step = self.block if chance.random() < 0.35 else self.begin
            self.play.plan(at, step, certain=True)
            return
        self.play.plan(at, self.finish, certain=True)
        if chance.random() < checked:
            after = min(at + self.play.minutes(120, 4 * 24 * 60), end - timedelta(minutes=5))
            self.play.plan(after, partial(self.check, chance.random() < 0.93), certain=True)

    def finish(self) -> None:
        """Its owner says that it is ready."""
        self._report("ready")

    def begin(self) -> None:
        """Under way."""
        self._report("in_progress")

    def _report(self, state: str) -> None:
        text = self.play.chance.choice(NOTES[state])
        report_readiness(self.speaker, self.item, state=state, note_text=text)

    def block(self) -> None:
        """It cannot go on alone: sometimes the desk asks for help at once."""
        missing = self.play.chance.choice(MISSING)
        helper = self._helper()
        report_readiness(self.speaker, self.item, state="blocked", missing=missing, helper=helper)
        asking = self._checkers()
        if helper and asking and self.play.chance.random() < 0.3:
            due = self.play.moment + timedelta(days=6)
            row = make_gap_followup(asking[0], self.item, to=helper, due_at=due, title=missing)
            self._let_answer(row.followup_id)

    def _let_answer(self, asked: Any) -> None:
        """Whoever is asked to help mostly does; what nobody answers climbs."""
        if self.play.chance.random() < 0.1:
            return
        post, at = self.play.cast.by_login["satpolpp"], self.play.moment
        told = {"answer": "Kendaraan dan anggota sudah ditugaskan.", "files": [photo("help", None)]}
        for hours, act, words in ((9, accept, {}), (50, report_done, told)):
            after = at + timedelta(hours=hours)
            self.play.plan(after, partial(_act, act, post, asked, words), certain=True)

    def _helper(self) -> Agency | None:
        return self.play.cast.agencies.get("Satpol PP Kab. Madiun")

    def check(self, confirmed: bool) -> None:
        """The desk above looks at it."""
        checkers = self._checkers()
        if checkers:
            remark = "" if confirmed else self.play.chance.choice(REMARKS)
            check_readiness(checkers[0], self.item, confirmed=confirmed, remark=remark)

    def _checkers(self) -> Sequence[Post]:
        item = self.item
        at_desk = self.play.cast.at_desk.get(item.checking_place, [])
        return [post for post in at_desk if post.can("assign") and _stands_apart(post, item)]


def _act(act: Any, post: Post, followup: Any, words: dict[str, Any]) -> None:
    act(post, Followup.objects.get(pk=followup), **words)


def _stands_apart(post: Post, item: ReadinessItem) -> bool:
    """Whether she sees the place and is of another agency."""
    return post.agency_id != item.agency_id and post.covers(item.region_id)
