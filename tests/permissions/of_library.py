"""One target for every action of the library."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.files.base import ContentFile

from sinergi.library import actions
from sinergi.library.models import Entry, Version
from tests import factories
from tests.factories import World

Situation = Callable[[World, str], Any]
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def head(world: World, code: str) -> Any:
    """Who answers for the office of that village."""
    return world.post("elsewhere:village_head" if code == factories.ELSEWHERE else "village_head")


def entry(world: World, code: str) -> Entry:
    """A guide of the office of that village, for all whom it reaches."""
    by = head(world, code)
    return actions.publish_entry(
        by, by.agency, kind="guide", title="Panduan menerima tamu",
        file=ContentFile(PDF, "panduan.pdf"),
    )  # fmt: skip


def version(world: World, code: str) -> Version:
    """Its first version."""
    return entry(world, code).versions.get()


SITUATIONS: dict[str, Situation] = {
    "publish_entry": lambda world, code: head(world, code).agency,
    **dict.fromkeys(("publish_version", "change_entry", "withdraw_entry"), entry),
    "mark_read": version,
}
