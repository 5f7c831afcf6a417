"""The bridge between granian's event loop and Django's threads."""

from __future__ import annotations

import hashlib
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

MEGABYTE = 1024 * 1024


@pytest.fixture(scope="module")
def mark(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("echo") / "mark"


@pytest.fixture(scope="module")
def port(mark: Path) -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        free: int = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "granian", "--interface", "rsgi", "--no-ws", "--port", str(free),
         "--log-level", "warning", "tests.config.echo:application"],
        env={**os.environ, "ECHO_MARK": str(mark)},
        cwd=Path(__file__).resolve().parents[2],
    )  # fmt: skip
    _until(lambda: _answers(free))
    yield free
    server.terminate()
    assert server.wait(10) == 0


@pytest.fixture
def http(port: int, mark: Path) -> Iterator[HTTPConnection]:
    mark.unlink(missing_ok=True)
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    yield connection
    connection.close()


def test_the_request_is_described_as_wsgi_wants_it(http: HTTPConnection) -> None:
    environ = _environ(http, "/desa/M%C3%A9ga%20Jaya?a=1&b=%20", {"Content-Type": "text/x"})
    assert environ["PATH_INFO"].encode("latin-1").decode() == "/desa/Méga Jaya"
    assert environ["QUERY_STRING"] == "a=1&b=%20"
    assert environ["REMOTE_ADDR"] == "127.0.0.1"
    assert environ["HTTP_HOST"] == f"127.0.0.1:{http.port}"
    assert environ["CONTENT_TYPE"] == "text/x"
    assert environ["wsgi.url_scheme"] == "http"


def test_a_header_with_an_underscore_cannot_pass_for_another(http: HTTPConnection) -> None:
    environ = _environ(http, "/x", {"X_Forwarded_Proto": "https", "X-Kept": "yes"})
    assert "HTTP_X_FORWARDED_PROTO" not in environ
    assert environ["HTTP_X_KEPT"] == "yes"


def test_headers_that_come_several_times_are_joined(http: HTTPConnection) -> None:
    http.putrequest("GET", "/x")
    for name, value in (("Cookie", "a=1"), ("Cookie", "b=2"), ("X-Many", "1"), ("X-Many", "2")):
        http.putheader(name, value)
    http.endheaders()
    environ = json.loads(http.getresponse().read())
    assert (environ["HTTP_COOKIE"], environ["HTTP_X_MANY"]) == ("a=1; b=2", "1,2")


@pytest.mark.parametrize("size", [0, 1, 1000, 256 * 1024, 256 * 1024 + 1, 3 * MEGABYTE])
def test_a_body_arrives_whole(http: HTTPConnection, size: int) -> None:
    body = os.urandom(size)
    http.request("POST", "/upload", body, {"Content-Length": str(size)})
    answer = json.loads(http.getresponse().read())
    assert answer["sha256"] == hashlib.sha256(body).hexdigest()
    assert answer["left"] == 0


def test_an_upload_of_100_megabytes_is_never_whole_in_memory(http: HTTPConnection) -> None:
    before = _upload(http, 1)["megabytes"]
    after = _upload(http, 100)
    assert after["left"] == 0
    assert after["megabytes"] - before < 30


def test_an_upload_that_breaks_off_is_not_taken_for_the_whole(port: int, mark: Path) -> None:
    mark.unlink(missing_ok=True)
    with socket.create_connection(("127.0.0.1", port)) as connection:
        head = f"POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: {2 * MEGABYTE}\r\n\r\n"
        connection.sendall(head.encode() + b"x" * MEGABYTE)
        time.sleep(0.3)
    _until(mark.exists)
    assert mark.read_text() == "ConnectionResetError"


def test_an_answer_in_pieces_arrives_whole_and_is_closed(http: HTTPConnection, mark: Path) -> None:
    http.request("GET", "/pieces?200")
    body = http.getresponse().read()
    assert len(body) == 200 * 8 * 8192
    assert body.endswith(b"0000199\n")
    _until(mark.exists)


def test_an_answer_whose_asker_left_is_closed(port: int, mark: Path) -> None:
    mark.unlink(missing_ok=True)
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(b"GET /pieces?100000 HTTP/1.1\r\nHost: x\r\n\r\n")
        connection.recv(1000)
    _until(mark.exists)
    assert _answers(port)


def test_a_file_arrives_whole(http: HTTPConnection) -> None:
    http.request("GET", "/file")
    assert b"A small WSGI application" in http.getresponse().read()


def test_a_fault_is_answered_and_does_no_harm(http: HTTPConnection, port: int) -> None:
    http.request("GET", "/fault")
    assert http.getresponse().status == 500
    assert _answers(port)


def test_a_stream_notices_that_its_page_left(port: int, mark: Path) -> None:
    mark.unlink(missing_ok=True)
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(b"GET /live/ HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b"200 OK" in connection.recv(1000)
    _until(mark.exists)
    assert mark.read_text() == "left"


def _environ(http: HTTPConnection, path: str, headers: dict[str, str]) -> dict[str, Any]:
    http.request("GET", path, headers=headers)
    environ: dict[str, Any] = json.loads(http.getresponse().read())
    return environ


def _upload(http: HTTPConnection, megabytes: int) -> dict[str, Any]:
    pieces = (b"x" * MEGABYTE for _ in range(megabytes))
    http.request("POST", "/upload", pieces, {"Content-Length": str(megabytes * MEGABYTE)})
    answer: dict[str, Any] = json.loads(http.getresponse().read())
    return answer


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/x")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _until(holds: Callable[[], bool], within: float = 15.0) -> None:
    deadline = time.monotonic() + within
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)
