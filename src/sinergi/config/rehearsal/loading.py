"""Loading the rehearsal, and letting its clock stand while the server is off."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from sinergi.agencies.actions import confirm_day
from sinergi.agencies.actions.operations import pause_clock, resume_clock
from sinergi.agencies.models import Agency, Desk
from sinergi.agencies.roles import ROLES
from sinergi.config.founding import Plan, found_operation
from sinergi.config.rehearsal.case import Case, play_four_weeks
from sinergi.config.rehearsal.cast import DOMAIN, PASSWORD, Cast, assemble
from sinergi.config.rehearsal.chamber import plan_chamber
from sinergi.config.rehearsal.meetings import plan_meetings
from sinergi.config.rehearsal.playing import Play, utc
from sinergi.config.rehearsal.preparing import plan_preparing
from sinergi.config.rehearsal.reports import plan_reports
from sinergi.config.rehearsal.reviews import plan_reviews
from sinergi.config.rehearsal.risks import plan_risks
from sinergi.config.rehearsal.sharing import plan_sharing
from sinergi.config.rehearsal.stations import plan_stations
from sinergi.config.rehearsal.stories import STORIES
from sinergi.config.rehearsal.vulnerability import plan_vulnerability
from sinergi.config.rehearsal.warning import plan_warnings
from sinergi.incidents.actions import restrict
from sinergi.kernel.actors import SYSTEM
from sinergi.kernel.clock import operation_time, real_now, stopped_at, use_operation
from sinergi.kernel.context import use_door
from sinergi.kernel.models import JournalEntry, Operation
from sinergi.kernel.problems import Conflict

CODE = "latihan-35-19-2024"
MORNING = utc(2024, 9, 10, 8)  # Tuesday, the day of the meeting
CASES = 300
STATIONS_LISTED = utc(2024, 8, 28, 10)
DAYS_CONFIRMED = 13


def is_loaded() -> bool:
    """Whether the rehearsal is there, and whole: its clock was started last of all."""
    started = JournalEntry.objects.filter(operation__code=CODE, verb="clock.resumed")
    return started.exists()


def load_rehearsal(cases: int = CASES) -> Operation:
    """Found the operation, fill its posts, and play the four weeks before.

    Raises Conflict when a loading was broken off: `make reset` clears it away. One transaction a
    day of the play: in a single one the rows that were replaced could not be cleared.
    """
    if Operation.objects.filter(code=CODE).exists():
        raise Conflict(_("The rehearsal was not loaded to its end. Start over: make reset"))
    founded = MORNING - timedelta(days=40)
    with use_door("rehearsal"), stopped_at(founded):
        operation = found_operation(
            Plan(
                code=CODE,
                election="Pilkada 2024",
                voting_day=date(2024, 11, 27),
                region_code="35.19",
                mode="exercise",
                exercise_start=MORNING,
            )
        )
    with use_door("rehearsal"), use_operation(operation):
        with stopped_at(MORNING):
            with transaction.atomic():
                cast = assemble(operation)
        play = Play(operation, cast)
        _plan_rooms(play, share=min(1.0, cases / CASES))
        played = play_four_weeks(play, end=MORNING, count=cases)
        with stopped_at(MORNING - timedelta(minutes=3)):
            _restrict_some(cast, played)
        with stopped_at(MORNING):
            resume_clock(SYSTEM, operation, at=MORNING)
    return operation


def _plan_rooms(play: Play, *, share: float) -> None:
    """What each room has to happen before the morning; `share` of what there is much of."""
    _plan_days(play, play.cast)
    plan_meetings(play)
    plan_preparing(play, end=MORNING, share=share)
    plan_sharing(play, end=MORNING, share=share)
    plan_stations(play, at=STATIONS_LISTED)
    plan_vulnerability(play, listed=STATIONS_LISTED, end=MORNING)
    plan_risks(play, end=MORNING)
    plan_chamber(play, end=MORNING)
    plan_reports(play)
    plan_reviews(play, end=MORNING)
    plan_warnings(play, end=MORNING)


def _plan_days(play: Play, cast: Cast) -> None:
    """In the evening most desks confirm their day; some never do, and their silence shows."""
    silent = set(play.chance.sample(sorted(cast.at_desk), k=max(1, len(cast.at_desk) // 15)))
    desks = {desk.region_id: desk for desk in Desk.objects.filter(operation=play.operation)}
    for back in range(1, DAYS_CONFIRMED + 1):
        for code, members in cast.at_desk.items():
            able = [post for post in members if post.can("confirm_day")]
            if code in silent or play.chance.random() < 0.06 or not able:
                continue
            minutes = play.chance.randint(0, 150)
            at = MORNING.replace(hour=11) - timedelta(days=back) + timedelta(minutes=minutes)
            post, nil = play.chance.choice(able), play.chance.random() < 0.8
            play.plan(at, partial(confirm_day, post, desks[code], nil=nil))


def _restrict_some(cast: Cast, played: list[Case]) -> None:
    """A few cases are kept to named agencies."""
    coordinator = cast.by_login["bakesbangpol"]
    named = list(
        Agency.objects.filter(
            operation=coordinator.operation, kind__in=("bawaslu", "kejari", "polres")
        )
    )
    chosen = [case for case in played if case.pk and case.story.kind == "neutrality_breach"][:4]
    for case in chosen:
        Play.attempt(partial(restrict, coordinator, case.incident, agencies=named))


def demo_accounts() -> list[tuple[str, str, str]]:
    """(title of the role, what to sign in with, password) of one account for each role."""
    operation = Operation.objects.get(code=CODE)
    rows = operation.posts.select_related("account").filter(
        account__email__regex=rf"^[a-z]+@{DOMAIN}$"
    )
    order = list(ROLES)
    ranked = sorted(rows, key=lambda post: (order.index(post.role), post.title))
    return [(post.title, str(post.account.email), PASSWORD) for post in ranked]


def pause() -> None:
    """Let the exercise's clock stand: the server goes off."""
    operation = Operation.objects.filter(code=CODE).first()
    if operation is not None:
        with use_door("cli"), use_operation(operation):
            pause_clock(SYSTEM, operation)


def resume() -> None:
    """Go on from where the clock stood; after a crash, from the last thing that happened."""
    operation = Operation.objects.get(code=CODE)
    last = JournalEntry.objects.filter(operation=operation).order_by("-id").first()
    at = operation_time(operation, real_now())
    if last is not None and operation.exercise_start is not None:
        at = min(at, max(last.at, operation.exercise_start))
    with use_door("cli"), use_operation(operation), stopped_at(at):
        resume_clock(SYSTEM, operation, at=at)


__all__ = ["STORIES", "demo_accounts", "is_loaded", "load_rehearsal", "pause", "resume"]
