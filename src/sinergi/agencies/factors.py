"""Remembers what becomes of second factors: allauth keeps them and tells of every change."""

from __future__ import annotations

from typing import Any

from allauth.mfa import signals
from allauth.mfa.models import Authenticator

from sinergi.agencies.actions import note_factor
from sinergi.agencies.actors import Oneself
from sinergi.agencies.models import Account
from sinergi.kernel.clock import use_operation


def listen() -> None:
    """Hear allauth; its flows have no other place to write into the journal."""
    signals.authenticator_added.connect(_added, dispatch_uid="sinergi.factor_added")
    signals.authenticator_removed.connect(_removed, dispatch_uid="sinergi.factor_removed")
    signals.authenticator_reset.connect(_renewed, dispatch_uid="sinergi.factor_renewed")


def _added(*, user: Any, authenticator: Authenticator, **_rest: Any) -> None:
    _note(user, authenticator, "added")


def _removed(*, user: Any, authenticator: Authenticator, **_rest: Any) -> None:
    _note(user, authenticator, "removed")


def _renewed(*, user: Any, authenticator: Authenticator, **_rest: Any) -> None:
    _note(user, authenticator, "renewed")


def _note(user: Any, authenticator: Authenticator, change: str) -> None:
    account = Account.objects.get(pk=user.pk)
    posts = account.held_posts
    with use_operation(posts[0].operation if posts else None):
        note_factor(Oneself(account), account, change=change, kind=authenticator.type)
