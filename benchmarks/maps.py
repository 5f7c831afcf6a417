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
DRAGGED = 3_000  # milliseconds
STANDS = """() => {
    const engine = document.querySelector("sinergi-map")?.engine;
    return !!engine?.getSource("points") && engine.areTilesLoaded() && !engine.isMoving()
        && engine.querySourceFeatures("points").length > 0;
}"""
# A pointer drags the map to and fro, moved once a frame; [frames, drawings of it] a second.
DRAG = """async (milliseconds) => {
    const engine = document.querySelector("sinergi-map").engine;
    const canvas = engine.getCanvas();
    const box = canvas.getBoundingClientRect();
    const middle = { x: box.left + box.width / 2, y: box.top + box.height / 2 };
    const tell = (target, type, x, y) => target.dispatchEvent(new MouseEvent(type, {
        bubbles: true, cancelable: true, view: window, button: 0, buttons: 1,
        clientX: middle.x + x, clientY: middle.y + y,
    }));
    let frames = 0, drawn = 0;
    engine.on("render", () => { drawn += 1; });
    tell(canvas, "mousedown", 0, 0);
    const began = performance.now();
    await new Promise((done) => {
        const step = () => {
            const passed = performance.now() - began;
            frames += 1;
            tell(document, "mousemove", 120 * Math.sin(passed / 300), 80 * Math.sin(passed / 200));
            if (passed < milliseconds) requestAnimationFrame(step);
            else done();
        };
        requestAnimationFrame(step);
    });
    const seconds = (performance.now() - began) / 1000;
    tell(document, "mouseup", 0, 0);
    return [frames / seconds, drawn / seconds];
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
            frames, drawn = page.evaluate(DRAG, DRAGGED)
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
