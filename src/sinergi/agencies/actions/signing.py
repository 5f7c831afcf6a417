"""Signing in and out, as the journal remembers it."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils.translation import gettext_lazy as _

from sinergi.agencies import permissions
from sinergi.agencies.models import Account, Post
from sinergi.kernel.action import action, note
from sinergi.kernel.problems import Invalid


@action(
    "account.signed_in", subject=Account, may=permissions.may_change_own_account, title=_("Sign in")
)
def sign_in(by: Any, account: Account, *, address: str, device: str, methods: list[str]) -> Account:
    """Remember that she signed in: from which address, with what, by which proofs."""
    note(address=address, device=device[:200], methods=methods)
    return account


@action(
    "account.locked_out", subject=Account, may=permissions.may_only_the_house,
    title=_("Shut a sign-in"), system=True,
)  # fmt: skip
def lock_out(by: Any, account: Account, *, address: str, minutes: int) -> Account:
    """Remember that the account was shut after too many failures. The shutting is the cache's."""
    note(address=address, minutes=minutes)
    return account


@action(
    "account.factor_changed", subject=Account, may=permissions.may_change_own_account,
    title=_("Change one's second factor"),
)  # fmt: skip
def note_factor(by: Any, account: Account, *, change: str, kind: str) -> Account:
    """Remember that a second factor was added, removed or renewed; allauth keeps the factor."""
    note(change=change, kind=kind)
    return account


@action(
    "account.language_set", subject=Account, may=permissions.may_change_own_account,
    title=_("Choose one's language"),
)  # fmt: skip
def set_language(by: Any, account: Account, *, language: str) -> Account:
    """Keep in which language she reads, on whatever device."""
    if language not in ("id", "en"):
        raise Invalid(_("Choose a language."), field="language")
    account.language = language
    account.save()
    return account


@action(
    "account.sessions_ended", subject=Account, may=permissions.may_reset_password,
    title=_("Sign a person out everywhere"),
)  # fmt: skip
def end_sessions(by: Post, account: Account) -> Account:
    """End all her sessions: a phone was lost."""
    note(sessions=drop_sessions(account))
    return account


@action(
    "account.factors_dropped", subject=Account, may=permissions.may_bar,
    title=_("Drop the second factor of a person"),
)  # fmt: skip
def drop_factors(by: Post, account: Account) -> Account:
    """She lost phone and recovery codes: her factors go, her sessions end; a new one is set up."""
    rows = Authenticator.objects.filter(user=account)
    note(kinds=sorted(rows.values_list("type", flat=True)), sessions=drop_sessions(account))
    rows.delete()
    return account


def drop_sessions(account: Account) -> int:
    """Delete her sessions, inside an action. How many there were."""
    rows = UserSession.objects.filter(user=account)
    keys = list(rows.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    rows.delete()
    return len(keys)
