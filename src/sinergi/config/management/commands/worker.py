"""`sinergi worker`: does the jobs that pages leave behind, and those of the clock."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from procrastinate.contrib.django import app

from sinergi.config import readiness
from sinergi.config.connections import close_all

PATIENCE = 20.0  # seconds that running jobs may take to end once we are told to stop
NOTICE_AFTER = 5.0  # seconds until a job is found that no notice told of


class Command(BaseCommand):
    """Several may run, on several machines: each job is done by one of them."""

    help = "Start a job worker (deadlines, seals, notifications); several may run at once."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--jobs", type=int, default=4, help="jobs done at the same time")
        parser.add_argument("--once", action="store_true", help="end when nothing is left to do")

    def handle(self, *args: Any, **options: Any) -> None:
        readiness.require_migrations()
        close_all()
        connector: Any = app.connector
        with app.replace_connector(connector.get_worker_connector()) as working:
            working.run_worker(
                concurrency=options["jobs"],
                wait=not options["once"],
                fetch_job_polling_interval=NOTICE_AFTER,
                shutdown_graceful_timeout=PATIENCE,
                delete_jobs="successful",
            )
