"""The page as a channel: it is never off, reaches everybody, and needs no sending."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.alerts.channels.interface import Channel, Message, Outcome
from sinergi.alerts.channels.page.ringing import ring


class Page(Channel):
    """Every notice stands under the bell as soon as it is made; to send is to ring there."""

    code = "page"
    title = _("This site")
    hint = _("Always: under the bell.")
    icon = "bell"
    rank = 0
    always = True

    def reached(self, posts: Collection[Post]) -> set[Any]:
        """Everybody."""
        return {post.pk for post in posts}

    def address_of(self, post: Post) -> str:
        """Her bell."""
        return str(_("under the bell"))

    def send(self, messages: Sequence[Message]) -> list[Outcome]:
        """Ring at the pages that are open."""
        ring(message.post.pk for message in messages)
        return [None for _message in messages]


CHANNEL = Page()
