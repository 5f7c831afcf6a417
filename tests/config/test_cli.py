"""`sinergi` says in one line what a person can put right."""

from __future__ import annotations

import os
import socket
import subprocess
import sys

import pytest
from django.core.management import CommandError

from sinergi.config import cli, readiness

NO_DATABASE = "postgresql://nobody@127.0.0.1:1/nothing"


def sinergi(*arguments: str, **given: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sinergi.config.cli", *arguments],
        env={**os.environ, **given},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_without_a_command_it_lists_ours_first() -> None:
    answer = sinergi()
    assert answer.returncode == 0
    assert answer.stdout.index("demo") < answer.stdout.index("journal")
    assert answer.stdout.index("journal") < answer.stdout.index("All else that Django brings")


def test_help_of_a_command_needs_no_database() -> None:
    answer = sinergi("serve", "--help", DATABASE_URL=NO_DATABASE)
    assert answer.returncode == 0
    assert "--port" in answer.stdout


@pytest.mark.parametrize("command", [["serve"], ["worker"], ["demo"], ["journal", "verify"]])
def test_an_unreachable_database_is_one_line(command: list[str]) -> None:
    answer = sinergi(*command, DATABASE_URL=NO_DATABASE)
    assert answer.returncode == 1
    assert answer.stderr.count("\n") == 1
    assert answer.stderr.startswith("sinergi: the database does not answer: ")


def test_an_unknown_command_is_no_traceback() -> None:
    answer = sinergi("nonsense")
    assert answer.returncode == 1
    assert "Unknown command" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_an_old_python_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 2, "final", 0))
    with pytest.raises(cli.Refusal, match=r"3\.11 or newer; this is 3\.10\.2"):
        cli.run(["serve"])


def test_a_busy_port_names_who_has_it_and_what_to_do() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CommandError) as caught:
            readiness.require_port("127.0.0.1", port)
    assert f"process {os.getpid()}" in str(caught.value)
    assert f"PORT={port + 1}" in str(caught.value)


def test_a_free_port_is_fine() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    readiness.require_port("127.0.0.1", port)


def test_a_missing_build_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "is_built", lambda: False)
    with pytest.raises(CommandError, match="make build"):
        readiness.require_build()


def test_missing_migrations_are_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "unapplied", lambda: ["incidents.0002_more", "x.0001_y"])
    with pytest.raises(CommandError, match=r"lacks 2 migrations \(incidents\.0002_more"):
        readiness.require_migrations()
