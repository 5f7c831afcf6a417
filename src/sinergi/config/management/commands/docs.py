"""`sinergi docs`: writes the chapters that are made from the code."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from sinergi.config import documentation


class Command(BaseCommand):
    """All chapters, or those that are named."""

    help = "Write the chapters of the docs that are made from the code, or check them."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("chapters", nargs="*", help="only these, such as settings")
        parser.add_argument("--check", action="store_true", help="fail when one is out of date")

    def handle(self, *args: Any, **options: Any) -> None:
        stale = []
        for name, chapter in documentation.chapters().items():
            if options["chapters"] and name.removesuffix(".md") not in options["chapters"]:
                continue
            path = settings.PROJECT / "docs" / name
            with override("en"):
                text = chapter()
            if path.exists() and path.read_text(encoding="utf-8") == text:
                continue
            stale.append(name)
            if not options["check"]:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
        self._tell(stale, check=options["check"])

    def _tell(self, stale: list[str], *, check: bool) -> None:
        if check and stale:
            raise CommandError(f"out of date: {', '.join(stale)}; run `sinergi docs`")
        self.stdout.write(f"{'Written' if stale else 'Up to date'}: {', '.join(stale) or 'all'}")
