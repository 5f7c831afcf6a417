"""`sinergi`: every command of the house behind one door.

Commands are Django management commands of the rooms. This door adds what they share: the
embedded database when no other is named, one clear line instead of a traceback for what a person
can put right, and a list of commands in the order in which one meets them.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

OLDEST_PYTHON = (3, 11)
PROJECT = Path(__file__).resolve().parents[3]

GROUPS = {
    "Run": ("demo", "serve", "worker", "doctor", "live", "rehearse"),
    "Set up": ("setup", "boundaries", "people", "channels", "migrate", "reset"),
    "Records": ("journal", "evidence"),
    "Develop": ("messages", "docs", "makemigrations", "shell"),
}
WITHOUT_DATABASE = {
    *("messages", "docs", "channels", "reset", "collectstatic", "help", "diffsettings"),
}


class Refusal(Exception):
    """What keeps a command from running, in one line for the person; `status` is the exit code."""

    def __init__(self, line: str, status: int = 1) -> None:
        super().__init__(line)
        self.status = status


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command; exits with its status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        sys.exit(run(given))
    except Refusal as refusal:
        print(f"sinergi: {refusal}", file=sys.stderr)  # noqa: T201
        sys.exit(refusal.status)
    except KeyboardInterrupt:
        sys.exit(130)


def run(arguments: list[str]) -> int:
    """Run the command that `arguments` name; its exit status. Raises Refusal."""
    if sys.version_info < OLDEST_PYTHON:
        found = ".".join(map(str, sys.version_info[:3]))
        raise Refusal(f"needs Python 3.11 or newer; this is {found}")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sinergi.config.settings")
    if not arguments or arguments[0] in {"help", "-h", "--help"}:
        return _help(arguments[1:])
    with _friendly(), _database_for(arguments):
        _execute(arguments)
    return 0


def _execute(arguments: list[str]) -> None:
    from django.core.management import ManagementUtility

    ManagementUtility(["sinergi", *arguments]).execute()


@contextlib.contextmanager
def _database_for(arguments: list[str]) -> Iterator[None]:
    """Hold the embedded database inside the block, unless another is named or none is needed."""
    if {"-h", "--help"} & set(arguments) or arguments[0] in WITHOUT_DATABASE:
        yield
        return
    if os.environ.get("DATABASE_URL"):
        if arguments[0] != "doctor":  # which tells it among its findings
            _require_database()
        yield
        return
    from sinergi.config import embedded

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is let go
    server = embedded.start(PROJECT)
    os.environ["DATABASE_URL"] = server.url  # for this process and those it starts
    try:
        yield
    finally:
        _let_go_of_connections()
        server.stop()


def _require_database() -> None:
    import django

    from sinergi.config.connections import probe

    django.setup()
    if problem := probe():
        raise Refusal(f"the database does not answer: {problem}")


def _let_go_of_connections() -> None:
    from django.conf import settings

    if settings.configured:
        from sinergi.config.connections import close_all

        close_all()


@contextlib.contextmanager
def _friendly() -> Iterator[None]:
    """Turn what a person can put right into a Refusal; a fault of ours keeps its traceback."""
    from django.core.exceptions import ImproperlyConfigured
    from django.db.utils import OperationalError, ProgrammingError

    from sinergi.config.engine import EngineError

    try:
        yield
    except ImproperlyConfigured as error:
        raise Refusal(f"settings: {error}", 2) from error
    except EngineError as error:
        raise Refusal(str(error)) from error
    except OperationalError as error:
        raise Refusal(f"the database does not answer: {_first_line(error)}") from error
    except ProgrammingError as error:
        if "does not exist" not in str(error):
            raise
        raise Refusal(
            f"the database is not up to date ({_first_line(error)}); run `sinergi migrate`"
        ) from error


def _first_line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0] if lines else type(error).__name__


def _help(arguments: list[str]) -> int:
    from sinergi.config import listing

    with _friendly():
        if arguments:
            _execute([arguments[0], "--help"])
        else:
            print(listing.overview(GROUPS))  # noqa: T201
    return 0


if __name__ == "__main__":
    main()
