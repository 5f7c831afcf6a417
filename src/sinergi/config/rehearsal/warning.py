"""Alerts of the rehearsal: two rules that watch, one alert that is over, and one that runs.

Fictional, as all that happens in it: no group, no person and no candidate is meant.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from sinergi.agencies.models import Post
from sinergi.alerts import actions
from sinergi.alerts.models import Alert, AlertReceipt, AlertRule
from sinergi.alerts.warning.drafting import Draft, RulePlan
from sinergi.alerts.warning.watching import look
from sinergi.config.rehearsal.cast import HOME, JIWAN
from sinergi.config.rehearsal.playing import Play
from sinergi.regions.codes import clipped
from sinergi.regions.models import Region

TOGETHER = RulePlan(
    condition="incidents",
    parameters={"least": 3, "kinds": [], "gravity": "medium", "place": "district", "hours": 6},
    headline="{jumlah} kejadian dalam 6 jam di {tempat}",
    instruction="Forkopimcam memeriksa apakah kejadian saling terkait, dan melapor dalam 1 jam.",
    severity="Severe",
    urgency="Immediate",
    reach=["place", "regency"],
    cooldown=360,
)
UNANSWERED = RulePlan(
    condition="unacknowledged",
    parameters={"minutes": 10},
    headline="Kejadian kritis di {tempat} belum diterima posko mana pun",
    instruction="Petugas piket menelepon posko terdekat, lalu menerima laporan itu.",
    severity="Severe",
    urgency="Immediate",
    reach=["district", "regency"],
    cooldown=60,
)
OVER = Draft(
    event="Konvoi dua perguruan",
    headline="Dua konvoi perguruan silat menuju lapangan yang sama",
    description="Sekitar 200 orang. Kedua pihak sudah dihubungi tiga pilar.",
    instruction="Pisahkan jalur, hadir di lapangan, catat setiap gesekan.",
    severity="Severe",
    urgency="Immediate",
    certainty="Observed",
    reach=["place", "regency"],
    lasts=6,
)
RUNNING = Draft(
    event="Kabar bohong",
    headline="Beredar kabar bohong tentang perubahan tempat rapat koordinasi",
    description="Pesan berantai menyebut rapat dipindah. Tempat dan waktu rapat tetap.",
    instruction="Sampaikan kepada jajaran bahwa rapat tetap seperti undangan. Jangan meneruskan.",
    severity="Moderate",
    urgency="Expected",
    certainty="Observed",
    reach=["place", "district", "regency"],
    lasts=12,
)


def plan_warnings(play: Play, *, end: datetime) -> None:
    """Put on the stage: rules four days before, one alert three days before, one this morning."""
    written, evening = end - timedelta(days=4), end - timedelta(days=3, hours=12)
    play.plan(written, partial(_write_rules, play), certain=True)
    play.plan(evening, partial(_warn, play, JIWAN, OVER), certain=True)
    play.plan(evening + timedelta(minutes=9), partial(_answer, play, 1.0), certain=True)
    play.plan(evening + timedelta(hours=2), partial(_all_clear, play), certain=True)
    place = clipped(HOME, "district")
    play.plan(end - timedelta(minutes=24), partial(_warn, play, place, RUNNING), certain=True)
    play.plan(end - timedelta(minutes=15), partial(_answer, play, 0.6), certain=True)
    play.plan(end - timedelta(minutes=2), partial(_look, play), certain=True)


def _write_rules(play: Play) -> None:
    """Written, tried on the weeks before, and set to watch."""
    by = play.cast.by_login["bakesbangpol"]
    for plan in (TOGETHER, UNANSWERED):
        rule = actions.add_alert_rule(by, play.operation, plan)
        actions.set_rule_live(by, actions.try_alert_rule(by, rule, days=21))


def _warn(play: Play, code: str, draft: Draft) -> None:
    """Drafted by the duty officer, approved by the coordinator."""
    place = Region.objects.with_parent().get(pk=code)
    made = actions.draft_alert(play.cast.by_login["piket"], place, draft)
    actions.approve_alert(play.cast.by_login["bakesbangpol"], made)


def _answer(play: Play, share: float) -> None:
    """Most of those who were told say that they know; the duty officer's phone stays silent."""
    rows = AlertReceipt.objects.filter(
        alert__operation=play.operation, alert__state=Alert.State.RUNNING, acknowledged_at=None
    )
    posts = Post.objects.with_all().in_bulk(rows.values_list("post", flat=True))
    for row in rows.select_related("alert__operation"):
        if play.chance.random() < share and posts[row.post_id].role != "duty_officer":
            actions.acknowledge_alert(posts[row.post_id], row)


def _all_clear(play: Play) -> None:
    alert = Alert.objects.running().get(operation=play.operation)
    actions.cancel_alert(
        play.cast.by_login["piket"], alert,
        reason="Kedua konvoi pulang dengan tertib; pengamanan ditarik pukul 22.00.",
    )  # fmt: skip


def _look(play: Play) -> None:
    """What the rules find this morning waits for its approval."""
    for rule in AlertRule.objects.live().filter(operation=play.operation):
        look(rule)
