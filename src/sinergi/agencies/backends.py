"""Signing in with a phone number or an e-mail address."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from sinergi.agencies.contact import normal_email, normal_phone
from sinergi.agencies.current import account_with_posts
from sinergi.agencies.models import Account
from sinergi.kernel.problems import Problem


class PhoneOrEmail(BaseBackend):
    """Checks the password of the account that a number or address names."""

    def authenticate(
        self, request: HttpRequest | None, password: str = "", **credentials: Any
    ) -> Account | None:
        """The account, or None; an unknown name takes as long as a wrong password."""
        name = next((str(v) for k, v in credentials.items() if k in NAMES and v), "")
        account = find_account(name)
        if account is None:
            Account().set_password(password)
            return None
        if account.check_password(password) and account.is_active:
            return account
        return None

    def get_user(self, user_id: Any) -> Account | None:
        """The account of a session, while it may sign in."""
        return account_with_posts(user_id)


NAMES = ("username", "login", "phone", "email")


def find_account(name: str) -> Account | None:
    """The account that signs in by this name; None for nobody's."""
    try:
        if "@" in name:
            return Account.objects.filter(email__iexact=normal_email(name) or "").first()
        return Account.objects.filter(phone=normal_phone(name) or "").first()
    except Problem:
        return None
