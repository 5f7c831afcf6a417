"""How each way to a person stands: whether it is on, reaches her, and what the last test said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sinergi.agencies.models import Post
from sinergi.alerts import channels
from sinergi.alerts.channels.interface import Channel
from sinergi.alerts.models import ChannelTest, PushDevice, wishes_of
from sinergi.alerts.wishes import Wishes


@dataclass(frozen=True)
class Standing:
    """One way, as her page shows it. `place` counts those that have an order, from 1; else 0."""

    channel: Channel
    off: Any
    address: str
    test: ChannelTest | None
    place: int

    @property
    def state(self) -> str:
        """off, absent (it does not reach her yet) or ready."""
        if self.off:
            return "off"
        return "ready" if self.address else "absent"


def standings_of(post: Post) -> list[Standing]:
    """All ways in her order, programs last; a statement a channel and two more."""
    tests = {row.channel: row for row in ChannelTest.objects.filter(account_id=post.account_id)}
    order = order_of(post)
    every = channels.every()
    shown = [*order, *(code for code in every if code not in order)]
    return [
        Standing(
            channel=every[code],
            off=every[code].off(),
            address=every[code].address_of(post),
            test=tests.get(code),
            place=order.index(code) + 1 if code in order else 0,
        )
        for code in shown
    ]


def order_of(post: Post) -> list[str]:
    """The ways that have an order, in hers; one statement."""
    wishes = wishes_of([post.account_id]).get(post.account_id, Wishes())
    ways = [channel.way for channel in channels.every().values()]
    return [way.code for way in wishes.ordered(ways) if not way.beside]


def moved_up(order: list[str], code: str) -> list[str]:
    """The same order with this one a place earlier; unchanged for the first and for a stranger."""
    at = order.index(code) if code in order else 0
    if at == 0:
        return order
    return [*order[: at - 1], code, order[at - 1], *order[at + 1 :]]


def devices_of(post: Post) -> list[PushDevice]:
    """Her devices that take messages; one statement."""
    return list(PushDevice.objects.filter(account_id=post.account_id))
