"""Whole lists, streamed: how long they take and what they cost in memory."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections.abc import Iterator

import psutil

from benchmarks.house import House, cookie_of
from benchmarks.results import Figure, figure
from benchmarks.wire import Line

AIM_SECONDS, AIM_MB = 20.0, 80.0
FORMS = {"csv": "text/csv", "xlsx": "sheet"}
LOOK = 0.05  # seconds between two looks at the memory
MB = 1024 * 1024


def measure(house: House) -> list[Figure]:
    """Every case, as CSV and as Excel: seconds, and how far the server's memory grew."""
    figures, cookie = [], cookie_of(house.post("bakesbangpol"))
    for form in FORMS:
        with growth(house) as memory:
            began = time.perf_counter()
            size = asyncio.run(_fetch(house.port, cookie, form))
            took = time.perf_counter() - began
        how = f"{house.incidents} cases, {size / MB:.1f} MB, as the coordinator of the desk"
        figures += [
            figure(f"export {form}", took, "s", how, AIM_SECONDS),
            figure(f"export {form}, memory", memory.most / MB, "MB",
                   "highest growth of the server's processes meanwhile", AIM_MB),
        ]  # fmt: skip
    return figures


async def _fetch(port: int, cookie: str, form: str) -> int:
    line = Line(port, Cookie=cookie)
    answer = await line.get(f"/incidents/export/{form}/?state=all")
    line.close()
    if answer.status != 200 or FORMS[form] not in answer.headers["content-type"]:
        raise RuntimeError(f"the export answered {answer.status}")
    return len(answer.body)


class _Memory(threading.Thread):
    """Looks at the resident memory of processes again and again."""

    def __init__(self, processes: list[psutil.Process], look: float) -> None:
        super().__init__(daemon=True)
        self.processes, self.look, self.done = processes, look, threading.Event()
        self.before, self.most = self._now(), 0

    def _now(self) -> int:
        with contextlib.suppress(psutil.Error):
            return sum(process.memory_info().rss for process in self.processes)
        return 0

    def run(self) -> None:
        """Until told that it is done."""
        while not self.done.wait(self.look):
            self.most = max(self.most, self._now() - self.before)


def growth(house: House) -> contextlib.AbstractContextManager[_Memory]:
    """How many bytes the server's processes grew by at most (`most`) inside the block."""
    return growth_of(house.processes("serve"))


@contextlib.contextmanager
def growth_of(processes: list[psutil.Process], look: float = LOOK) -> Iterator[_Memory]:
    """The same of any processes, looked at every `look` seconds."""
    memory = _Memory(processes, look)
    memory.start()
    try:
        yield memory
    finally:
        memory.done.set()
        memory.join()
