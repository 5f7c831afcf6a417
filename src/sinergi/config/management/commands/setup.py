"""`sinergi setup CODE`."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.dateparse import parse_date

from sinergi.agencies.models import Agency, Desk
from sinergi.config.founding import Plan, found_operation
from sinergi.kernel.context import use_door
from sinergi.kernel.models import Operation
from sinergi.kernel.problems import Problem

VOTING_DAY = date(2024, 11, 27)  # Keppres 33/2024


class Command(BaseCommand):
    """Found the operation of a regency or city."""

    help = (
        "Set up an operation for a regency or city of Indonesia: places, agencies, desks, policy."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("region", metavar="CODE", help="official code, such as 35.19")
        parser.add_argument("--code", help="a name of its own (default: pilkada-CODE-YEAR)")
        parser.add_argument("--election", help="the election (default: Pilkada YEAR)")
        parser.add_argument("--voting-day", default=VOTING_DAY.isoformat(), metavar="YYYY-MM-DD")
        parser.add_argument(
            "--mode", choices=[m for m in Operation.Mode.values if m != "exercise"],
            default="actual", help="`test` marks everything as not real",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        day = parse_date(options["voting_day"])
        if day is None:
            raise CommandError("The voting day must look like 2024-11-27.")
        plan = Plan(
            code=options["code"] or f"pilkada-{options['region'].replace('.', '-')}-{day.year}",
            election=options["election"] or f"Pilkada {day.year}",
            voting_day=day,
            region_code=options["region"],
            mode=options["mode"],
        )
        try:
            with use_door("cli"):
                operation = found_operation(plan)
        except Problem as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(
            f"{operation.name}: {Agency.objects.filter(operation=operation).count()} agencies, "
            f"{Desk.objects.filter(operation=operation).count()} desks. "
            "Next: sinergi people add, to give the first administrator a post."
        )
