"""A house of processes that can be killed one by one, and is set up again as a supervisor would."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import psutil
import psycopg

from sinergi.config import embedded
from sinergi.config.children import answers

ROOT = Path(__file__).resolve().parents[2]
T = TypeVar("T")


def wait_for(question: Callable[[], T], *, within: float, what: str) -> T:
    """The first answer to `question` that is true; fails the test when none comes in time."""
    until = time.monotonic() + within
    while not (answer := question()):
        if time.monotonic() > until:
            raise AssertionError(f"waited {within:.0f} s in vain for {what}")
        time.sleep(0.05)
    return answer


@dataclass
class Standing:
    """Database, web server and worker, each a process of its own."""

    database: embedded.Embedded
    folder: Path
    port: int
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """Of every process of this house."""
        return {
            **os.environ,
            "DATABASE_URL": self.database.url,
            "SINERGI_VAR": str(self.folder),
            "SINERGI_LOG_LEVEL": "error",
            "PORT": str(self.port),
            "DJANGO_SETTINGS_MODULE": "sinergi.config.settings",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        }

    def run(self, module: str, *arguments: str) -> str:
        """Run a program of the house to its end; what it printed. Raises CalledProcessError."""
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            env=self.environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        return done.stdout

    def keep_up(self) -> None:
        """Start what does not run: the database first, then the others."""
        self.database.start_again()
        commands = {"serve": ["--without-build", "--workers", "2"], "worker": []}
        for command, options in commands.items():
            process = self.running.get(command)
            if process is None or process.poll() is not None:
                self.running[command] = self._start(command, *options)
        wait_for(lambda: answers(self.port), within=60, what="the web server")

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        log = (self.folder / f"{arguments[0]}.log").open("ab")
        with log:
            return subprocess.Popen(
                [sys.executable, "-m", "sinergi.config.cli", *arguments],
                env=self.environment, cwd=ROOT, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def kill(self, *names: str) -> None:
        """SIGKILL to the processes of `database`, `serve` or `worker`, all at one moment."""
        victims = [process for name in names for process in self._processes(name)]
        for process in victims:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.send_signal(signal.SIGKILL)
        for name in names:
            if name in self.running:
                self.running[name].wait(10)
        psutil.wait_procs(victims, timeout=10)

    def _processes(self, name: str) -> list[psutil.Process]:
        with contextlib.suppress(psutil.NoSuchProcess):
            if name == "database":
                first = self.database.process()
            else:
                first = psutil.Process(self.running[name].pid)
            return [first, *first.children(recursive=True)] if first else []
        return []

    def ask(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Rows from the database, past the house."""
        with psycopg.connect(self.database.url) as connection:
            return connection.execute(statement, values).fetchall()

    def end(self) -> None:
        """Stop everything, and remove it."""
        self.kill(*self.running)
        self.database.stop()


@contextlib.contextmanager
def standing(folder: Path) -> Iterator[Standing]:
    """A house with an empty durable database; nothing runs yet but that."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    house = Standing(embedded.start_throw_away(durable=True), folder, port)
    try:
        yield house
    finally:
        house.end()


def send(port: int, token: str, path: str, body: bytes, **headers: str) -> tuple[int, Any]:
    """POST once; status and content. Raises OSError or HTTPException when no answer came."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        connection.request(
            "POST", path, body,
            {"Host": "localhost", "Authorization": f"Bearer {token}", **told},
        )  # fmt: skip
        response = connection.getresponse()
        content = response.read()
    finally:
        connection.close()
    kind = response.getheader("Content-Type") or ""
    return response.status, json.loads(content) if "json" in kind else content
