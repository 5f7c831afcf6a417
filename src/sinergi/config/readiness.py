"""What must hold before the house opens: a port, a front end, a database that is up to date."""

from __future__ import annotations

import contextlib
import errno
import socket

import psutil
from django.core.management import CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from sinergi.web import manifest


def require_port(host: str, port: int) -> None:
    """Raise CommandError when `port` is taken or forbidden, saying by whom and what to do."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(_port_problem(host, port, error)) from error


def _port_problem(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"port {port} is in use{_by_whom(port)}; "
            f"stop it, or choose another: PORT={port + 1} (make demo PORT={port + 1})"
        )
    if error.errno == errno.EACCES:
        return f"port {port} needs special rights; choose one above 1023: PORT=8000"
    return f"cannot listen at {host} port {port}: {error.strerror}"


def _by_whom(port: int) -> str:
    """ " by process 123 (python)" when we may know it, else nothing."""
    with contextlib.suppress(psutil.Error, OSError):
        for found in psutil.net_connections("tcp"):
            if found.status == psutil.CONN_LISTEN and found.laddr.port == port and found.pid:
                name = " ".join(psutil.Process(found.pid).cmdline()[:3]) or "?"
                return f" by process {found.pid} ({name[:60]})"
    return ""


def require_build() -> None:
    """Raise CommandError when the front end has not been built."""
    if not is_built():
        raise CommandError("the front end is not built; run `make build` (needs Node 20)")


def is_built() -> bool:
    """Whether Vite's manifest is there."""
    return (manifest.BUILD / "manifest.json").is_file()


def require_migrations() -> None:
    """Raise CommandError when the database lacks migrations."""
    missing = unapplied()
    if missing:
        raise CommandError(
            f"the database lacks {len(missing)} migrations ({missing[0]} ...); "
            "run `sinergi migrate`"
        )


def unapplied() -> list[str]:
    """Migrations that the database still lacks, as `room.name`."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]
