"""Fills an empty database for the test beside it, in a process that lives in that database.

    python -m tests.durability.founding

Prints as JSON: the posts that report, each with its place and a token; and the deadlines that will
pass while the house is killed and started again, by case.
"""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from typing import Any

import django

REPORTERS = ("babinsa", "village_head", "bhabinkamtibmas", "elsewhere:babinsa",
             "elsewhere:village_head", "elsewhere:bhabinkamtibmas")  # fmt: skip
DEADLINES = range(-60, 40, 5)  # seconds from now


def main() -> None:
    """Migrate, found, report."""
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    from sinergi.kernel.context import use_door
    from tests import factories

    with use_door("cli"):
        world = factories.make_world()
        told = {"reporters": _reporters(world), "cases": _cases(world)}
        sys.stdout.write(json.dumps(told))


def _reporters(world: Any) -> list[dict[str, str]]:
    from sinergi.agencies.actions.tokens import make_token, new_secret
    from sinergi.kernel.clock import real_now

    made = []
    for name in REPORTERS:
        post, secret = world.post(name), new_secret()
        until = real_now() + timedelta(days=1)
        make_token(
            post, post, secret=secret, name="uji", scopes=["read", "write"], expires_at=until
        )
        made.append({"region": post.region_id, "token": secret})
    return made


def _cases(world: Any) -> list[str]:
    """Cases that the village has to acknowledge at DEADLINES: urgent ones, of an hour ago."""
    from sinergi.kernel.clock import now, stopped_at, use_operation
    from tests import factories

    with use_operation(world.operation):
        present = now()
    cases = []
    for seconds in DEADLINES:
        with stopped_at(present - timedelta(hours=1) + timedelta(seconds=seconds)):
            cases.append(factories.report(world, "babinsa", severity="high"))
    return [str(case.pk) for case in cases]


if __name__ == "__main__":
    main()
