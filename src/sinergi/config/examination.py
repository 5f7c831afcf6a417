"""What `sinergi doctor` looks at: each finding says how it stands and what to do."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.db import DatabaseError, connection
from django.utils import translation

from sinergi.alerts import channels
from sinergi.config import readiness
from sinergi.config.connections import probe
from sinergi.kernel import seals
from sinergi.kernel.clock import real_now

OK, WARN, FAIL = "OK", "WARN", "FAIL"
OLDEST_POSTGRESQL = 150_000
LEAST_SPACE = 2 * 1024**3  # bytes
SILENT_AFTER = timedelta(minutes=2)
CLOCK_APART = timedelta(seconds=5)


@dataclass(frozen=True)
class Finding:
    """How one thing stands: OK, WARN or FAIL; what was found; what to do about it."""

    subject: str
    state: str
    found: str
    remedy: str = ""


def examine() -> Iterator[Finding]:
    """Everything, the database's part only while it answers."""
    yield from (check() for check in (_python, _node, _build, _secret, _mail, _channels, _space))
    database = _database()
    yield database
    if database.state != FAIL:
        yield from (_asked(check) for check in (_migrations, _journal, _order, _worker, _clock))


def _asked(check: Callable[[], Finding]) -> Finding:
    try:
        return check()
    except DatabaseError as error:
        subject = check.__name__.strip("_")
        return Finding(subject, FAIL, str(error).splitlines()[0], "run `sinergi migrate`")


def _python() -> Finding:
    found = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < (3, 11):  # noqa: UP036 - the check is the point
        return Finding("Python", FAIL, found, "install Python 3.11 or newer")
    return Finding("Python", OK, found)


def _node() -> Finding:
    """Only the build needs it; a machine that gets a built front end does not."""
    node = shutil.which("node")
    if node is None:
        return Finding("Node", WARN, "absent", "install Node 20.19 or newer to build the front end")
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    found = answer.stdout.strip().lstrip("v")
    if _version(found) < (20, 19):
        return Finding("Node", WARN, found, "install Node 20.19 or newer to build the front end")
    return Finding("Node", OK, found)


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".")[:2] if part.isdigit())


def _build() -> Finding:
    if readiness.is_built():
        return Finding("front end", OK, "built")
    return Finding("front end", FAIL, "not built", "run `make build`")


def _secret() -> Finding:
    if settings.SECRET_KEY != settings.DEFAULT_SECRET:
        return Finding("secret", OK, "set")
    return Finding(
        "secret", WARN, "the rehearsal's", "set SINERGI_SECRET_KEY and SINERGI_PRODUCTION=yes"
    )


def _mail() -> Finding:
    if not settings.EMAIL_HOST:
        return Finding("mail", WARN, "no server", "set SINERGI_SMTP_HOST; until then none is sent")
    place = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        mail: Any = get_connection(timeout=5)
        mail.open()
        mail.close()
    except OSError as error:
        return Finding("mail", FAIL, f"{place}: {error}", "check the SINERGI_SMTP_ settings")
    return Finding("mail", OK, place)


def _channels() -> Finding:
    """The other ways to tell people: off is a choice, unless it was begun to set one up."""
    with translation.override("en"):
        every = {one: str(one.off()) for one in channels.every().values() if one.code != "email"}
        on = [str(one.title) for one, off in every.items() if not off]
        broken = [f"{one.title}: {off}" for one, off in every.items() if off and one.meant()]
        idle = [str(one.title) for one, off in every.items() if off and not one.meant()]
    if broken:
        return Finding("channels", FAIL, " ".join(broken), "see docs/channels.md")
    return Finding("channels", OK, f"on: {', '.join(on)}; off: {', '.join(idle) or 'none'}")


def _space() -> Finding:
    place = _existing(Path(settings.VAR))
    free = shutil.disk_usage(place).free
    found = f"{free / 1024**3:.1f} GB free at {place}"
    if not os.access(place, os.W_OK):
        return Finding(
            "disk", FAIL, f"{place} cannot be written", "change its owner or SINERGI_VAR"
        )
    if free < LEAST_SPACE:
        return Finding("disk", WARN, found, "make room: evidence and journal only grow")
    return Finding("disk", OK, found)


def _existing(path: Path) -> Path:
    return next(folder for folder in (path, *path.parents) if folder.exists())


def _database() -> Finding:
    if problem := probe():
        return Finding("database", FAIL, problem, "check DATABASE_URL and that PostgreSQL runs")
    connection.ensure_connection()
    version: int = connection.connection.info.server_version
    found = f"PostgreSQL {version // 10_000}.{version % 10_000}"
    if version < OLDEST_POSTGRESQL:
        return Finding("database", FAIL, found, "PostgreSQL 15 or newer is needed")
    return Finding("database", OK, found)


def _migrations() -> Finding:
    missing = readiness.unapplied()
    if missing:
        return Finding("migrations", FAIL, f"{len(missing)} missing", "run `sinergi migrate`")
    return Finding("migrations", OK, "all applied")


def _journal() -> Finding:
    """Whether the triggers that refuse to change the journal are there, and switched on."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_trigger WHERE tgname = 'append_only' AND tgenabled <> 'D'"
            " AND tgrelid IN ('kernel_journalentry'::regclass, 'kernel_seal'::regclass)"
        )
        guarded: int = cursor.fetchone()[0]
    if guarded == 2:
        return Finding("journal", OK, "append-only")
    return Finding(
        "journal", FAIL, "its guard is gone", "find out who removed it; `sinergi journal verify`"
    )


def _order() -> Finding:
    """Whether transactions are numbered above those that are sealed already.

    Seals and notices follow transaction numbers; a dump that was restored into a younger server
    begins to count anew, and what is written there would pass unsealed.
    """
    present, last = seals.horizon(), seals.latest()
    sealed = last.to_txid if last else 0
    if present >= sealed:
        return Finding("sealing", OK, f"transaction {present}, sealed below {sealed}")
    return Finding(
        "sealing",
        FAIL,
        f"transaction {present} is below {sealed}, which is sealed: restored into another server?",
        f"stop PostgreSQL, `pg_resetwal --next-transaction-id={sealed + 1000}`, start it",
    )


def _worker() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(last_heartbeat) FROM procrastinate_workers")
        last = cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'")
        failed: int = cursor.fetchone()[0]
    if last is None or real_now() - last > SILENT_AFTER:
        seen = "never seen" if last is None else f"silent since {last:%Y-%m-%d %H:%M} UTC"
        return Finding("worker", FAIL, seen, "start `sinergi worker`: deadlines stand still")
    if failed:
        return Finding("worker", WARN, f"alive; {failed} jobs failed", "look into the log")
    return Finding("worker", OK, "alive")


def _clock() -> Finding:
    """Whether this machine and the database agree on the time; deadlines hang on it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        apart = abs(cursor.fetchone()[0] - real_now())
    found = f"{apart.total_seconds():.1f} s from the database's"
    if apart > CLOCK_APART:
        return Finding("clock", FAIL, found, "set both clocks by NTP")
    return Finding("clock", OK, found)
