"""How people sign in: accounts, passwords, lock-out, second factors. Part of the settings."""

from __future__ import annotations

import os
from typing import Any

from sinergi.config.environment import flag, number

AUTH_USER_MODEL = "agencies.Account"
AUTHENTICATION_BACKENDS = ["sinergi.agencies.backends.PhoneOrEmail"]
PASSWORD_HASHERS = ["sinergi.agencies.hashers.HouseArgon2"]
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"

# django-allauth: accounts are made by those who keep people, so nobody signs up.
ACCOUNT_ADAPTER = "sinergi.agencies.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"phone", "email"}
ACCOUNT_SIGNUP_FIELDS = ["phone*", "email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # whoever keeps people enters the address
ACCOUNT_PHONE_VERIFICATION_ENABLED = False
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no letters to those whom we do not know
ACCOUNT_SESSION_REMEMBER = True  # for SINERGI_SESSION_DAYS
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600  # seconds
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_RATE_LIMITS = {
    # Failures: an account is shut after 5 in 10 minutes. Whole offices share one address, so an
    # address is shut much later.
    "login_failed": "50/10m/ip,5/10m/key",
    "login": "120/m/ip",
    "reset_password": "20/10m/ip,3/10m/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = number(
    "SINERGI_PROXIES",
    default=0,
    meaning="Proxies of yours before the server. Without it, all who come through one proxy are "
    "one address to the lock-out.",
)
ACCOUNT_FORMS = {
    "login": "sinergi.agencies.forms.signing.SignInForm",
    "change_password": "sinergi.agencies.forms.signing.PasswordForm",
    "set_password": "sinergi.agencies.forms.signing.FirstPasswordForm",
    "reset_password": "sinergi.agencies.forms.signing.ForgottenForm",
    "reset_password_from_key": "sinergi.agencies.forms.signing.ByMailForm",
    "reauthenticate": "sinergi.agencies.forms.signing.ConfirmForm",
}

MFA_ADAPTER = "sinergi.agencies.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Sinergi"
MFA_TOTP_TOLERANCE = 1  # phones are late or early by half a minute
# On this machine itself a passkey may be tried without HTTPS; browsers see to it that it is.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not os.environ.get("SINERGI_PUBLIC_URL", "").startswith(
    "https:"
)
MFA_FORMS = {
    "authenticate": "sinergi.agencies.forms.factors.CodeForm",
    "reauthenticate": "sinergi.agencies.forms.factors.ConfirmCodeForm",
    "activate_totp": "sinergi.agencies.forms.factors.AppForm",
    "add_webauthn": "sinergi.agencies.forms.factors.PasskeyForm",
    "edit_webauthn": "sinergi.agencies.forms.factors.PasskeyNameForm",
}
USERSESSIONS_TRACK_ACTIVITY = False  # it would write a row on every request

SINERGI_SIGN_IN_HINT = flag(
    "SINERGI_SIGN_IN_HINT",
    default=True,
    meaning="In a rehearsal, show its accounts on the sign-in page; never outside one.",
)
SINERGI_DEMO_ACCOUNTS = "sinergi.config.rehearsal.demo_accounts"
