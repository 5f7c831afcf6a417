"""`sinergi rehearse`: moves the running rehearsal to a day, and plays that day."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sinergi.config import rehearsal

DAYS = ("voting-day",)


class Command(BaseCommand):
    """Play a day of the rehearsal, while the server of the demo runs beside it."""

    help = "Move the rehearsal to a day and play it; run it beside `sinergi demo`."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", choices=DAYS, required=True, help="which day")
        parser.add_argument(
            "--speed", type=float, default=60.0, help="times as fast as in life (default: 60)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not 1 <= options["speed"] <= 3600:
            raise CommandError("--speed is from 1 to 3600")
        if not rehearsal.is_loaded():
            raise CommandError("there is no rehearsal here; `sinergi demo` loads it")
        rehearsal.play_voting_day(speed=options["speed"], tell=self.stdout.write)
