"""What allauth asks of the house: who somebody is, what is remembered, in which words."""

from __future__ import annotations

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from sinergi.agencies import lockout
from sinergi.agencies.actions import lock_out, set_password, sign_in
from sinergi.agencies.actors import Oneself
from sinergi.agencies.backends import NAMES, find_account
from sinergi.agencies.ciphers import cipher
from sinergi.agencies.contact import normal_phone, shown_phone
from sinergi.agencies.models import Account
from sinergi.kernel.actors import SYSTEM
from sinergi.kernel.clock import use_operation
from sinergi.kernel.problems import Problem

log = logging.getLogger("sinergi.signin")

WRONG = _(
    "The phone number or e-mail address and the password do not belong together, or the account "
    "is barred. Your desk's coordinator can help."
)


# What allauth's flows tell, by the names of its templates.
MESSAGES = {
    "account/messages/logged_out.txt": _("You are signed out."),
    "account/messages/password_changed.txt": _("Your new password is set."),
    "account/messages/password_set.txt": _("Your new password is set."),
    "mfa/messages/totp_activated.txt": _("The authenticator app is set up."),
    "mfa/messages/totp_deactivated.txt": _("The authenticator app is no longer used."),
    "mfa/messages/recovery_codes_generated.txt": _(
        "New recovery codes were made; the old ones open nothing."
    ),
    "mfa/messages/webauthn_added.txt": _("The passkey was added."),
    "mfa/messages/webauthn_removed.txt": _("The passkey was removed."),
    "usersessions/messages/sessions_logged_out.txt": _("You are signed out on all other devices."),
}


class PhoneField(forms.CharField):
    """A phone number, however it is written."""

    def clean(self, value: Any) -> str:
        """In E.164. Raises ValidationError."""
        try:
            return normal_phone(super().clean(value)) or ""
        except Problem as problem:
            raise ValidationError(str(problem)) from problem


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Signing in with a phone number or an e-mail address; every sign-in is in the journal."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": WRONG,
        "phone_password_mismatch": WRONG,
        "username_password_mismatch": WRONG,
        "enter_current_password": _("This is not your present password."),
        "incorrect_password": _("This is not your password."),
        "incorrect_code": _("This code is not right, or no longer valid."),
        "rate_limited": _("Too many attempts. Please wait a few minutes."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: those who keep people add them."""
        return False

    def phone_form_field(self, **kwargs: Any) -> forms.Field:
        """The field that tells a phone number from anything else."""
        return PhoneField(**kwargs)

    def get_user_by_phone(self, phone: str) -> Account | None:
        """Whose number it is."""
        return find_account(phone)

    def get_phone(self, user: Account) -> tuple[str, bool] | None:
        """Her number, and whether it was verified."""
        return (user.phone, user.phone_verified) if user.phone else None

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count this try. Raises ValidationError while the account or the address is shut."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as error:
            minutes = lockout.minutes_left(request, self._key(credentials))
            raise ValidationError(shut_text(max(minutes, 1)), code=error.code) from error

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Remember the failure with which an account is shut."""
        minutes = lockout.minutes_left(request, self._key(credentials))
        if not minutes:
            return
        address = self.get_client_ip(request)
        log.warning("sign-in shut for %s minutes, from %s", minutes, address)
        if account := find_account(_name_in(credentials)):
            lock_out(SYSTEM, account, address=address, minutes=minutes)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        return self._key(credentials)

    def _key(self, credentials: dict[str, Any]) -> str:
        return lockout.key_of(_name_in(credentials))

    def reauthenticate(self, user: Account, password: str) -> bool:
        """Whether it is her password; failures count as at the sign-in."""
        found = self.authenticate(context.request, username=user.get_username(), password=password)
        return found is not None and found.pk == user.pk

    def post_login(self, request: HttpRequest, user: Account, **kwargs: Any) -> HttpResponse:
        """Remember the sign-in, in the time of her operation, and speak her language."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        account = Account.objects.get(pk=user.pk)
        posts = account.held_posts
        with use_operation(posts[0].operation if posts else None):
            sign_in(
                Oneself(account),
                account,
                address=self.get_client_ip(request),
                device=self.get_http_user_agent(request),
                methods=_methods(request),
            )
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, account.language, samesite="Lax")
        return response

    def set_password(self, user: Account, password: str) -> None:
        """By the action; `user` then has the new digest, on which her session rests."""
        account = Account.objects.get(pk=user.pk)
        set_password(Oneself(account), account, password=password)
        user.refresh_from_db(fields=["password", "must_change_password"])

    def send_password_reset_mail(self, user: Account, email: str, context: dict[str, Any]) -> None:
        """The link to a new password. That a mail fails must not tell who has an account."""
        lines = (
            _("Somebody, hopefully you, asked for a new password at Sinergi. Choose it here:"),
            context["password_reset_url"],
            _("If it was not you, you need do nothing: your password stays as it is."),
        )
        text = "\n\n".join(str(line) for line in lines)
        try:
            send_mail(str(_("Sinergi: choose a new password")), text, None, [email])
        except (OSError, SMTPException):
            log.exception("an e-mail about signing in could not be sent")

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Tell what happened in our words; what has none here is not told."""
        text = message or MESSAGES.get(message_template or "")
        if text:
            messages.add_message(request, level, str(text), extra_tags=extra_tags)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """To my desk."""
        return "/"


def shut_text(minutes: int) -> str:
    """How long one must wait, and what one can do meanwhile."""
    return ngettext(
        "Too many failed attempts. For your safety the sign-in is shut: please try again in "
        "%(minutes)d minute, or ask your desk's coordinator for a passing password.",
        "Too many failed attempts. For your safety the sign-in is shut: please try again in "
        "%(minutes)d minutes, or ask your desk's coordinator for a passing password.",
        minutes,
    ) % {"minutes": minutes}


def _name_in(credentials: dict[str, Any]) -> str:
    return next((str(v) for k, v in credentials.items() if k in NAMES and v), "")


def _methods(request: HttpRequest) -> list[str]:
    """By which proofs she signed in: password, mfa (totp, webauthn, recovery codes)."""
    records = request.session.get("account_authentication_methods", [])
    return [str(record.get("type") or record["method"]) for record in records][-3:]


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors: their secrets are kept encrypted."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right, or no longer valid."),
        "rate_limited": _("Too many attempts. Please wait a few minutes."),
    }

    def get_totp_label(self, user: Account) -> str:
        """What the app shows beside its codes."""
        return user.email or shown_phone(user.phone) or user.name

    def get_public_key_credential_user_entity(self, user: Account) -> dict[str, Any]:
        """How the browser names the passkey."""
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return {**entity, "name": self.get_totp_label(user), "display_name": user.name}

    def encrypt(self, text: str) -> str:
        """With a key derived from the house's secret: a stolen table alone opens nothing."""
        return cipher("second factors").encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Also what an earlier secret (SECRET_KEY_FALLBACKS) encrypted."""
        return cipher("second factors").decrypt(encrypted_text.encode()).decode()
