"""`sinergi serve`: the web server."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from sinergi.config import readiness
from sinergi.config.connections import close_all


class Command(BaseCommand):
    """Pages, API and live feed on one port."""

    help = "Start the web server: pages, API and live feed."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default=settings.SINERGI_HOST, help="address to listen at")
        parser.add_argument("--port", type=int, default=settings.PORT, help="default: PORT")
        parser.add_argument(
            "--workers", type=int, default=settings.SINERGI_WORKERS, help="processes"
        )
        parser.add_argument("--without-build", action="store_true", help="serve the API alone")

    def handle(self, *args: Any, **options: Any) -> None:
        from sinergi.config.server.run import serve

        readiness.require_port(options["host"], options["port"])
        if not options["without_build"]:
            readiness.require_build()
        readiness.require_migrations()
        close_all()  # no connection is carried over into the server's processes
        serve(options["host"], options["port"], options["workers"])
