"""`sinergi demo`: the rehearsal on this machine, with nothing to set up before."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from sinergi.config import readiness, rehearsal
from sinergi.config.children import Children, answers
from sinergi.config.connections import close_all
from sinergi.kernel.problems import Problem

HEALTHY_WITHIN = 60.0  # seconds


class Command(BaseCommand):
    """Database, rehearsal, web server and worker, until Ctrl-C."""

    help = "Run the rehearsal of Kabupaten Madiun here: database, web server and worker."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=settings.PORT, help="default: PORT")
        parser.add_argument("--live", action="store_true", help="let new events arrive")

    def handle(self, *args: Any, **options: Any) -> None:
        port = options["port"]
        readiness.require_port(settings.SINERGI_HOST, port)
        readiness.require_build()
        self._prepare()
        accounts = rehearsal.demo_accounts()
        rehearsal.resume()
        close_all()
        try:
            self._run(port, accounts, live=options["live"])
        finally:
            rehearsal.pause()

    def _prepare(self) -> None:
        if readiness.unapplied():
            self._say("Preparing the database ...")
            call_command("migrate", verbosity=0, interactive=False)
        if not rehearsal.is_loaded():
            self._say("Loading the rehearsal (about a minute) ...")
            try:
                rehearsal.load_rehearsal()
            except Problem as problem:
                raise CommandError(str(problem)) from problem

    def _run(self, port: int, accounts: list[tuple[str, str, str]], *, live: bool) -> None:
        children = Children()
        with children.until_told():
            children.start("serve", "--port", str(port))
            children.start("worker")
            self._await(children, port)
            if live:
                children.start("live")
            if not children.told.is_set():
                self._welcome(port, accounts)
            ended = children.wait()
            self._say("Stopping ...")
        if ended:
            raise CommandError(f"{ended}; everything was stopped")

    def _await(self, children: Children, port: int) -> None:
        deadline = time.monotonic() + HEALTHY_WITHIN
        while not children.told.wait(0.1) and not answers(port):
            if ended := children.ended():
                raise CommandError(f"{ended} before it was ready; its own words stand above")
            if time.monotonic() > deadline:
                raise CommandError(f"the server did not answer within {HEALTHY_WITHIN:.0f} s")

    def _welcome(self, port: int, accounts: list[tuple[str, str, str]]) -> None:
        widest = max((len(title) for title, _, _ in accounts), default=0)
        rows = [f"  {title:<{widest}}  {login}" for title, login, _ in accounts]
        passwords = {password for _, _, password in accounts}
        self._say("\n".join(["", "One account for each role:", *rows]))
        self._say(f"\nPassword of all: {', '.join(sorted(passwords))}")
        self._say(f"\nPassphrase of the keys of Bawaslu: {rehearsal.PASSPHRASE}")
        self._say(f"\nSinergi (EXERCISE) is at http://localhost:{port}/ - stop it with Ctrl-C.\n")

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
