"""What waits for me: every room says its part, *my desk* shows them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sinergi.agencies.models import Post


@dataclass(frozen=True)
class Item:
    """One thing that waits."""

    title: str
    url: str
    place: str = ""
    due_at: datetime | None = None
    severity: str = ""
    number: str = ""
    state: Any = ""
    note: Any = ""


@dataclass(frozen=True)
class Section:
    """One heap on the desk. `count` may be larger than the items shown."""

    key: str
    title: Any
    empty: Any
    count: int = 0
    items: list[Item] = field(default_factory=list)
    more_url: str = ""
    urgent: bool = False


Provider = Callable[[Post], list[Section]]
_providers: dict[str, tuple[int, Provider]] = {}


def register(name: str, provider: Provider, *, order: int) -> None:
    """Let a room put its heaps on everybody's desk; lower `order` comes first."""
    _providers[name] = (order, provider)


def sections_for(post: Post) -> list[Section]:
    """All heaps of this post, in their order."""
    ordered = sorted(_providers.values(), key=lambda entry: entry[0])
    return [section for _, provider in ordered for section in provider(post)]
