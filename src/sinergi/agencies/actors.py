"""A person who acts on her own account, whether she holds a post or not."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sinergi.agencies.models import Account


@dataclass(frozen=True)
class Oneself:
    """The kernel's Actor for what everybody may do to her own account: sign in, set a password."""

    account: Account
    post_id: uuid.UUID | None = None
    agency_id: uuid.UUID | None = None

    @property
    def account_id(self) -> uuid.UUID:
        """Who she is."""
        return self.account.pk

    @property
    def operation_id(self) -> uuid.UUID | None:
        """The operation of her first post, so that its auditors see what happened."""
        operation: uuid.UUID | None = self.account.journal_operation()
        return operation

    @property
    def actor_label(self) -> str:
        """Her first post, as everywhere in the journal; her name while she has none."""
        posts = self.account.held_posts
        return posts[0].title if posts else self.account.name
