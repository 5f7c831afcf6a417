"""The processes that `sinergi demo` starts, watched as one: they live and end together."""

from __future__ import annotations

import contextlib
import http.client
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from types import FrameType

STOP_WITHIN = 25.0  # seconds; then what still runs is killed


class Children:
    """A few commands of `sinergi` as child processes."""

    def __init__(self) -> None:
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.told = threading.Event()

    def start(self, *arguments: str) -> None:
        """Start `sinergi` with these arguments, out of the reach of the terminal's Ctrl-C."""
        self.running[arguments[0]] = subprocess.Popen(
            [sys.executable, "-m", "sinergi.config.cli", *arguments],
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )

    @contextlib.contextmanager
    def until_told(self) -> Iterator[None]:
        """Inside the block SIGINT, SIGTERM and SIGHUP only say that it is time to stop."""
        signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        before = {number: signal.signal(number, self._tell) for number in signals}
        try:
            yield
        finally:
            self.stop()
            for number, handler in before.items():
                signal.signal(number, handler)

    def _tell(self, number: int, frame: FrameType | None) -> None:
        self.told.set()

    def wait(self) -> str | None:
        """Until told to stop, or until one of them ends by itself: its name and how it ended."""
        while not self.told.wait(0.3):
            if ended := self.ended():
                return ended
        return None

    def ended(self) -> str | None:
        """Which of them has ended by itself, and how; None while all run."""
        for name, process in self.running.items():
            if (code := process.poll()) is not None:
                return f"`sinergi {name}` ended with status {code}"
        return None

    def stop(self) -> None:
        """Ask all to end, wait, kill what does not."""
        for process in self.running.values():
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + STOP_WITHIN
        for process in self.running.values():
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def answers(port: int) -> bool:
    """Whether the web server on this machine says that it is well."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/healthz", headers={"Host": "localhost"})
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
