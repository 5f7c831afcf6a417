"""Two meetings that were held, with what became of their directives, and one ready to be held."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from sinergi.agencies.models import Agency, Desk, Post
from sinergi.config.rehearsal.cast import Cast
from sinergi.config.rehearsal.pictures import photo
from sinergi.config.rehearsal.playing import Play, utc
from sinergi.followups import actions as followups
from sinergi.followups.models import Followup
from sinergi.kernel.clock import now
from sinergi.meetings.actions.attending import close_meeting, mark_present_by_hand, open_meeting
from sinergi.meetings.actions.directives import give_directive
from sinergi.meetings.actions.inviting import issue_invitation, reply_invitation
from sinergi.meetings.actions.minutes import issue_minutes_of_meeting, write_minutes
from sinergi.meetings.actions.planning import plan_meeting
from sinergi.meetings.agenda_lines import read_line
from sinergi.meetings.models import Meeting
from sinergi.meetings.plans import Called, Plan

STORIES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "rakor.yaml").read_text(encoding="utf-8")
)
HIGH_ROLES = ("regent", "administrator")  # of the regency, who are not called like the others
LENGTH = timedelta(hours=2)


def plan_meetings(play: Play) -> None:
    """Put the meetings of rakor.yaml on the stage."""
    for told in STORIES:
        _Rakor(play, told).put_on()


def _moment(text: str) -> datetime:
    """A moment such as "2024-09-10 09.00", in WIB, as UTC."""
    day, clock = text.split()
    year, month, date = map(int, day.split("-"))
    hour, minute = map(int, clock.split("."))
    return utc(year, month, date, hour, minute)


class _Rakor:
    """One meeting, step by step; everything is an action by someone who may do it."""

    def __init__(self, play: Play, told: dict[str, Any]) -> None:
        self.play, self.told = play, told
        self.cast: Cast = play.cast
        self.secretary: Post = self.cast.by_login["bakesbangpol"]
        self.pk: Any = None

    @property
    def meeting(self) -> Meeting:
        """As it stands now."""
        return Meeting.objects.select_related("desk", "operation", "secretary").get(pk=self.pk)

    def put_on(self) -> None:
        """Plan its steps."""
        told, starts = self.told, _moment(self.told["starts"])
        self._plan(_moment(told["planned"]), self.plan)
        self._plan(_moment(told["invited"]), self.invite)
        if told["held"]:
            self._plan(starts - timedelta(minutes=5), self.open)
            self._plan(starts + timedelta(minutes=90), self.write)
            self._plan(starts + LENGTH, self.close)

    def _plan(self, at: datetime, step: Callable[[], object]) -> None:
        self.play.plan(at, step, certain=True)

    def plan(self) -> None:
        """The secretary plans it."""
        told, starts = self.told, _moment(self.told["starts"])
        plan = Plan(
            kind=told["kind"],
            title=told["title"],
            starts_at=starts,
            ends_at=starts + LENGTH,
            place=told["place"],
            chair_label=told["chair"],
            purpose=told["purpose"],
            contact="Sekretariat Desk Pilkada, Bakesbangpol Kabupaten Madiun",
            signer=self.cast.by_login["sekda"],
        )
        points = [point for item in told["agenda"] if (point := read_line(item["line"]))]
        called = [Called(post.title, post.agency, post) for post in self._called()]
        desk = self.secretary.desks[0]
        self.pk = plan_meeting(self.secretary, desk, plan=plan, agenda=points, called=called).pk

    def _called(self) -> Iterator[Post]:
        width = {"regency": 5, "districts": 8}[self.told["called"]]
        posts = {post.pk: post for at in self.cast.at_desk.values() for post in at}
        posts |= {post.pk: post for post in self.cast.by_login.values()}
        for post in posts.values():
            if len(post.region_id) <= width and post.role not in HIGH_ROLES:
                yield post

    def invite(self) -> None:
        """The letter goes out; most reply within two days."""
        issue_invitation(self.secretary, self.meeting)
        for seat in self.meeting.participants.select_related("post"):
            if self.play.chance.random() < 0.75:
                after = self.play.minutes(20, 2 * 24 * 60)
                self._plan(now() + after, partial(self._reply, seat))

    def _reply(self, seat: Any) -> None:
        chance = self.play.chance.random()
        if chance < 0.12:
            reply_invitation(seat.post, seat, reply="deputy", deputy=f"Wakil {seat.label}"[:150])
        elif chance < 0.16:
            reply_invitation(seat.post, seat, reply="declines", remark="Bersamaan dengan dinas.")
        else:
            reply_invitation(seat.post, seat, reply="comes")

    def open(self) -> None:
        """It begins; who is there is marked by hand."""
        open_meeting(self.secretary, self.meeting)
        for seat in self.meeting.participants.exclude(reply="declines"):
            if self.play.chance.random() < 0.92:
                mark_present_by_hand(
                    self.secretary, seat, came_as=seat.deputy, sex=self.play.chance.choice("fmm")
                )

    def write(self) -> None:
        """The minutes, and the directives caught in the same breath."""
        texts = [item.get("minutes", "") for item in self.told["agenda"]]
        for item, text in zip(self.meeting.agenda.order_by("order"), texts, strict=True):
            if text:
                write_minutes(self.secretary, item, text=text.strip(), based_on=item.revision)
        for told in self.told["directives"]:
            self._give(told)

    def _give(self, told: dict[str, Any]) -> None:
        fates = self._desks(told)
        fates |= {self.cast.agencies[name]: fate for name, fate in told.get("owners", {}).items()}
        plan = told.get("plan", {})
        directive = give_directive(
            self.secretary,
            self.meeting,
            text=told["text"],
            owners=list(fates),
            due_at=_moment(told["due"]),
            evidence_asked=told["evidence"],
            in_plan=bool(plan),
            problem=plan.get("problem", ""),
            measure=plan.get("measure", ""),
        )
        for share in directive.shares.select_related("followup__to_agency", "followup__to_desk"):
            owner: Any = share.followup.to_agency or share.followup.to_desk
            self._let_live(share.followup, fates[owner])

    def _desks(self, told: dict[str, Any]) -> dict[Agency | Desk, str]:
        codes = told.get("desks", {})
        rows = Desk.objects.filter(operation=self.play.operation, region_id__in=codes)
        return {desk: codes[desk.region_id] for desk in rows}

    def close(self) -> None:
        """It ends, and its minutes are issued."""
        close_meeting(self.secretary, self.meeting)
        issue_minutes_of_meeting(self.secretary, self.meeting)

    # -- what becomes of a directive

    def _let_live(self, followup: Followup, fate: str) -> None:
        if fate == "ignored":
            return
        start, span = now(), (followup.due_at or now()) - now()
        self._later(start + span * 0.15, followup, self._accept)
        if fate == "accepted":
            return
        self._later(start + span * 0.5, followup, self._report)
        if fate == "done":
            self._later(start + span * 0.7, followup, self._close)
        elif fate == "returned":
            self._later(start + span * 0.7, followup, self._return)

    def _later(self, at: datetime, followup: Followup, step: Callable[[Followup], object]) -> None:
        self._plan(at, lambda: step(Followup.objects.get(pk=followup.pk)))

    def _owner(self, followup: Followup) -> Post:
        """Somebody who answers for the agency or desk that owes it."""
        if followup.to_desk:
            return self.cast.at_desk[followup.to_desk.region_id][0]
        posts = (post for post in self.cast.by_login.values() if post.can("answer"))
        return next(post for post in posts if post.agency_id == followup.to_agency_id)

    def _accept(self, followup: Followup) -> None:
        followups.accept(self._owner(followup), followup)

    def _report(self, followup: Followup) -> None:
        followups.report_done(
            self._owner(followup),
            followup,
            answer="Sudah dilaksanakan; naskah dan dokumentasi terlampir.",
            files=[photo("directive", None)],
        )

    def _close(self, followup: Followup) -> None:
        followups.close(self.secretary, followup)

    def _return(self, followup: Followup) -> None:
        followups.send_back(self.secretary, followup, reason="Daftar desa belum lengkap.")
