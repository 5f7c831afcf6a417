"""The voting day on a phone and on the wall: one station reports, another is silent and is found.

In a house of its own: the exercise's clock is moved to the voting day, and cannot be moved back.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, Enter
from tests.browser.house import House, open_house

WALL = {"viewport": {"width": 1920, "height": 1080}}
PATIENCE = 30_000  # milliseconds
MORNING, AFTER_NINE = "07:40", "09:40"  # of the voting day, WIB
MOVE = """
import sys, django; django.setup()
from datetime import datetime
from zoneinfo import ZoneInfo
from sinergi.agencies.actions.operations import resume_clock
from sinergi.agencies.models import Post
from sinergi.kernel.actors import SYSTEM
from sinergi.kernel.clock import stopped_at, use_operation
from sinergi.kernel.context import use_door
from sinergi.polling.actions import Said, report_milestone
from sinergi.polling.models import Milestone, Station, StationPerson
hour, codes = sys.argv[1], sys.argv[2:]
serves = StationPerson.objects.filter(post__account__email__startswith="kpps@", service="kpps")
own = serves.select_related("station__operation")[0].station
operation = own.operation
told = datetime.combine(operation.voting_day, datetime.strptime(hour, "%H:%M").time())
at = told.replace(tzinfo=ZoneInfo(operation.timezone))
by = Post.objects.with_all().get(operation=operation, account__email__startswith="kpu@")
milestones = Milestone.objects.filter(operation=operation, code__in=codes)
district = own.region_id[:8]
stations = Station.objects.filter(operation=operation, region__parent=district, active=True).whole()
stations = [own, *stations.exclude(pk=own.pk)[:9]]
others = Station.objects.filter(region__parent=district)
others.exclude(pk__in=[station.pk for station in stations]).update(active=False)
with use_door("cli"), use_operation(operation), stopped_at(at):
    resume_clock(SYSTEM, operation, at=at)
    for station in stations:
        for milestone in milestones:
            last = milestone == list(milestones)[-1]
            if not (last and station in (own, stations[-1])):
                value = 100 if milestone.kind == "count" else None
                report_milestone(by, station, Said(milestone, value, sure=True))
print(district)
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[House]:
    """A house whose exercise will stand at the voting day."""
    server = os.environ["DATABASE_URL"]
    with open_house(server, f"hari_{worker_id}", tmp_path_factory.mktemp("day")) as made:
        yield made


def move(house: House, hour: str, *codes: str) -> str:
    """To that hour. Ten stations of the demo's district report these milestones, but for the last
    one the demo's own and one more. Gives the code of the district."""
    done = subprocess.run(
        [sys.executable, "-c", MOVE, hour, *codes],
        env={**house.environment, "DJANGO_SETTINGS_MODULE": "sinergi.config.settings"},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.split()[0]


def report(phone: Page, value: int | None = None) -> None:
    """What comes next, from the page of one's own station: two taps, or three with a number."""
    phone.goto("/polling/")
    phone.locator(".check-in-next").first.click()
    if value is not None:
        phone.locator("#id_value").fill(str(value))
    phone.locator("#check-in .form-actions button").click()
    phone.wait_for_url(re.compile(r"/polling/(check-ins/|$|\?)"))


def test_a_station_reports_its_day_and_a_silent_one_is_found(enter: Enter, house: House) -> None:
    """From the phone to the board and the wall, without a touch of either."""
    district = move(house, MORNING, "logistics", "setup", "personnel", "opened")
    board = enter("kpu", DESK)
    board.goto(f"/polling/board/?region={district}")
    silent = board.locator(".silent-row")
    expect(silent).to_have_count(2)

    phone = enter("kpps", PHONE)
    report(phone)
    expect(silent).to_have_count(1, timeout=PATIENCE)
    expect(board.locator(".silent-owes")).to_contain_text("TPS dibuka")

    board.locator(".silent-note summary").click()
    board.locator(".silent-note input[name=remark]").fill("Ketua KPPS menjawab, segera melapor.")
    board.locator(".silent-note button").click()
    expect(board.locator(".silent-call")).to_contain_text("segera melapor")

    wall = enter("piket", WALL)
    wall.goto(f"/polling/board/wall/?region={district}")
    expect(wall.locator("[data-shown]")).to_have_count(1)
    move(house, AFTER_NINE, "turnout_09")
    wall.keyboard.press("ArrowRight")
    wall.keyboard.press(" ")  # it stays at the turnout
    turnout = wall.locator("[data-shown] .turnout-behind")
    before = counted(turnout.inner_text())
    report(phone, 123)
    # Before the first count there is no number to be another one.
    another = re.compile(rf"^(?!{before} dari)[\d.]+ dari")
    expect(turnout).to_have_text(another, timeout=PATIENCE)
    assert counted(turnout.inner_text()) >= 123
    assert wall.evaluate("document.documentElement.scrollHeight") <= 1080


def counted(words: str) -> int:
    """The voters of "223 dari 1.070 pemilih …"; 0 before the first count."""
    found = re.match(r"([\d.]+) dari", words)
    return int(found[1].replace(".", "")) if found else 0


def test_a_wall_that_is_not_answered_says_so(enter: Enter, outside: list[str]) -> None:
    """The figures stay, and it is plain that they are old."""
    wall = enter("piket", WALL)
    wall.goto("/polling/board/wall/")
    expect(wall.locator("#wall-broken")).to_be_hidden()
    wall.route("**/polling/board/wall/**", lambda route: route.abort())
    wall.evaluate("document.body.dispatchEvent(new CustomEvent('sinergi:refresh'))")
    expect(wall.locator("#wall-broken")).to_be_visible(timeout=PATIENCE)
    expect(wall.locator(".wall-asof")).to_contain_text("Data terakhir")
    wall.unroute("**/polling/board/wall/**")
    wall.evaluate("document.body.dispatchEvent(new CustomEvent('sinergi:refresh'))")
    expect(wall.locator("#wall-broken")).to_be_hidden(timeout=PATIENCE)
    outside[:] = [line for line in outside if "net::ERR_FAILED" not in line]
