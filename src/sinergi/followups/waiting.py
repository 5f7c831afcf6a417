"""What waits for me: every room says its part, *my desk* shows them all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
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

    @property
    def rest(self) -> int:
        """How many wait beside those that are shown."""
        return self.count - len(self.items)


@dataclass(frozen=True)
class Figure:
    """One number at a glance, for whoever sits at no desk."""

    label: Any
    value: int
    note: Any = ""
    url: str = ""
    tone: str = ""
    icon: str = ""


Provider = Callable[[Post], list[Section]]
Painter = Callable[[Post], list[Figure]]
_painters: dict[str, Painter] = {}
_providers: dict[str, tuple[int, Provider]] = {}


def register(name: str, provider: Provider, *, order: int) -> None:
    """Let a room put its heaps on everybody's desk; lower `order` comes first."""
    _providers[name] = (order, provider)


def sections_for(post: Post) -> list[Section]:
    """All heaps of this post, in their order."""
    ordered = sorted(_providers.values(), key=lambda entry: entry[0])
    return [section for _, provider in ordered for section in provider(post)]


def by_urgency(sections: Iterable[Section]) -> list[Section]:
    """What is urgent first; else in the order of the rooms."""
    return sorted(sections, key=lambda section: not section.urgent)


def register_picture(name: str, painter: Painter) -> None:
    """Let a room say in figures how things are, to those who decide and sit at no desk."""
    _painters[name] = painter


def pictures_for(post: Post) -> list[Figure]:
    """The figures for this post; none for who sits at a desk and has the work itself."""
    if post.desk_ids:
        return []
    return [figure for painter in _painters.values() for figure in painter(post)]
