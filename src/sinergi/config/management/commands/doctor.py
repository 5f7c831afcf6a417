"""`sinergi doctor`: is everything in place, and what is to be done?"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sinergi.config import examination


class Command(BaseCommand):
    """Looks, changes nothing."""

    help = "Check the set-up: a table of OK, WARN and FAIL, and what to do; fails on a FAIL."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        findings = []
        for finding in examination.examine():
            findings.append(finding)
            remedy = f"  -> {finding.remedy}" if finding.remedy else ""
            self.stdout.write(f"{finding.state:<5}{finding.subject:<12}{finding.found}{remedy}")
        failed = [finding.subject for finding in findings if finding.state == examination.FAIL]
        if failed:
            raise CommandError(f"not in order: {', '.join(failed)}")
