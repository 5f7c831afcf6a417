"""The forms of signing in and of passwords: allauth's, in our words."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as theirs
from django import forms
from django.utils.translation import gettext_lazy as _

LABELS = {
    "login": _("Phone number or e-mail address"),
    "email": _("E-mail address"),
    "password": _("Password"),
    "oldpassword": _("Present password"),
    "password1": _("New password"),
    "password2": _("New password, once more"),
    "code": _("Code"),
    "name": _("Name of the device"),
    "passwordless": _("Sign in with it alone, without password"),
}
HELP = {
    "password1": _("At least 10 characters. Three or four words that do not belong together do."),
    "passwordless": _("The device then asks for your finger, face or PIN."),
}


def in_our_words(form: forms.BaseForm) -> None:
    """Labels above the fields instead of words inside them, which vanish while one types."""
    for name, field in form.fields.items():
        field.label = LABELS.get(name, field.label)
        field.help_text = HELP.get(name, "")
        field.widget.attrs.pop("placeholder", None)


class _Ours:
    """Takes part in every form here."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_our_words(self)  # type: ignore[arg-type]


class SignInForm(_Ours, theirs.LoginForm):  # type: ignore[misc]
    """One field for the name, one for the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs |= {
            "autocomplete": "username webauthn",
            "autocapitalize": "none",
            "spellcheck": "false",
            "inputmode": "email",
        }


class _NewPassword(_Ours):
    """Two fields for a new password."""

    def clean(self) -> dict[str, Any]:
        """Both must be the same."""
        cleaned: dict[str, Any] = forms.Form.clean(self)  # type: ignore[arg-type,assignment]
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("The two are not the same."))  # type: ignore[attr-defined]
        return cleaned


class PasswordForm(_NewPassword, theirs.ChangePasswordForm):  # type: ignore[misc]
    """Changing one's password: a passing one may not be kept."""

    def clean_password1(self) -> str:
        """Must be another than the present one."""
        password: str = self.cleaned_data["password1"]
        if self.user.check_password(password):
            raise forms.ValidationError(_("Choose another than your present password."))
        return password


class FirstPasswordForm(_NewPassword, theirs.SetPasswordForm):  # type: ignore[misc]
    """The first password of an account that had none."""


class ForgottenForm(_Ours, theirs.ResetPasswordForm):  # type: ignore[misc]
    """Asks where to send the link."""


class ByMailForm(_NewPassword, theirs.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password, by the link that came by e-mail."""


class ConfirmForm(_Ours, theirs.ReauthenticateForm):  # type: ignore[misc]
    """That it is still she who sits there."""
