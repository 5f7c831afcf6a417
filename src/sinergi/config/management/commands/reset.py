"""`sinergi reset`: the embedded database and its evidence go, to start over."""

from __future__ import annotations

import os
import shutil
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sinergi.config import embedded


class Command(BaseCommand):
    """Only what `sinergi demo` made for itself."""

    help = "Throw away the embedded database and its evidence, to start over. Asks nothing."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION or os.environ.get("DATABASE_URL"):
            raise CommandError("only the embedded database is reset; drop yours with its own tools")
        embedded.reset(settings.PROJECT)
        shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
        self.stdout.write("Reset: the next `make demo` starts over.")
