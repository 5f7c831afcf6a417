"""`sinergi messages`: keeps the Indonesian texts beside the code that shows them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from sinergi.config import translations


class Command(BaseCommand):
    """Extract, merge, compile; or only check, or only compile."""

    help = "Find texts in code and templates, merge them into each room's django.po, compile."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("rooms", nargs="*", help="only these rooms")
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--check", action="store_true", help="fail when a text is missing")
        what.add_argument("--compile", action="store_true", help="only compile")

    def handle(self, *args: Any, **options: Any) -> None:
        every = translations.rooms_below(settings.BASE)
        rooms = [room for room in every if not options["rooms"] or room.name in options["rooms"]]
        if options["check"]:
            self._check(rooms)
            return
        if not options["compile"]:
            self._update(rooms, translations.memory_of(every))
        compiled = [room.name for room in rooms if translations.compile_room(room)]
        self.stdout.write(f"Compiled: {', '.join(compiled) or 'nothing new'}")

    def _update(self, rooms: list[Path], memory: dict[translations.Key, Any]) -> None:
        changed = [room.name for room in rooms if translations.update(room, memory)]
        self.stdout.write(f"Changed: {', '.join(changed) or 'nothing'}")
        missing = sum(1 for room in rooms for _ in translations.lacks(room))
        if missing:
            self.stdout.write(f"{missing} texts have no Indonesian yet; --check lists them.")

    def _check(self, rooms: list[Path]) -> None:
        missing = [lack for room in rooms for lack in translations.lacks(room)]
        for lack in missing:
            self.stderr.write(str(lack))
        if missing:
            raise CommandError(f"{len(missing)} texts have no Indonesian that fits.")
        self.stdout.write("Every text has its Indonesian one.")
