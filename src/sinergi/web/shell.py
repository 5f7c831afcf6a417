"""What stands around every page: navigation and signs, entered by the rooms themselves.

A room calls `register_item` or `register_status` in its `apps.ready()`. So the shell shows what
the rooms have without knowing a single one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

Allowed = Callable[[Any], bool]
Badge = Callable[[HttpRequest], int]
Provider = Callable[[HttpRequest], Mapping[str, Any] | None]
PanelProvider = Callable[[HttpRequest, Any], Mapping[str, Any] | None]


@dataclass(frozen=True)
class Item:
    """One entry of the navigation. `group` says where it stands.

    main: the bars; account: the menu of the person; administration: the tabs of that page.
    `pages` names pages that belong to it though their address lies below another entry.
    """

    key: str
    url_name: str
    label: Any
    icon: str
    order: int
    allowed: Allowed
    badge: Badge | None = None
    group: str = "main"
    pages: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Link:
    """An entry as one page shows it. `badge` counts what waits there; 0 shows nothing."""

    key: str
    url: str
    label: Any
    icon: str
    badge: int = 0
    current: bool = False


_items: dict[str, Item] = {}
_statuses: dict[str, Provider] = {}
_panels: dict[str, dict[str, PanelProvider]] = {}


def register_item(
    key: str,
    url_name: str,
    label: Any,
    icon: str,
    order: int,
    *,
    allowed: Allowed = lambda post: True,
    badge: Badge | None = None,
    group: str = "main",
    pages: Iterable[str] = (),
) -> None:
    """Enter a page into the navigation; lower `order` comes first, the first four on a phone.

    A page belongs to the entry that names it in `pages` (by the names of their addresses), else to
    the one whose own address lies closest above.
    """
    _items[key] = Item(key, url_name, label, icon, order, allowed, badge, group, frozenset(pages))


def register_status(template: str, provider: Provider) -> None:
    """Put a sign (a bell with a count) into the top bar.

    `provider` is asked with the request; None shows nothing, else `template` is drawn with what
    it gave.
    """
    _statuses[template] = provider


def register_panel(place: str, template: str, provider: PanelProvider) -> None:
    """Put a part into a page of a room below: "incidents.incident" is the page of a case.

    `provider` is asked with the request and what the page is about; None shows nothing, else
    `template` is drawn with what it gave.
    """
    _panels.setdefault(place, {})[template] = provider


def panels_for(place: str, request: HttpRequest, subject: Any) -> SafeString:
    """The parts that other rooms put into this place of a page, drawn."""
    given = (
        (template, provider(request, subject))
        for template, provider in _panels.get(place, {}).items()
    )
    return _drawn(given, request)


def items_for(request: HttpRequest, group: str = "main") -> list[Link]:
    """The entries that the present post may use, in order; none for who is signed out."""
    post = getattr(request, "post", None)
    if post is None:
        return []
    entered = sorted(_items.values(), key=lambda item: item.order)
    items = [item for item in entered if item.group == group and item.allowed(post)]
    links = [_link(item, request) for item in items]
    here = _naming(items, request) or _nearest(links, request.path)
    return [replace(link, current=link.url == here) for link in links]


def _link(item: Item, request: HttpRequest) -> Link:
    count = item.badge(request) if item.badge else 0
    return Link(item.key, reverse(item.url_name), item.label, item.icon, count)


def _naming(items: list[Item], request: HttpRequest) -> str | None:
    """The address of the entry among `items` that names the present page as its own."""
    match = getattr(request, "resolver_match", None)
    names = (item.url_name for item in items if match and match.view_name in item.pages)
    return next((reverse(name) for name in names), None)


def _nearest(links: list[Link], path: str) -> str | None:
    """The address among `links` that lies closest above `path`; the root is above nothing."""
    above = [x.url for x in links if path == x.url or (x.url != "/" and path.startswith(x.url))]
    return max(above, key=len, default=None)


def statuses_for(request: HttpRequest) -> SafeString:
    """The signs of the top bar, drawn; empty for who is signed out."""
    if getattr(request, "post", None) is None:
        return SafeString()
    given = ((template, provider(request)) for template, provider in _statuses.items())
    return _drawn(given, request)


def _drawn(
    given: Iterable[tuple[str, Mapping[str, Any] | None]], request: HttpRequest
) -> SafeString:
    drawn = (
        (render_to_string(template, dict(told), request),)
        for template, told in given
        if told is not None
    )
    return format_html_join("", "{}", drawn)
