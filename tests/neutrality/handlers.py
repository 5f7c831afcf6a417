"""A handler's browser in a test, with her key unlocked or locked."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.test import Client

from sinergi.agencies.models import RoleMark
from sinergi.neutrality.unlocking import COOKIE, prepare
from tests.factories import World
from tests.factories_neutrality import Chamber


def unlocked(client: Client, world: World, keys: Chamber, role: str) -> Client:
    """The same browser, in which the key of that role lies open."""
    session = client.session
    asking: Any = SimpleNamespace(session=session, post=world.post(role))
    prepared = prepare(asking, keys.keys[role], keys.secrets[role])
    prepared.row.save()
    client.cookies[COOKIE] = str(prepared.token)
    return client


def without_second_factor(world: World) -> None:
    """A browser of a test signs in with a password alone."""
    RoleMark.objects.bulk_create(
        RoleMark(operation=world.operation, role=role, second_factor=False)
        for role in ("bawaslu_handler", "bawaslu_member", "identity_keeper", "administrator",
                     "desk_coordinator")
    )  # fmt: skip
