"""One incident on the stage, from its report to wherever chance leads it."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sinergi.agencies.models import Agency, Post
from sinergi.config.rehearsal import pictures, stories
from sinergi.config.rehearsal.playing import Play, Step
from sinergi.config.rehearsal.stories import STORIES, Story
from sinergi.followups import actions as followup_actions
from sinergi.followups.models import Followup
from sinergi.incidents import actions
from sinergi.incidents.models import AgreementCheck, Incident
from sinergi.kernel.clock import now


class Case:
    """One incident on the stage, from its report to wherever chance leads it."""

    def __init__(self, play: Play, story: Story | None = None) -> None:
        self.play, self.story = play, story or play.story()
        self.village = play.village()
        self.pk: Any = None

    @property
    def incident(self) -> Incident:
        """As it stands now; whoever asks is about to move it."""
        self.play.cases_moved = True
        return Incident.objects.select_related("desk", "region", "operation").get(pk=self.pk)

    def by_desk(self, capability: str, act: Callable[[Post, Incident], Any]) -> Any:
        """Let somebody of the present desk do something."""
        incident = self.incident
        post = self.play.member(incident, capability)
        return act(post, incident) if post else None

    def report(self) -> None:
        """The first minute: a pillar of the village reports, and the rest is planned."""
        chance = self.play.chance
        reporters = self.play.cast.at_desk[self.village.pk]
        position = self.play.position(self.village)
        delay = self.play.minutes(3, 150)
        report = actions.Report(
            region=self.village,
            kind=self.story.kind,
            severity=self.story.severity,
            what=chance.choice(self.story.texts),
            happened_at=now() - delay,
            place=chance.choice(self.story.spots),
            lon=position[0] if position else None,
            lat=position[1] if position else None,
            injured=chance.choice((1, 2, 2)) if "luka" in self.story.texts[0] else 0,
        )
        photo = [pictures.photo(self.story.kind, position)] if chance.random() < 0.35 else []
        reporter = chance.choice(reporters)
        self.pk = actions.report_incident(reporter, report, photo).pk
        self.play.cases_moved = True
        self._plan_life()

    def _plan_life(self) -> None:
        chance, start = self.play.chance, now()
        urgent = self.story.severity in ("high", "critical")
        acknowledged = start + self.play.minutes(4, 62 if urgent else 740)
        fate = chance.random()
        if fate < 0.04:
            return  # nobody looks at it: it climbs by itself
        self.play.plan(acknowledged, self.acknowledge)
        verified = acknowledged + self.play.minutes(5, 120)
        if fate < 0.13:
            self.play.plan(verified, self.reject)
            return
        self.play.plan(verified, self.verify)
        if fate < 0.17:
            self.play.plan(verified + self.play.minutes(5, 60), self.double)
        handled = verified + self.play.minutes(10, 240)
        self.play.plan(handled, self.handle)
        self.play.plan(handled + self.play.minutes(20, 300), self.pass_on)
        if chance.random() < 0.10:
            self.play.plan(handled + self.play.minutes(20, 200), self.escalate)
        if chance.random() < 0.14:
            self.play.plan(handled + self.play.minutes(15, 200), self.ask)
        ended = handled + self.play.minutes(45, 1500)
        if self.story.agreement and chance.random() < 0.75:
            self.play.plan(ended - self.play.minutes(20, 50), self.mediate)
        if fate < 0.94:
            self.play.plan(ended, self.settle)

    def acknowledge(self) -> None:
        """The desk takes notice."""
        self.by_desk("verify", actions.acknowledge)

    def verify(self) -> None:
        """It did happen."""
        remark = self.play.chance.choice(stories.REMARKS)
        self.by_desk("verify", lambda by, case: actions.verify(by, case, remark=remark))

    def reject(self) -> None:
        """It did not."""
        reason = self.play.chance.choice(stories.REJECTIONS)
        hoax = self.story.kind == "hoax"
        self.by_desk("verify", lambda by, case: actions.reject(by, case, reason=reason, hoax=hoax))

    def double(self) -> None:
        """Another pillar had reported the same; it is merged."""
        first = self.incident
        others = [p for p in self.play.cast.at_desk[self.village.pk] if p.pk != first.reporter_id]
        report = actions.Report(
            region=self.village,
            kind=first.kind,
            severity=first.severity,
            what=f"Laporan serupa: {first.what}",
            happened_at=first.happened_at + timedelta(minutes=10),
            place=first.place,
        )
        second = actions.report_incident(self.play.chance.choice(others), report)
        post = self.play.member(second)
        if post:
            actions.merge(post, second, into=first)

    def handle(self) -> None:
        """The desk acts."""
        steps = self.play.chance.choice(stories.STEPS)
        self.by_desk("settle", lambda by, case: actions.start_handling(by, case, steps=steps))

    def escalate(self) -> None:
        """The desk cannot settle it."""
        reason = self.play.chance.choice(stories.REASONS_UP)
        self.by_desk("escalate", lambda by, case: actions.escalate(by, case, reason=reason))

    def pass_on(self) -> None:
        """What the law wants passed on is passed on."""
        incident = self.incident
        if not incident.bodies:
            return
        reason = "Perbuatan ini wajib ditangani oleh lembaga yang berwenang."
        referral = self.by_desk(
            "refer",
            lambda by, case: actions.refer(by, case, body=incident.bodies[0], reason=reason),
        )
        if referral and self.play.chance.random() < 0.6:
            later = now() + self.play.minutes(600, 7000)
            self.play.plan(later, lambda: self._answer_of_body(referral.followup_id))

    def _answer_of_body(self, pk: Any) -> None:
        followup = Followup.objects.select_related("from_desk", "to_agency", "to_desk").get(pk=pk)
        members = self.play.cast.at_desk.get(followup.from_desk.region_id, [])
        able = [post for post in members if post.can("verify") and post.covers(self.village.pk)]
        if able:
            answer = self.play.chance.choice(stories.BODY_ANSWERS)
            done = followup_actions.report_done(able[0], followup, answer=answer)
            followup_actions.close(able[0], done)

    def ask(self) -> None:
        """The desk asks another agency for help; it accepts, and mostly helps."""
        agency = self._helper()
        row = self.by_desk(
            "escalate",
            lambda by, case: actions.ask_agency(
                by,
                case,
                agency=agency,
                kind="assistance",
                title="Mohon dukungan personel dan pemantauan di lokasi",
                due_at=now() + timedelta(hours=self.play.chance.choice((6, 12, 24, 48))),
            ),
        )
        officer = self._officer(agency)
        if row and officer and self.play.chance.random() < 0.8:
            later = now() + self.play.minutes(20, 400)
            self.play.plan(later, lambda: self._help(row.followup_id, officer))

    def _helper(self) -> Agency:
        names = ["Satpol PP Kab. Madiun", "KPU Kab. Madiun", "Bawaslu Kab. Madiun"]
        if self.story.kind == "disaster":
            names = ["BPBD Kab. Madiun"]
        elif self.story.severity in ("high", "critical"):
            other = any(self.village.pk.startswith(code) for code in ("35.19.09", "35.19.14"))
            names = ["Polres Madiun Kota" if other else "Polres Madiun"]
        return self.play.cast.agencies[self.play.chance.choice(names)]

    def _officer(self, agency: Agency) -> Post | None:
        known = self.play.cast.by_login.values()
        return next((p for p in known if p.agency_id == agency.pk and p.can("answer")), None)

    def _help(self, pk: Any, officer: Post) -> None:
        followup = Followup.objects.select_related("to_agency", "to_desk", "from_desk").get(pk=pk)
        followup = followup_actions.accept(officer, followup)
        if self.play.chance.random() < 0.7:
            followup_actions.report_done(
                officer, followup, answer="Personel sudah di lokasi, keadaan terkendali."
            )

    def mediate(self) -> None:
        """The three pillars bring the parties together."""
        chance = self.play.chance
        pillars = {name: chance.random() < 0.9 for name in ("village_head", "babinsa")}
        mediation = self.by_desk(
            "mediate",
            lambda by, case: actions.record_mediation(
                by,
                case,
                held_at=now() - timedelta(minutes=15),
                place=f"Balai desa {self.village.name}",
                parties=list(self.story.parties),
                attendance={**pillars, "bhabinkamtibmas": True},
                matter=case.what,
                outcome="agreed",
                agreement=self.story.agreement,
            ),
        )
        if mediation:
            if chance.random() < 0.5:
                self.by_desk("mediate", lambda by, case: actions.issue_minutes(by, mediation))
            for check in AgreementCheck.objects.filter(mediation=mediation):
                self.play.plan(check.due_at + self.play.minutes(-300, 900), self._checker(check.pk))

    def _checker(self, pk: Any) -> Step:
        def check() -> None:
            row = AgreementCheck.objects.select_related("incident__desk", "followup").get(pk=pk)
            held = self.play.chance.random() < 0.9
            remark = "" if held else "Kedua pihak kembali berselisih."
            self.by_desk(
                "mediate",
                lambda by, case: actions.check_agreement(by, row, held=held, remark=remark),
            )

        return check

    def settle(self) -> None:
        """It is settled where it lies."""
        outcome = self.story.outcome or "Diselesaikan secara kekeluargaan."
        self.by_desk("settle", lambda by, case: actions.settle(by, case, outcome=outcome))


def sweep(play: Play, cases: list[Case]) -> None:
    """Every morning the regency's desk takes up what climbed to it and still lies there."""
    left = set(
        Incident.objects.unfinished()
        .filter(operation=play.operation, level="regency", arrived_at__lt=now() - _A_WATCH)
        .values_list("pk", flat=True)
    )
    for case in cases:
        if case.pk in left and play.chance.random() < 0.7:
            steps = (case.acknowledge, case.verify, case.handle, case.pass_on, case.settle)
            for hours, step in enumerate(steps):
                play.plan(now() + timedelta(hours=hours, minutes=10), step)


_A_WATCH = timedelta(hours=6)


def play_four_weeks(play: Play, *, end: datetime, count: int, days: int = 28) -> list[Case]:
    """Report `count` cases over the days before `end`, more towards the end, and play them on."""
    cases = [Case(play) for _ in range(count)]
    for case in cases:
        back = days * 1440 * (play.chance.random() ** 1.8)
        at = _awake(end - timedelta(minutes=back + 5), play.chance)
        play.plan(min(at, end - timedelta(minutes=6)), case.report)
    gravest = next(story for story in STORIES if story.severity == "critical")
    cases.append(Case(play, gravest))  # the morning begins with one that cannot wait
    play.plan(end - timedelta(minutes=25), cases[-1].report)
    for day in range(1, days + 1):
        play.plan(end + timedelta(hours=2) - timedelta(days=day), partial(sweep, play, cases))
    play.run(end)
    return cases


def _awake(at: datetime, chance: random.Random) -> datetime:
    """Few things are reported between midnight and five (WIB is UTC+7)."""
    hour = (at.hour + 7) % 24
    return at + timedelta(hours=chance.choice((6, 8, 11))) if hour < 5 else at
