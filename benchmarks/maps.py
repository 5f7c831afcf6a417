"""The map in a real browser that draws in software: how soon it stands, how smoothly it moves."""

from __future__ import annotations

import time

from django.db.models import Count
from django.db.models.functions import TruncDate
from playwright.sync_api import Page

from benchmarks.browser import browser
from benchmarks.house import House, session_of
from benchmarks.results import Figure, figure
from sinergi.agencies.models import Post
from sinergi.incidents.models import Incident

POINTS = (8_000, 80_000)
AIM_FRAMES = 30.0
PATIENCE = 60_000  # milliseconds
DRAG = 3.0  # seconds
STANDS = """() => {
    const engine = document.querySelector("sinergi-map")?.engine;
    return !!engine?.getSource("points") && engine.areTilesLoaded() && !engine.isMoving()
        && engine.querySourceFeatures("points").length > 0;
}"""
COUNT = """() => {
    const engine = document.querySelector("sinergi-map").engine;
    window.counted = { frames: 0, drawn: 0, began: performance.now() };
    engine.on("render", () => { window.counted.drawn += 1; });
    const frame = () => { window.counted.frames += 1; requestAnimationFrame(frame); };
    requestAnimationFrame(frame);
}"""
COUNTED = """() => {
    const seconds = (performance.now() - window.counted.began) / 1000;
    return [window.counted.frames / seconds, window.counted.drawn / seconds];
}"""


def measure(house: House) -> list[Figure]:
    """Seconds until the map stands, and frames a second while it is dragged."""
    post = house.post("piket")
    figures = []
    # Asked before: beside the browser's event loop Django lets nobody ask the database.
    session = session_of(post)
    periods = [(wanted, *_since(post, wanted)) for wanted in POINTS]
    with browser(house, session) as page:
        for wanted, since, there in periods:
            if there < wanted / 2:
                continue  # too few cases in a quick run
            how = f"{there} points, Chromium 1440x900 drawing in software on the same cores"
            stands = _open(page, house, f"/incidents/?state=all&from={since}")
            frames, drawn = _drag(page)
            figures += [
                figure(f"map, {wanted} points, stands", stands, "s", f"{how}; page included"),
                figure(f"map, {wanted} points, drag", min(frames, drawn), "frames/s", how,
                       AIM_FRAMES, better="above"),
            ]  # fmt: skip
    return figures


def _since(post: Post, wanted: int) -> tuple[str, int]:
    """The day since which about `wanted` cases happened, and how many these are."""
    days = Incident.objects.visible_to(post).order_by().annotate(day=TruncDate("happened_at"))
    counted = days.values_list("day").annotate(n=Count("*")).order_by("-day")
    there, since = 0, ""
    for day, count in counted:
        there, since = there + count, str(day)
        if there >= wanted:
            break
    return since, there


def _open(page: Page, house: House, path: str) -> float:
    began = time.perf_counter()
    page.goto(f"http://localhost:{house.port}{path}", wait_until="commit")
    page.wait_for_function(STANDS, timeout=PATIENCE, polling=50)
    return time.perf_counter() - began


def _drag(page: Page) -> tuple[float, float]:
    """Frames of the page, and of the map, a second, while the pointer drags it to and fro."""
    box = page.locator("sinergi-map canvas").first.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(COUNT)
    until = time.perf_counter() + DRAG
    turn = 0
    while time.perf_counter() < until:
        turn += 1
        across = (turn % 80) - 40
        page.mouse.move(x + 4 * abs(across) - 80, y + 2 * abs(across) - 40)
    frames, drawn = page.evaluate(COUNTED)
    page.mouse.up()
    return frames, drawn
