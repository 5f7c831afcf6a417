"""On the pages of reporters the house is blind: no address, browser, cookie or word is kept."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from sinergi.config.children import answers
from sinergi.neutrality.middleware import PIECE, Blind
from tests.factories import World
from tests.factories_neutrality import chamber
from tests.neutrality.evidence import SECRET, jpeg
from tests.neutrality.reporter import RECEIPTS, REPORT, REPORTS, Reporter, code_in, work

TELLTALE = {
    "User-Agent": "PerambanPenanda/7.7",
    "X-Forwarded-For": "203.0.113.9",
    "Forwarded": "for=203.0.113.10",
    "X-Real-IP": "203.0.113.11",
    "Referer": "https://kantor.example/penanda-asal",
    "Accept-Language": "en-x-penanda",
    "Cookie": "sinergi_session=penandasesi; penanda=kue",
    "X-Request-ID": "penanda-permintaan",
}
TRACES = ["PerambanPenanda", "203.0.113.", "penanda-asal", "x-penanda", "penandasesi", "=kue",
          "penanda-permintaan", SECRET, "pasangan tertentu", "Kecamatan Contoh",
          "pukul delapan", "Jalan Penanda", "Pelapor Penanda", "pesan penanda"]  # fmt: skip


def seen_by_the_house(**headers: str) -> dict[str, Any]:
    """What is left of a request behind the middleware."""
    seen: dict[str, Any] = {}

    def view(request: HttpRequest) -> HttpResponse:
        seen.update(request.META, cookies=request.COOKIES, query=request.GET.dict())
        return HttpResponse("<p>ya</p>")

    given = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
    Blind(view)(RequestFactory().get("/lapor/?penanda=1", REMOTE_ADDR="203.0.113.12", **given))  # type: ignore[arg-type]
    return seen


def test_nothing_of_the_asker_passes_the_door() -> None:
    seen = seen_by_the_house(**TELLTALE)
    told = {name: value for name, value in seen.items() if not name.startswith("wsgi.")}
    assert not [trace for trace in ("enanda", "203.0.113") if trace in str(told)]
    assert (seen["REMOTE_ADDR"], seen["cookies"], seen["query"]) == ("", {}, {})


def test_other_pages_are_left_as_they_are() -> None:
    request = RequestFactory().get("/laporan-lain/", HTTP_USER_AGENT="x")
    seen: list[str] = []
    Blind(lambda asked: seen.append(asked.META["HTTP_USER_AGENT"]) or HttpResponse())(request)  # type: ignore[func-returns-value]
    assert seen == ["x"]


@pytest.mark.parametrize("size", [0, 1, PIECE - 9, PIECE, 3 * PIECE + 5])
def test_answers_come_in_whole_pieces(size: int) -> None:
    made = Blind(lambda request: HttpResponse("x" * size))(RequestFactory().get("/lapor/"))
    assert len(made.content) % PIECE == 0
    assert made.content.startswith(b"x" * size)
    assert made["Content-Length"] == str(len(made.content))


@pytest.mark.django_db
def test_who_is_signed_in_is_nobody_here(
    world: World, signed_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    chamber(world)
    reporter = Reporter(monkeypatch)
    reporter.client = signed_in("regent")
    before = _sessions()
    code = code_in(reporter.report().content.decode())
    reporter.enter(code)
    assert _sessions() == before


def _sessions() -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM django_session")
        sessions = cursor.fetchall()
        cursor.execute("SELECT * FROM usersessions_usersession")
        return [sessions, cursor.fetchall()]


@pytest.mark.django_db
def test_a_fault_is_noted_without_its_words(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    chamber(world)
    reporter = Reporter(monkeypatch)
    page = reporter.read()

    def fail(*_given: object, **_more: object) -> None:
        raise ValueError(REPORT["what"])

    monkeypatch.setattr("sinergi.neutrality.letterbox.lay_report", fail)
    answer = reporter.send(REPORTS, page, **REPORT)
    assert answer.status_code == 500
    assert "ValueError" in caplog.text
    assert str(REPORT["what"]) not in caplog.text + answer.content.decode()


@pytest.mark.django_db
def test_a_page_that_is_not_there_is_blind_as_well() -> None:
    answer = Client().get("/lapor/tidak/ada/")
    assert answer.status_code == 404
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies


# -- A whole server, as it runs in earnest


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        free: int = probe.getsockname()[1]
        return free


@pytest.fixture
def server(transactional_db: Any, port: int, tmp_path: Path) -> Iterator[Path]:
    """The web server, with the loudest log; what it says goes to a file."""
    import os

    log = tmp_path / "server.log"
    with log.open("wb") as target:
        process = subprocess.Popen(
            [sys.executable, "-m", "sinergi.config.cli", "serve", "--port", str(port),
             "--workers", "1", "--without-build"],
            env={**os.environ, "DATABASE_URL": _url(), "SINERGI_LOG_LEVEL": "debug",
                 "SINERGI_VAR": str(tmp_path / "var")},
            stdout=target, stderr=target, start_new_session=True,
        )  # fmt: skip
        deadline = time.monotonic() + 30
        while not answers(port):
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)
        yield log
        process.terminate()
        process.wait(20)


@pytest.mark.django_db(transaction=True)
def test_a_report_leaves_no_trace_in_log_table_or_file(
    world: World, server: Path, port: int, tmp_path: Path
) -> None:
    chamber(world)
    page = _asked(port, "GET", REPORTS)
    time.sleep(5.2)  # no person is quicker
    named = {**REPORT, "who": "named", "name": "Pelapor Penanda", "address": "Jalan Penanda"}
    sent = _asked(port, "POST", REPORTS, {**work(page), **named}, file=jpeg())
    code = code_in(sent)
    page = _asked(port, "GET", RECEIPTS)
    time.sleep(5.2)
    inside = _asked(port, "POST", RECEIPTS, {**work(page), "code": code})
    told = {**work(inside[inside.index("<form") :]), "code": code, "doing": "message"}
    assert "pesan penanda" in _asked(port, "POST", RECEIPTS, {**told, "text": "pesan penanda"})
    _asked(port, "POST", RECEIPTS, {**work(page), "code": "kata yang salah penanda"})

    kept = {"log": server.read_bytes(), **_tables(), **_files(tmp_path / "var")}
    assert "neutrality_leaf" in kept
    assert len(kept) > 60
    assert [n for n in kept if n.endswith("seal") or "/se/al/" in n]
    wanted = [*TRACES, " ".join(code.split()[:2])]
    found = [(where, trace) for where, held in kept.items() for trace in wanted
             if trace.encode() in held]  # fmt: skip
    assert found == []


def _asked(
    port: int, method: str, path: str, form: dict[str, Any] | None = None, file: bytes = b""
) -> str:
    http = HTTPConnection("127.0.0.1", port, timeout=20)
    body, kind = _encoded(form, file) if form else (None, "text/plain")
    http.request(method, path, body, {"Host": "localhost", "Content-Type": kind, **TELLTALE})
    answer = http.getresponse()
    assert answer.getheader("Set-Cookie") is None
    assert answer.getheader("Content-Encoding") is None
    text = answer.read().decode()
    assert answer.status in (200, 409, 422), text[:2000]
    return text


def _encoded(form: dict[str, Any], file: bytes) -> tuple[bytes, str]:
    if not file:
        return urlencode(form, doseq=True).encode(), "application/x-www-form-urlencoded"
    line, parts = b"--garis", []
    for name, value in form.items():
        for one in value if isinstance(value, list) else [value]:
            head = f'\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{one}\r\n'
            parts.append(line + head.encode())
    head = f'\r\nContent-Disposition: form-data; name="files"; filename="{SECRET}.jpg"\r\n\r\n'
    parts.append(line + head.encode() + file + b"\r\n" + line + b"--\r\n")
    return b"".join(parts), "multipart/form-data; boundary=garis"


def _tables() -> dict[str, bytes]:
    """Every table of the database, as text and with its bytes."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = cursor.fetchall()
            values = [value for row in rows for value in row]
            found[table] = b"\n".join(
                bytes(value) if isinstance(value, memoryview | bytes) else str(value).encode()
                for value in values
            )
    return found


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _url() -> str:
    database = connection.settings_dict
    host = quote(str(database["HOST"]), safe="")
    return f"postgresql://{database['USER']}@/{database['NAME']}?host={host}"


def test_no_access_log_is_kept() -> None:
    from sinergi.config.server import run

    assert not re.search(r"log_access\s*=\s*True", Path(run.__file__).read_text())
