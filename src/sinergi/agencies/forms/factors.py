"""The forms of second factors: allauth's, in our words."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn

from sinergi.agencies.forms.signing import _Ours


class _Code(_Ours):
    """A field for six digits."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {  # type: ignore[attr-defined]
            "autocomplete": "one-time-code",
            "inputmode": "numeric",
        }


class CodeForm(_Code, base.AuthenticateForm):  # type: ignore[misc]
    """At the sign-in."""


class ConfirmCodeForm(_Code, base.ReauthenticateForm):  # type: ignore[misc]
    """Before something delicate."""


class AppForm(_Code, totp.ActivateTOTPForm):  # type: ignore[misc]
    """Proves that the app was set up."""


class PasskeyForm(_Ours, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """Adds a passkey."""


class PasskeyNameForm(_Ours, webauthn.EditWebAuthnForm):  # type: ignore[misc]
    """Calls it otherwise."""
