"""`sinergi people import FILE.xlsx`, `people template FILE.xlsx` and `people add NAME`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from sinergi.agencies import actions
from sinergi.agencies.importing.carrying import Carrier, Done
from sinergi.agencies.importing.drafts import plan_of
from sinergi.agencies.importing.plan import Plan
from sinergi.agencies.importing.sheet import passwords_book, template
from sinergi.agencies.models import Account, Agency
from sinergi.agencies.passing import passing_password
from sinergi.agencies.roles import ROLES
from sinergi.agencies.seating import open_and_seat
from sinergi.kernel.actors import SYSTEM
from sinergi.kernel.clock import use_operation
from sinergi.kernel.context import use_door
from sinergi.kernel.models import Operation
from sinergi.kernel.problems import NotFound, Problem
from sinergi.regions.models import Region

HOUSE: Any = SYSTEM  # nobody is signed in at the console


class Command(BaseCommand):
    """People of an operation, at the server's console."""

    help = "Import people and their posts from an Excel file, or write an empty one to fill in."

    def add_arguments(self, parser: CommandParser) -> None:
        does = parser.add_subparsers(dest="does", required=True)
        importing = does.add_parser("import", help="import people from an .xlsx file")
        importing.add_argument("file", type=Path)
        importing.add_argument(
            "--dry-run", action="store_true", help="show what would change; write nothing"
        )
        importing.add_argument(
            "--only-correct", action="store_true", help="leave out rows with errors, do the others"
        )
        importing.add_argument(
            "--passwords", type=Path, metavar="FILE",
            help="where to write the passing passwords of people without e-mail (.xlsx, once)",
        )  # fmt: skip
        person = does.add_parser("add", help="add one person with a post, such as the first one")
        person.add_argument("name")
        person.add_argument("--phone", default="")
        person.add_argument("--email", default="")
        person.add_argument("--role", choices=list(ROLES), default="administrator")
        person.add_argument("--agency", required=True, help="its name, as in the list of agencies")
        person.add_argument("--region", metavar="CODE", help="the place (default: the regency)")
        empty = does.add_parser("template", help="write an empty workbook to fill in")
        empty.add_argument("file", type=Path)
        for sub in (importing, person, empty):
            sub.add_argument("--operation", metavar="CODE", help="needed when there are several")

    def handle(self, *args: Any, **options: Any) -> None:
        operation = _operation(options["operation"])
        with use_door("cli"), use_operation(operation):
            doing = {"template": self._template, "add": self._add, "import": self._import}
            doing[options["does"]](operation, options)

    def _template(self, operation: Operation, options: dict[str, Any]) -> None:
        options["file"].write_bytes(template(operation))
        self.stdout.write(f"Written: {options['file']}")

    def _add(self, operation: Operation, options: dict[str, Any]) -> None:
        password = passing_password()
        try:
            account = _add_person(operation, options, password)
        except Problem as problem:
            raise CommandError(str(problem)) from problem
        login = account.phone or account.email
        self.stdout.write(f"Signs in with {login}, once with the passing password {password}")

    def _import(self, operation: Operation, options: dict[str, Any]) -> None:
        try:
            plan = plan_of(operation, options["file"].read_bytes())
        except (OSError, Problem) as error:
            raise CommandError(str(error)) from error
        self._tell(plan)
        if options["dry_run"]:
            return
        if plan.of("error") and not options["only_correct"]:
            raise CommandError("There are errors; nothing was written (see --only-correct).")
        if options["passwords"] is None and _needs_passwords(plan):
            raise CommandError("Some new people have no e-mail: say --passwords FILE.xlsx")
        done = list(Carrier(HOUSE, operation).carry_out(plan.lines))
        self._finish(done, options["passwords"])

    def _tell(self, plan: Plan) -> None:
        for line in plan.of("error"):
            for fault in line.faults:
                self.stderr.write(f"{fault.cell}: {fault.message}")
        counts = plan.counts
        self.stdout.write(
            f"{len(plan.lines)} rows: {counts['new']} new, {counts['change']} to change, "
            f"{counts['same']} as they are, {counts['error']} with errors"
        )

    def _finish(self, done: list[Done], target: Path | None) -> None:
        for one in done:
            if one.refused:
                self.stderr.write(f"row {one.row}: {one.refused}")
        made = [(one.name, one.login, one.password) for one in done if one.password]
        if made and target:
            target.touch(mode=0o600)
            target.write_bytes(passwords_book(made))
            self.stdout.write(f"{len(made)} passing passwords: {target} (readable by you alone)")
        self.stdout.write(f"{sum(not one.refused for one in done)} rows carried out")


def _operation(code: str | None) -> Operation:
    rows = Operation.objects.filter(code=code) if code else Operation.objects.all()
    found = list(rows[:2])
    if len(found) != 1:
        codes = ", ".join(Operation.objects.values_list("code", flat=True)) or "none"
        raise CommandError(f"Name the operation with --operation CODE (there are: {codes}).")
    return found[0]


@transaction.atomic
def _add_person(operation: Operation, options: dict[str, Any], password: str) -> Account:
    agency = Agency.objects.filter(operation=operation, name__iexact=options["agency"]).first()
    region = Region.objects.filter(pk=options["region"] or operation.region_code).first()
    if agency is None or region is None:
        raise NotFound()
    account = actions.add_account(
        HOUSE,
        operation,
        name=options["name"],
        phone=options["phone"],
        email=options["email"],
    )
    told = {**options, "region": region, "agency": agency, "title": "", "seat": True}
    open_and_seat(HOUSE, account, told | {"since": None, "until": None})
    return actions.reset_password(HOUSE, account, password=password)


def _needs_passwords(plan: Plan) -> bool:
    return any(line.wanted and not line.wanted.email for line in plan.of("new"))
