"""`sinergi channels list` and `sinergi channels webpush-keys`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation

from sinergi.alerts import channels
from sinergi.alerts.channels.web_push.keys import new_private_key, public_key


class Command(BaseCommand):
    """The ways by which this house tells people, at the server's console."""

    help = "Say which channels are on, or make a key pair for Web Push."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """One of two things."""
        does = parser.add_subparsers(dest="does", required=True)
        does.add_parser("list", help="each channel, and why it is off")
        does.add_parser("webpush-keys", help="a new key pair, as lines for the environment")

    def handle(self, *args: Any, does: str, **options: Any) -> None:
        """Print it; nothing is written anywhere."""
        with translation.override("en"):
            lines = _states() if does == "list" else _keys()
        for line in lines:
            self.stdout.write(line)


def _states() -> list[str]:
    every = channels.with_page().values()
    return [f"{one.code:<10}{one.off() or 'on'}" for one in every]


def _keys() -> list[str]:
    private = new_private_key()
    return [
        f"SINERGI_VAPID_KEY={private}",
        f"# Its public half: {public_key(private)}",
        "# Devices subscribe to one key: after a change everybody must allow messages anew.",
    ]
