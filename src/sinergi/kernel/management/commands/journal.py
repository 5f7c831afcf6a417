"""`sinergi journal verify|seal|prove`."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sinergi.kernel import seals
from sinergi.kernel.models import JournalEntry


class Command(BaseCommand):
    """Check, seal and prove the journal."""

    help = "Verify the journal against its seals, seal it now, or prove one entry's inclusion."

    def add_arguments(self, parser: CommandParser) -> None:
        commands = parser.add_subparsers(dest="what", required=True)
        verify = commands.add_parser("verify", help="recompute every seal from the entries")
        verify.add_argument(
            "--anchor", metavar="NUMBER:HASH", help="a seal as printed on a signed document"
        )
        commands.add_parser("seal", help="seal what is new")
        prove = commands.add_parser("prove", help="print the proof of one entry's inclusion")
        prove.add_argument("entry", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        getattr(self, f"_{options['what']}")(options)

    def _verify(self, options: dict[str, Any]) -> None:
        verdict = seals.verify(_anchor(options["anchor"]))
        if not verdict.ok:
            raise CommandError(f"The journal was tampered with. {verdict.reason}")
        self.stdout.write(
            f"The journal is whole: {verdict.entries} entries, {verdict.seals} seals."
        )

    def _seal(self, options: dict[str, Any]) -> None:
        seal = seals.make_seal()
        self.stdout.write(f"Seal {seal}" if seal else "Nothing new to seal.")

    def _prove(self, options: dict[str, Any]) -> None:
        entry = JournalEntry.objects.filter(pk=options["entry"]).first()
        if entry is None:
            raise CommandError(f"There is no entry {options['entry']}.")
        proof = seals.prove(entry)
        if proof is None:
            raise CommandError("This entry is not sealed yet.")
        self.stdout.write(json.dumps({**asdict(proof), "holds": proof.holds()}, indent=2))


def _anchor(text: str | None) -> tuple[int, str] | None:
    if not text:
        return None
    number, _, digest = text.partition(":")
    if not number.isdigit() or not digest:
        raise CommandError("An anchor looks like 12:ab34cd56.")
    return int(number), digest
