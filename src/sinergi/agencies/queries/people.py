"""People, their posts and desks: what the pages of administration show."""

from __future__ import annotations

from allauth.usersessions.models import UserSession

from sinergi.agencies.models import Account


def devices_of(account: Account) -> int:
    """On how many devices she is signed in."""
    count: int = UserSession.objects.filter(user_id=account.pk).count()
    return count
