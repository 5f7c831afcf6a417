"""The ways to tell people beside the page: a folder each, behind one interface.

To add one, add a folder with a module `channel` that makes a `CHANNEL`; nothing else names it.
"""

from __future__ import annotations

import functools
import pkgutil
from collections.abc import Collection, Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sinergi.agencies.models import Post
    from sinergi.alerts.channels.interface import Channel
    from sinergi.alerts.wishes import Way


@functools.cache
def with_page() -> dict[str, Channel]:
    """{code: channel}, by rank, the page first."""
    folders = [found.name for found in pkgutil.iter_modules(__path__) if found.ispkg]
    made = [import_module(f"{__name__}.{name}.channel").CHANNEL for name in folders]
    return {channel.code: channel for channel in sorted(made, key=lambda one: one.rank)}


def every() -> dict[str, Channel]:
    """{code: channel}, by rank, without the page: it needs no choosing and no sending."""
    return {code: channel for code, channel in with_page().items() if not channel.always}


def codes() -> list[str]:
    """All, by rank."""
    return list(every())


def titles() -> dict[str, Any]:
    """{code: title}, by rank."""
    return {code: channel.title for code, channel in every().items()}


def ready() -> list[Channel]:
    """Those by which something can be sent here."""
    return [channel for channel in every().values() if not channel.off()]


def ways_to(posts: Iterable[Post]) -> dict[Any, list[Way]]:
    """{post: ways by which it can be reached}, by rank; a statement a channel at most.

    A channel that is off reaches nobody. But who can be reached by no other waits for e-mail:
    it says so at her delivery, and goes out when a server is set.
    """
    whom: Collection[Post] = list(posts)
    found: dict[Any, list[Way]] = {post.pk: [] for post in whom}
    for channel in ready():
        for post in channel.reached(whom) if whom else ():
            found[post].append(channel.way)
    email = every()["email"]
    waiting = email.reached(whom) if email.off() else set()
    for post in waiting:
        if all(way.beside for way in found[post]):
            found[post].append(email.way)
    return found
