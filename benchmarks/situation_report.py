"""The situation report: its numbers frozen, and its PDF, among all the cases of the regency."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from benchmarks.house import House
from benchmarks.results import Figure, half_and_most

AIM = 5_000.0  # ms, of the PDF
WORDS = "Situasi aman dan kondusif; patroli bersama dilaksanakan di titik yang rawan. " * 4


def measure(house: House) -> list[Figure]:
    """Special reports of the last day: each counts everything anew and is set as a paper."""
    from sinergi.kernel.clock import use_operation
    from sinergi.kernel.context import use_door

    count = 3 if house.quick else 8
    with use_operation(house.operation), use_door("job"):
        rounds = [_round(house, number) for number in range(count)]
    frozen, issued = ([one[at] for one in rounds] for at in (0, 1))
    how = f"{house.incidents} cases, all agencies signed; by the action itself"
    return [
        *half_and_most("report frozen", frozen, f"numbers and their records; {how}"),
        *half_and_most("report PDF", issued, f"approved report to sealed PDF; {how}", AIM),
    ]


def _round(house: House, number: int) -> tuple[float, float]:
    """Seconds until the numbers stand, and of the paper."""
    from sinergi.briefing import actions
    from sinergi.kernel.actors import SYSTEM
    from sinergi.kernel.clock import now

    by = house.post("bakesbangpol")
    report = _opened(by, now(), number)
    frozen, report = _timed(lambda: actions.freeze_report(SYSTEM, report))
    texts = dict.fromkeys(report.fields, WORDS)
    actions.complete_report(by, report, situation="calm", texts=texts)
    approved = actions.approve_report(by, report)
    issued, _report = _timed(lambda: actions.publish_report(by, approved))
    return frozen, issued


def _opened(by: Any, moment: datetime, number: int) -> Any:
    """A report whose parts are all signed."""
    from sinergi.briefing import actions
    from sinergi.briefing.models import ReportPart

    report = actions.open_report(
        by, by.desks[0], kind="special", subject=f"Ukur {number}",
        from_at=moment - timedelta(days=1), until_at=moment,
    )  # fmt: skip
    ReportPart.objects.filter(report=report).update(
        state="signed", signed_at=moment, signed_by="Penghubung", digest="0" * 64,
        texts={"security": WORDS, "steps": WORDS},
    )  # fmt: skip
    return report


def _timed(run: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    made = run()
    return time.perf_counter() - began, made
