"""`sinergi evidence verify|sweep`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sinergi.kernel import evidence, files
from sinergi.kernel.models import Blob, OfficialDocument


class Command(BaseCommand):
    """Check that every file is as it was received."""

    help = "Verify evidence and issued documents against their digests, or sweep orphaned files."

    def add_arguments(self, parser: CommandParser) -> None:
        commands = parser.add_subparsers(dest="what", required=True)
        commands.add_parser("verify", help="recompute every digest; list altered and missing files")
        commands.add_parser("sweep", help="remove files that nothing names")

    def handle(self, *args: Any, **options: Any) -> None:
        getattr(self, f"_{options['what']}")()

    def _verify(self) -> None:
        bad = 0
        for blob, fault in evidence.faults(Blob.objects.order_by("pk").iterator(500)):
            bad += 1
            self.stdout.write(f"{fault}: {blob.name} ({blob.pk}, {blob.sha256})")
        for document in OfficialDocument.objects.order_by("pk").iterator(500):
            digest = files.digest_of(document.path)
            if digest != document.sha256:
                bad += 1
                fault = "altered" if digest else "missing"
                self.stdout.write(f"{fault}: {document.number} ({document.sha256})")
        if bad:
            raise CommandError(f"{bad} files are not as they were kept.")
        count = Blob.objects.count() + OfficialDocument.objects.count()
        self.stdout.write(f"All {count} files are as they were kept.")

    def _sweep(self) -> None:
        self.stdout.write(f"{evidence.sweep_orphans()} orphaned files removed.")
