"""A whole house for browsers: its own database, web server and worker, on the rehearsal."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg

PROJECT = Path(__file__).parents[2]
SINERGI = [sys.executable, "-m", "sinergi.config.cli"]
FEW_CASES = 40
START_WITHIN = 60.0  # seconds


@dataclass(frozen=True)
class House:
    """Where it answers, and where its memory lies."""

    url: str
    database: str
    environment: dict[str, str]

    def sql(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        """Look at, or turn, what no page shows: the time at which a deadline is missed."""
        with psycopg.connect(self.database, autocommit=True) as connection:
            cursor = connection.execute(statement.encode(), values)
            return cursor.fetchall() if cursor.description else []


@contextlib.contextmanager
def open_house(server: str, name: str, folder: Path) -> Iterator[House]:
    """A house in a database called `name` of the server at `server`, gone after the block."""
    database = _made(server, name)
    port = _free_port()
    environment = {
        **os.environ,
        "DATABASE_URL": database,
        "SINERGI_VAR": str(folder),
        "SINERGI_PUBLIC_URL": f"http://localhost:{port}",
        "SINERGI_SECRET_KEY": "for tests in a browser alone, never for a person",
        "PYTHONPATH": str(PROJECT / "src"),
    }
    _run(environment, "migrate", "--verbosity", "0")
    _load(environment)
    log = (folder / "house.log").open("w")
    children = [
        subprocess.Popen([*SINERGI, *words], env=environment, stdout=log, stderr=log)
        for words in (("serve", "--port", str(port)), ("worker",))
    ]
    try:
        _await(f"http://localhost:{port}/healthz", folder / "house.log")
        yield House(f"http://localhost:{port}", database, environment)
    finally:
        for child in children:
            child.terminate()
        for child in children:
            child.wait(20)
        log.close()


def _made(server: str, name: str) -> str:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    parts, _, query = server.partition("?")
    return f"{parts.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")


def _load(environment: dict[str, str]) -> None:
    told = (
        "import django; django.setup();"
        "from sinergi.config.rehearsal import load_rehearsal, resume;"
        f"load_rehearsal(cases={FEW_CASES}); resume()"
    )
    subprocess.run(
        [sys.executable, "-c", told],
        env={**environment, "DJANGO_SETTINGS_MODULE": "sinergi.config.settings"},
        check=True,
    )


def _run(environment: dict[str, str], *words: str) -> None:
    subprocess.run([*SINERGI, *words], env=environment, check=True)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _await(url: str, log: Path) -> None:
    deadline = time.monotonic() + START_WITHIN
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError):  # also when it accepts, and is not ready to answer
            with urllib.request.urlopen(url, timeout=2):
                return
        time.sleep(0.2)
    raise AssertionError(f"the house did not open:\n{log.read_text()[-3000:]}")
