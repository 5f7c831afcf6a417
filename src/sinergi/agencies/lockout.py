"""How long a sign-in is shut after repeated failures. allauth counts; here it is read.

The counts lie in the shared cache, so they hold whichever process answers.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator

from allauth.core.internal.ratelimit import Rate, get_cache_key, get_rates
from django.core.cache import cache
from django.http import HttpRequest

from sinergi.agencies.backends import find_account
from sinergi.agencies.models import Account

APP, ACTION = "allauth.account", "login_failed"


def key_of(name: str) -> str:
    """What is counted: the account, by whichever name she comes, else the name as typed."""
    account = find_account(name)
    return f"account:{account.pk}" if account else f"name:{name.strip().lower()}"


def minutes_left(request: HttpRequest, key: str) -> int:
    """Whole minutes until the next try is possible; 0 while one is possible now."""
    waits = [_wait(request, rate, key) for rate in get_rates(app=APP, action=ACTION)]
    return math.ceil(max(waits, default=0) / 60)


def _wait(request: HttpRequest | None, rate: Rate, key: str) -> float:
    """Seconds until the oldest of the counted failures is forgotten."""
    moment = time.time()
    cached = cache.get(get_cache_key(request, app=APP, action=ACTION, rate=rate, key=key), [])
    counted = [at for at in cached if at > moment - rate.duration]
    return counted[rate.amount - 1] + rate.duration - moment if len(counted) >= rate.amount else 0


def unlock(account: Account) -> None:
    """Forget the failures of an account: it got a new password."""
    for rate in _rates_of_account():
        cache.delete(
            get_cache_key(None, app=APP, action=ACTION, rate=rate, key=f"account:{account.pk}")
        )


def is_locked(account: Account) -> bool:
    """Whether the account is shut now, wherever one tries."""
    return any(_wait(None, rate, f"account:{account.pk}") for rate in _rates_of_account())


def _rates_of_account() -> Iterator[Rate]:
    return (rate for rate in get_rates(app=APP, action=ACTION) if rate.per == "key")
