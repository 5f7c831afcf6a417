"""Who acts: a person in a post, or the house itself."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Protocol, runtime_checkable


@runtime_checkable
class Actor(Protocol):
    """What the kernel must know of whoever acts. `agencies.Post` is one."""

    @property
    def account_id(self) -> uuid.UUID | None: ...
    @property
    def post_id(self) -> uuid.UUID | None: ...
    @property
    def agency_id(self) -> uuid.UUID | None: ...
    @property
    def operation_id(self) -> uuid.UUID | None: ...
    @property
    def actor_label(self) -> str: ...


@dataclass(frozen=True)
class System:
    """The house itself: the tick of deadlines, the set-up, the sealing."""

    account_id: uuid.UUID | None = None
    post_id: uuid.UUID | None = None
    agency_id: uuid.UUID | None = None
    operation_id: uuid.UUID | None = None
    actor_label: str = "Sinergi"


SYSTEM = System()
