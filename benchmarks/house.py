"""A whole house to measure: a durable database, the real server and worker, and people in it."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import signal
import socket
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil

from sinergi.config import embedded
from sinergi.config.children import Children, answers

if TYPE_CHECKING:
    from sinergi.agencies.models import Post
    from sinergi.config.rehearsal.cast import Cast
    from sinergi.kernel.models import Operation

HEALTHY_WITHIN = 60.0  # seconds
PAUSE = 0.1  # seconds between two looks at whether it is healthy


@dataclass
class House:
    """What a benchmark may lean on. `incidents` is how many cases lie in the database."""

    server: embedded.Embedded
    folder: Path
    port: int
    quick: bool
    incidents: int = 0
    children: Children = field(default_factory=Children)
    cast: Cast = field(init=False)
    operation: Operation = field(init=False)

    def start(self, *commands: str) -> None:
        """Start commands of `sinergi` beside us; with `serve`, wait until the server answers."""
        for command in commands:
            given = ("--port", str(self.port)) if command == "serve" else ()
            self.children.start(command, *given)
        deadline = time.monotonic() + HEALTHY_WITHIN
        while "serve" in self.children.running and not answers(self.port):
            if (ended := self.children.ended()) or time.monotonic() > deadline:
                raise RuntimeError(ended or "the server does not answer")
            time.sleep(PAUSE)

    def processes(self, command: str) -> list[psutil.Process]:
        """A command's process with all that it started."""
        first = psutil.Process(self.children.running[command].pid)
        return [first, *first.children(recursive=True)]

    def post(self, login: str) -> Post:
        """The post that signs in under this name."""
        return self.cast.by_login[login]

    def stop(self) -> None:
        """End the children, then the database, and remove what they wrote."""
        self.children.stop()
        self.children.running.clear()
        with contextlib.suppress(ImportError):
            from sinergi.config.connections import close_all

            close_all()
        self.server.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


@contextlib.contextmanager
def open_house(*, quick: bool = False) -> Iterator[House]:
    """A house with an empty, migrated database; all of it is gone at the end, also after Ctrl-C."""
    house = _new_house(quick=quick)
    before = signal.signal(signal.SIGTERM, _leave)
    try:
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0, interactive=False)
        yield house
    finally:
        house.stop()
        signal.signal(signal.SIGTERM, before)


def _leave(number: int, frame: Any) -> None:
    raise KeyboardInterrupt


def _new_house(*, quick: bool) -> House:
    folder = Path(tempfile.mkdtemp(prefix="sinergi-bench-"))
    port = free_port()
    os.environ.update(
        SINERGI_VAR=str(folder),
        SINERGI_LOG_LEVEL="warning",
        PORT=str(port),
        DJANGO_SETTINGS_MODULE="sinergi.config.settings",
    )
    server = embedded.start_throw_away(durable=True)
    os.environ["DATABASE_URL"] = server.url
    return House(server, folder, port, quick)


def free_port() -> int:
    """A port at which nobody listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def people(house: House) -> None:
    """Found Kabupaten Madiun in exercise and fill its posts, as the rehearsal does."""
    from django.conf import settings
    from django.db import transaction

    from sinergi.config.founding import Plan, found_operation
    from sinergi.config.rehearsal.cast import assemble
    from sinergi.config.rehearsal.loading import MORNING
    from sinergi.kernel.clock import stopped_at, use_operation
    from sinergi.kernel.context import use_door

    plan = Plan("pengukuran", "Pilkada 2024", date(2024, 11, 27), "35.19", "exercise", MORNING)
    # Nobody signs in with a password here, and a good hash is slow on purpose.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with transaction.atomic(), use_door("cli"):
        with stopped_at(MORNING - timedelta(days=40)):
            house.operation = found_operation(plan)
        with use_operation(house.operation), stopped_at(MORNING):
            house.cast = assemble(house.operation)


def session_of(post: Post) -> str:
    """A session in which this post is signed in: the value of its cookie."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from sinergi.agencies.models import Account

    account = Account.objects.get(pk=post.account_id)  # its password was set since
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def cookie_of(post: Post) -> str:
    """The header `Cookie` of a browser in which this post is signed in."""
    from django.conf import settings

    return f"{settings.SESSION_COOKIE_NAME}={session_of(post)}"


def tokens_for(posts: Sequence[Post]) -> list[str]:
    """A token with which a program may write for each of the posts: the header's value."""
    from sinergi.agencies.actions.tokens import digest_of
    from sinergi.agencies.models import ApiToken
    from sinergi.kernel.clock import real_now

    keys = [f"sng_{secrets.token_urlsafe(32)}" for _ in posts]
    ApiToken.objects.bulk_create(
        ApiToken(
            post=post,
            name="pengukuran",
            prefix=key[:8],
            digest=digest_of(key),
            scopes=["read", "write"],
            created_at=real_now(),
            expires_at=real_now() + timedelta(days=1),
        )
        for post, key in zip(posts, keys, strict=True)
    )
    return [f"Bearer {key}" for key in keys]


def village_posts(house: House) -> list[Post]:
    """One post of each village, in the order of the codes."""
    desks = sorted(code for code in house.cast.at_desk if len(code) == len("35.19.01.2001"))
    return [house.cast.at_desk[code][0] for code in desks]
