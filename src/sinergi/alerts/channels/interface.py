"""What every channel is: where it reaches a person, and how it sends. Each has a folder."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from sinergi.agencies.models import Account, Post
from sinergi.alerts.channels.wording import Line
from sinergi.alerts.models import Delivery, Notice
from sinergi.alerts.wishes import Way
from sinergi.kernel.models import Operation

Fault = Delivery.Fault


@dataclass(frozen=True)
class Message:
    """What one person is sent at once. `key` is stable: sent again, it is the same message.

    Its lines are in her language, and say only what may leave the house. A test has no notices.
    """

    key: str
    post: Post
    operation: Operation
    lines: Sequence[Line]
    urgent: bool = False
    notices: Sequence[Notice] = field(default=())

    @property
    def account(self) -> Account:
        """Whom it is for."""
        return self.post.account


@dataclass(frozen=True)
class Failure:
    """Why a message did not go, and whether another try can help."""

    fault: str
    words: str
    passing: bool


NO_ADDRESS = Failure(Fault.REFUSED, "no address", passing=False)
Outcome = Failure | None  # None: it was taken


class Channel:
    """One way to reach people. A folder's module `channel` makes one of it, named CHANNEL.

    `rank` is its place in the order that holds while a person has not chosen her own. One that
    costs money for each message is used for what is critical, unless it is chosen. One that is
    `beside` is no person's: it is told at once, and no other takes its place.
    """

    code = ""
    title: Any = ""
    hint: Any = ""  # how one comes to be reached by it
    icon = "send"
    rank = 50
    costs = False
    beside = False
    always = False  # the page alone: it cannot be refused, and keeps no deliveries

    @property
    def way(self) -> Way:
        """As the rules read it."""
        return Way(self.code, self.costs, self.beside)

    def off(self) -> Any:
        """Why nothing can be sent by it here, in words; empty when it is ready."""
        return ""

    def meant(self) -> bool:
        """Whether somebody began to set it up: then being off is a fault, not a choice."""
        return not self.off()

    def reached(self, posts: Collection[Post]) -> set[Any]:
        """The keys of those posts whose holders have an address here; one statement at most."""
        raise NotImplementedError

    def address_of(self, post: Post) -> str:
        """Her address, as it is shown to her; empty when she has none."""
        raise NotImplementedError

    def send(self, messages: Sequence[Message]) -> list[Outcome]:
        """Send all, and say of each in turn how that went. It raises nothing.

        Whatever asks the database is done before threads are opened: they have no connection.
        """
        raise NotImplementedError
