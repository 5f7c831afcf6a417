"""`sinergi live`: lets new events arrive in the rehearsal, so that the map moves."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    """Plays until it is stopped."""

    help = "Let new events arrive in the rehearsal, until stopped, so that the map moves."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=float, default=20.0, help="seconds between two reports")
        parser.add_argument("--count", type=int, help="end after so many reports")

    def handle(self, *args: Any, **options: Any) -> None:
        from sinergi.config import rehearsal

        if not rehearsal.is_loaded():
            raise CommandError("there is no rehearsal here; run `sinergi demo` first")
        rehearsal.play_live(every=options["every"], count=options["count"])
