"""The embedded PostgreSQL: shared, recovered after a crash, stopped by whoever leaves last."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg
import pytest

from sinergi.config import embedded, engine
from sinergi.config.engine import EngineError


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("SINERGI_VAR", str(tmp_path / "var"))
    yield tmp_path
    embedded.reset(tmp_path)
    shutil.rmtree(embedded.home(tmp_path), ignore_errors=True)


def test_it_is_there_as_long_as_somebody_holds_it(project: Path) -> None:
    first, second = embedded.start(project), embedded.start(project)
    assert first.url == second.url
    first.stop()
    assert embedded.is_running(project)
    second.stop()
    second.stop()
    assert not embedded.is_running(project)


def test_it_keeps_its_data(project: Path) -> None:
    with _held(project) as url, psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    with _held(project) as url, psycopg.connect(url) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)


def test_only_its_own_user_reaches_data_and_socket(project: Path) -> None:
    with _held(project):
        data = embedded.data_folder(project)
        assert stat.S_IMODE(data.stat().st_mode) == 0o700
        assert stat.S_IMODE(embedded.socket_folder(project).stat().st_mode) == 0o700


def test_no_folder_above_is_loosened(project: Path) -> None:
    closed = project / "var"
    closed.mkdir(mode=0o700)
    before = {path: path.stat().st_mode for path in [closed, *closed.parents]}
    with _held(project):
        pass
    assert before == {path: path.stat().st_mode for path in before}


def test_a_killed_server_is_started_again(project: Path) -> None:
    held = embedded.start(project)
    with psycopg.connect(held.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    server = psutil.Process(_pid(project))
    server.kill()
    server.wait(10)
    again = embedded.start(project)
    with psycopg.connect(again.url) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)
    again.stop()
    held.stop()
    assert not embedded.is_running(project)


def test_a_pid_file_that_names_another_program_is_cleared(project: Path) -> None:
    held = embedded.start(project)
    pid_file = embedded.data_folder(project) / "postmaster.pid"
    stale = pid_file.read_text()
    held.stop()
    pid_file.write_text(stale.replace(stale.splitlines()[0], str(os.getpid()), 1))
    with _held(project):
        assert embedded.is_running(project)


def test_a_killed_holder_does_not_keep_it(project: Path) -> None:
    code = (
        "import pathlib, time; from sinergi.config import embedded;"
        f"held = embedded.start(pathlib.Path({str(project)!r}));"
        "print('held', flush=True); time.sleep(60)"
    )
    holder = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    with pytest.raises(EngineError, match="in use"):
        embedded.reset(project)
    holder.kill()
    holder.communicate()
    with _held(project):  # takes over the server that was left behind
        pass
    assert not embedded.is_running(project)


def test_two_that_start_at_once_share_one(project: Path) -> None:
    code = (
        "import pathlib; from sinergi.config import embedded;"
        f"held = embedded.start(pathlib.Path({str(project)!r})); print(held.url); held.stop()"
    )
    starters = [
        subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) for _ in range(3)
    ]
    urls = {starter.communicate(timeout=60)[0] for starter in starters}
    assert [starter.returncode for starter in starters] == [0, 0, 0]
    assert len(urls) == 1
    assert not embedded.is_running(project)


def test_a_half_made_cluster_is_made_anew(project: Path) -> None:
    half = embedded.home(project) / "data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18")
    with _held(project):
        assert embedded.is_running(project)


def test_a_throw_away_server_leaves_nothing() -> None:
    held = embedded.start_throw_away()
    assert held.folder.is_dir()
    held.stop()
    assert not held.folder.exists()


def test_what_a_killed_run_left_is_swept_and_what_runs_is_not(tmp_path: Path) -> None:
    left = tmp_path / f"{embedded.TEST_PREFIX}left"
    left.mkdir()
    (left / "users.lock").touch()
    running = embedded.start_throw_away()
    embedded.sweep_throw_aways(tmp_path)
    assert not left.exists()
    embedded.sweep_throw_aways(running.folder.parent)
    assert running.folder.is_dir()
    running.stop()


def test_a_path_too_long_for_a_socket_gets_a_short_one(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 60) / ("e" * 60)
    assert len(str(embedded._socket_folder(deep))) < embedded.LONGEST_SOCKET


def test_what_the_program_complains_of_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(EngineError) as caught:
        engine.run("pg_ctl", "stop", "--pgdata", str(tmp_path / "nothing"))
    assert "\n" not in str(caught.value)
    assert "nothing" in str(caught.value)


@contextmanager
def _held(project: Path) -> Iterator[str]:
    """The server, held inside the block; gives its URL."""
    server = embedded.start(project)
    try:
        yield server.url
    finally:
        server.stop()


def _pid(project: Path) -> int:
    return int((embedded.data_folder(project) / "postmaster.pid").read_text().splitlines()[0])
