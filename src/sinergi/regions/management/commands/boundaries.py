"""`sinergi boundaries FILE`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from sinergi.kernel.context import use_door
from sinergi.kernel.problems import Problem
from sinergi.regions.boundary_files import check_file, load_checked
from sinergi.regions.checking import Finding, Report

MOST_SHOWN = 20


class Command(BaseCommand):
    """Replace approximate cells by real boundaries."""

    help = (
        "Load boundaries (GeoJSON, TopoJSON, or what GDAL reads) keyed by official codes. "
        "Faults are reported by feature; with any error nothing is loaded."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--key", help="the property that holds the code (else it is found)")
        parser.add_argument("--within", metavar="CODE", help="only places at or below this code")
        parser.add_argument("--repair", action="store_true", help="mend invalid rings")
        parser.add_argument("--check", action="store_true", help="only check, load nothing")
        parser.add_argument("--source", help="whom the map credits (default: the file's name)")
        parser.add_argument("--all", action="store_true", help="show every fault, not the first 20")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(_("There is no file %(path)s.") % {"path": path})
        try:
            with use_door("cli"):
                self._load(path, options)
        except Problem as problem:
            raise CommandError(f"{problem.title} {problem.detail}") from problem

    def _load(self, path: Path, options: dict[str, Any]) -> None:
        report = check_file(
            path, key=options["key"], repair=options["repair"], within=options["within"]
        )
        most = len(report.findings) if options["all"] else MOST_SHOWN
        self._show(_("Warning"), report.warnings, most)
        self._show(_("Error"), report.errors, most)
        self._conclude(report, path, options)

    def _conclude(self, report: Report, path: Path, options: dict[str, Any]) -> None:
        counts: dict[str, Any] = {
            "errors": len(report.errors),
            "warnings": len(report.warnings),
            "shapes": len(report.shapes),
        }
        if report.errors:
            raise CommandError(_("Nothing was loaded: %(errors)d errors.") % counts)
        if options["check"]:
            text = _("%(shapes)d boundaries are fit to be loaded, %(warnings)d warnings.")
            self.stdout.write(text % counts)
            return
        regencies = load_checked(report, path, source=options["source"] or path.name)
        counts["places"] = ", ".join(map(str, regencies))
        text = _("%(shapes)d boundaries were loaded (%(places)s), %(warnings)d warnings.")
        self.stdout.write(text % counts)

    def _show(self, heading: str, findings: Sequence[Finding], most: int) -> None:
        for finding in findings[:most]:
            self.stderr.write(f"{heading}: {_where(finding)}{finding.text}")
        if len(findings) > most:
            self.stderr.write(_("… and %(count)d more.") % {"count": len(findings) - most})


def _where(finding: Finding) -> str:
    """Which feature, and which code, if any: `12 (35.19.04.2007): `."""
    number = _("feature %(number)d") % {"number": finding.feature} if finding.feature else ""
    code = f"({finding.code})" if finding.code else ""
    place = " ".join(part for part in (number, code) if part)
    return f"{place}: " if place else ""
