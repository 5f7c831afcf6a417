"""The PostgreSQL that Sinergi brings along: the engine of the demo, of tests and of one office.

Several processes may use it at once. Each holds a shared lock on `users.lock` while it does; the
one that lets go last stops the server. The locks are the kernel's, so a process that was killed
holds none, and what it left behind (a running server, a stale pid file) is taken over or cleared
by whoever starts next.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from urllib.parse import quote

import psutil
import psycopg

from sinergi.config import engine
from sinergi.config.engine import EngineError

DATABASE = "sinergi"
USER = "postgres"
LONGEST_SOCKET = 100  # bytes; the kernel allows 107 for the whole path of a socket
START_WITHIN = 30.0  # seconds; recovery after a crash included
TEST_PREFIX = "sinergi-test-"

SERVER_OPTIONS = {
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "log_timezone": "UTC",
}
# A throw-away server may lose everything in a crash: nobody will look for it. (A durable one is
# for measuring what a lasting server costs, and for trying what it keeps when it is killed.)
THROW_AWAY_OPTIONS = {
    **SERVER_OPTIONS,
    "shared_buffers": "128MB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}


@dataclass
class Embedded:
    """One process's hold on a running server. `url` is for DATABASE_URL; `stop()` lets go."""

    folder: Path
    url: str
    _hold: IO[str] = field(repr=False)
    options: dict[str, str] = field(repr=False)
    remove: bool = False

    def start_again(self) -> None:
        """Start the server after it was killed: it comes back with all that was committed."""
        with _locked(self.folder / "start.lock"):
            _ensure_running(self.folder / "data", self.options)

    def process(self) -> psutil.Process | None:
        """The server's first process, while it runs."""
        return _server_process(self.folder / "data")

    def stop(self) -> None:
        """Let go of the server; whoever lets go last stops it. May be called twice."""
        if self._hold.closed:
            return
        with _locked(self.folder / "start.lock"):
            if _last_user(self._hold):
                _stop_server(self.folder / "data")
            self._hold.close()
        if self.remove:
            shutil.rmtree(self.folder, ignore_errors=True)


def home(project: Path) -> Path:
    """The folder of this project's server: its data, its locks, its log.

    It lies in the project's `var` (or SINERGI_VAR). Under root it lies outside, because the
    project may stand in a home folder that PostgreSQL's user cannot pass.
    """
    var = Path(os.environ.get("SINERGI_VAR") or project / "var").resolve()
    if not engine.as_root():
        return var / "postgresql"
    return engine.HOME_AS_ROOT / _short_name(var)


def data_folder(project: Path) -> Path:
    """The folder of the server's data (PGDATA)."""
    return home(project) / "data"


def socket_folder(project: Path) -> Path:
    """The folder of the server's socket, as `host` in a connection string."""
    return _socket_folder(data_folder(project))


def start(project: Path) -> Embedded:
    """A running server with the database `sinergi`; starts it unless another process has."""
    folder = home(project)
    folder.mkdir(parents=True, exist_ok=True)
    return _hold_server(folder, SERVER_OPTIONS)


def start_throw_away(*, durable: bool = False) -> Embedded:
    """A server in a temporary folder, for one run of the tests; gone when it is stopped.

    With `durable` what it committed outlives a crash, and costs what that costs.
    """
    parent = "/var/tmp" if engine.as_root() else tempfile.gettempdir()  # noqa: S108
    sweep_throw_aways(Path(parent))
    folder = Path(tempfile.mkdtemp(prefix=TEST_PREFIX, dir=parent))
    folder.chmod(0o711 if engine.as_root() else 0o700)
    embedded = _hold_server(folder, SERVER_OPTIONS if durable else THROW_AWAY_OPTIONS)
    embedded.remove = True
    return embedded


def sweep_throw_aways(parent: Path) -> None:
    """Stop and remove the servers of test runs that were killed: nobody holds their lock."""
    for folder in parent.glob(f"{TEST_PREFIX}*"):
        with contextlib.suppress(OSError, EngineError):
            hold = (folder / "users.lock").open("r")
            with hold:
                if _last_user(hold):
                    _stop_server(folder / "data")
                    shutil.rmtree(folder, ignore_errors=True)


def reset(project: Path) -> None:
    """Remove the server's data. Raises EngineError while another process uses it."""
    folder = home(project)
    if not folder.is_dir():
        return
    with _locked(folder / "start.lock"), (folder / "users.lock").open("a") as hold:
        if not _last_user(hold):
            raise EngineError("the database is in use; stop the running Sinergi first (Ctrl-C)")
        _stop_server(folder / "data")
        shutil.rmtree(folder / "data", ignore_errors=True)


def is_running(project: Path) -> bool:
    """Whether the server of this project runs now."""
    return _server_process(data_folder(project)) is not None


def _hold_server(folder: Path, options: dict[str, str]) -> Embedded:
    with _locked(folder / "start.lock"):
        hold = (folder / "users.lock").open("a")
        try:
            fcntl.flock(hold, fcntl.LOCK_SH)
            _ensure_data(folder / "data")
            return Embedded(folder, _reach(folder / "data", options), hold, options)
        except BaseException:
            hold.close()
            raise


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Alone inside the block, among all processes of this machine."""
    with path.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _last_user(hold: IO[str]) -> bool:
    """Whether nobody else holds the server."""
    try:
        fcntl.flock(hold, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _ensure_data(data: Path) -> None:
    """Make the cluster, unless it is there; whole or not at all."""
    if data.exists():
        return
    fresh = data.with_name("data.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    engine.give(fresh)
    engine.run(
        "initdb",
        *("--pgdata", str(fresh), "--username", USER, "--encoding", "UTF8"),
        *("--auth", "trust", "--no-locale", "--no-instructions"),
    )
    fresh.rename(data)


def _reach(data: Path, options: dict[str, str]) -> str:
    """The URL of a server that answers. One that was just killed may look alive for a moment."""
    deadline = time.monotonic() + START_WITHIN
    while True:
        _ensure_running(data, options)
        try:
            return _ensure_database(data)
        except psycopg.OperationalError as error:
            if time.monotonic() > deadline:
                raise EngineError(f"the embedded PostgreSQL does not answer: {error}") from error
            time.sleep(0.2)


def _ensure_running(data: Path, options: dict[str, str]) -> None:
    if _server_process(data) is not None:
        return
    # A killed server leaves its pid file; the number may by now belong to another program, at
    # whose sight PostgreSQL would refuse to start.
    (data / "postmaster.pid").unlink(missing_ok=True)
    socket = _socket_folder(data)
    if socket != data:
        socket.mkdir(exist_ok=True)
        engine.give(socket)
    settings = {**options, "unix_socket_directories": str(socket)}
    given = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
    _start_server(data, given)


def _start_server(data: Path, given: str) -> None:
    """Start, patiently: the children of a killed server need a moment to notice."""
    deadline = time.monotonic() + START_WITHIN
    arguments = ("--pgdata", str(data), "--log", str(data / "server.log"), "--options", given)
    while True:
        try:
            engine.run("pg_ctl", "start", "--wait", "--timeout", "30", *arguments)
            return
        except EngineError as error:
            if time.monotonic() > deadline or not _left_over(data):
                raise EngineError(
                    f"the embedded PostgreSQL does not start; see {data / 'server.log'} ({error})"
                ) from error
            time.sleep(0.3)


def _left_over(data: Path) -> bool:
    """Whether the last start failed because a killed server's children still run."""
    with contextlib.suppress(OSError):
        lines = (data / "server.log").read_text(errors="replace").splitlines()[-4:]
        return any("still in use" in line or "lock file" in line for line in lines)
    return False


def _stop_server(data: Path) -> None:
    if _server_process(data) is None:
        return
    engine.run("pg_ctl", "stop", "--pgdata", str(data), "--mode", "fast", "--timeout", "30")


def _server_process(data: Path) -> psutil.Process | None:
    """The server's process, when the pid file names one that is really this server."""
    try:
        pid = int((data / "postmaster.pid").read_text().splitlines()[0])
        process = psutil.Process(pid)
        same = str(data) in process.cmdline()
    except (OSError, ValueError, IndexError, psutil.Error):
        return None
    return process if same and process.status() != psutil.STATUS_ZOMBIE else None


def _ensure_database(data: Path) -> str:
    """Create the database when it is missing; its URL."""
    host = str(_socket_folder(data))
    with psycopg.connect(host=host, user=USER, dbname="postgres", autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if found.fetchone() is None:
            connection.execute(f"CREATE DATABASE {DATABASE}")
    return f"postgresql://{USER}@/{DATABASE}?host={quote(host, safe='')}"


def _socket_folder(data: Path) -> Path:
    """The data folder itself, closed to all others; a short path when that is too long."""
    if len(os.fsencode(data)) <= LONGEST_SOCKET - len("/.s.PGSQL.5432"):
        return data
    return Path(tempfile.gettempdir()) / f"sinergi-{os.geteuid()}-{_short_name(data)}"


def _short_name(path: Path) -> str:
    return f"{path.parent.name[:20]}-{hashlib.sha256(os.fsencode(path)).hexdigest()[:8]}"
