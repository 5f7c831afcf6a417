"""The whole web server as it is started in earnest: two processes, pages and live feed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection, HTTPResponse
from typing import Any
from urllib.parse import quote

import psutil
import pytest
from django.db import connection
from django.test import Client

from sinergi.config.children import answers
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 6.0  # seconds


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        free: int = probe.getsockname()[1]
        return free


@pytest.fixture
def server(transactional_db: Any, port: int) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "sinergi.config.cli", "serve", "--port", str(port),
         "--workers", "2", "--without-build"],
        env={**os.environ, "DATABASE_URL": _url()},
        start_new_session=True,
    )  # fmt: skip
    _until(lambda: answers(port))
    yield process
    process.terminate()
    process.wait(20)


def test_it_answers_and_turns_strangers_away_from_the_feed(
    server: subprocess.Popen[bytes], port: int
) -> None:
    assert _get(port, "/healthz").read() == b"ok\n"
    assert _get(port, "/nowhere", Accept="application/json").status == 404
    assert _get(port, "/live/").status == 401


def test_what_happens_reaches_every_open_page(
    server: subprocess.Popen[bytes],
    port: int,
    world: factories.World,
    signed_in: Callable[[str], Client],
) -> None:
    pages = [_open_page(port, signed_in("babinsa")) for _ in range(4)]
    time.sleep(0.5)
    factories.report(world)
    for page in pages:
        assert b"incident.reported" in _lines_until(page, b"incident.reported")


def test_it_stops_at_once_although_pages_are_open(
    server: subprocess.Popen[bytes],
    port: int,
    world: factories.World,
    signed_in: Callable[[str], Client],
) -> None:
    pages = [_open_page(port, signed_in("babinsa")) for _ in range(6)]
    server.terminate()
    assert server.wait(AT_ONCE) == 0
    for page in pages:
        _lines_until(page, b"")


def test_nothing_is_left_when_its_first_process_is_killed(
    server: subprocess.Popen[bytes], port: int
) -> None:
    children = psutil.Process(server.pid).children(recursive=True)
    assert len(children) >= 2
    server.send_signal(signal.SIGKILL)
    server.wait()
    gone, alive = psutil.wait_procs(children, timeout=AT_ONCE)
    assert (len(gone), alive) == (len(children), [])
    assert not answers(port)


def test_a_killed_process_is_replaced(server: subprocess.Popen[bytes], port: int) -> None:
    killed = psutil.Process(server.pid).children()[0]
    killed.kill()
    _until(lambda: len(psutil.Process(server.pid).children()) >= 2 and answers(port))


def _url() -> str:
    database = connection.settings_dict
    host = quote(str(database["HOST"]), safe="")
    return f"postgresql://{database['USER']}@/{database['NAME']}?host={host}"


def _get(port: int, path: str, **headers: str) -> HTTPResponse:
    http = HTTPConnection("127.0.0.1", port, timeout=10)
    http.request("GET", path, headers={"Host": "localhost", **headers})
    return http.getresponse()


def _open_page(port: int, browser: Client) -> HTTPResponse:
    cookies = "; ".join(f"{key}={morsel.value}" for key, morsel in browser.cookies.items())
    page = _get(port, "/live/", Cookie=cookies)
    assert page.status == 200
    assert page.readline() == b"retry: 2000\n"
    return page


def _lines_until(page: HTTPResponse, wanted: bytes) -> bytes:
    """The first line that holds `wanted`; b"" wants the end of the stream."""
    while line := page.readline():
        if wanted and wanted in line:
            return line
    return b""


def _until(holds: Callable[[], bool], within: float = 30.0) -> None:
    deadline = time.monotonic() + within
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.1)
