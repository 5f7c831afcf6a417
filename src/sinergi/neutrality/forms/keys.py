"""What the pages of keys ask. Passphrases are never drawn again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Account, Agency
from sinergi.kernel.problems import Conflict, Problem
from sinergi.neutrality import recovery
from sinergi.neutrality.models import HandlerKey, RecoveryKey
from sinergi.neutrality.private_keys import check_words, normal, open_private
from sinergi.web.controls import add_problem


def words_field(label: Any, help_text: Any = "", *, new: bool = False) -> forms.CharField:
    """A field for a passphrase: never filled in, blanks as they come."""
    kind = "new-password" if new else "off"
    widget = forms.PasswordInput(attrs={"autocomplete": kind, "spellcheck": "false"})
    return forms.CharField(
        label=label, help_text=help_text, max_length=500, strip=False, widget=widget
    )


class NoQuestions(forms.Form):
    """A step that only asks to be confirmed."""


class UnlockForm(forms.Form):
    """The passphrase of one's own key; `secret` is the private key then."""

    words = words_field(_("Passphrase of your key"))

    def __init__(self, *given: Any, key: HandlerKey, **options: Any) -> None:
        self.key, self.secret = key, ""
        super().__init__(*given, **options)

    def clean(self) -> dict[str, Any]:
        """Try it, once the field holds something; every try counts."""
        found: dict[str, Any] = self.cleaned_data
        if found.get("words"):
            try:
                self.secret = open_private(self.key, found["words"])
            except Problem as problem:
                add_problem(self, problem)
        return found


class PassphraseForm(forms.Form):
    """A new passphrase, twice."""

    words = words_field(
        _("New passphrase"),
        _("At least 14 characters, best four words or more. Not your sign-in password."),
        new=True,
    )
    again = words_field(_("The same once more"), new=True)

    def __init__(self, *given: Any, account: Account, **options: Any) -> None:
        self.account = account
        super().__init__(*given, **options)

    def clean(self) -> dict[str, Any]:
        """Long enough, twice the same, and not the password."""
        found: dict[str, Any] = self.cleaned_data
        words = found.get("words", "")
        if words and "again" in found:
            try:
                found["words"] = self._checked(words)
            except Problem as problem:
                add_problem(self, problem)
        return found

    def _checked(self, words: str) -> str:
        checked = check_words(words)
        if checked != normal(self.cleaned_data["again"]):
            self.add_error("again", _("The two are not the same."))
        elif self.account.check_password(words):
            self.add_error("words", _("This is your sign-in password. Choose another one here."))
        return checked


class ChangeForm(PassphraseForm):
    """A new passphrase, after the present one; `secret` is the private key then."""

    present = words_field(_("Present passphrase"))
    field_order = ("present", "words", "again")

    def __init__(self, *given: Any, key: HandlerKey, **options: Any) -> None:
        self.key, self.secret = key, ""
        super().__init__(*given, **options)

    def clean(self) -> dict[str, Any]:
        """The present one is only tried when all else is well."""
        found = super().clean()
        if found.get("present") and not self.errors:
            try:
                self.secret = open_private(self.key, found["present"])
            except Problem as problem:
                self.add_error("present", str(problem.detail))
        return found


class SheetsForm(forms.Form):
    """How many recovery sheets there are, and how many of them are needed."""

    count = forms.IntegerField(
        label=_("How many sheets are printed"),
        min_value=recovery.LEAST,
        max_value=recovery.MOST,
        initial=5,
        help_text=_("One for each trusted person, at most 8."),
    )
    threshold = forms.IntegerField(
        label=_("How many of them are needed together"),
        min_value=recovery.LEAST,
        max_value=recovery.MOST_NEEDED,
        initial=3,
        help_text=_("2 to 5: so many must act together, and all others may be lost."),
    )

    def clean(self) -> dict[str, Any]:
        """Not more are needed than there are."""
        found = super().clean() or {}
        if found.get("threshold", 0) > found.get("count", 99):
            self.add_error("threshold", _("Not more than are printed."))
        return found


class FoundForm(SheetsForm, PassphraseForm):
    """The first key of the agency, and its recovery sheets."""

    field_order = ("words", "again", "count", "threshold")


class ConfirmForm(forms.Form):
    """Two words of one of the sheets, so that nobody goes on without having them."""

    first = forms.CharField(max_length=20)
    second = forms.CharField(max_length=20)
    token = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *given: Any, asked: tuple[int, int, int], **options: Any) -> None:
        super().__init__(*given, **options)
        sheet, first, second = asked
        for name, number in (("first", first), ("second", second)):
            words = {"word": number, "sheet": sheet}
            self.fields[name].label = _("Word %(word)d of sheet %(sheet)d") % words
            self.fields[name].widget.attrs.update(
                {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
            )

    def answer(self) -> str:
        """What was entered."""
        return " ".join(self.cleaned_data[name].strip().lower() for name in ("first", "second"))


class AdmitForm(forms.Form):
    """That the fingerprint was compared, and how."""

    compared = forms.BooleanField(
        label=_(
            "I spoke with this person, by voice or face to face, and the fingerprint that was "
            "read to me is the one above."
        )
    )


class RecoverForm(forms.Form):
    """As many sheets as are needed."""

    def __init__(self, *given: Any, agency: Agency, threshold: int, **options: Any) -> None:
        self.agency = agency
        self._opened: tuple[RecoveryKey, str] | None = None
        super().__init__(*given, **options)
        for number in range(1, threshold + 1):
            self.fields[f"sheet_{number}"] = _sheet_field(number)

    def clean(self) -> dict[str, Any]:
        """Join them, once all are filled in; each fault stands at its sheet."""
        found: dict[str, Any] = self.cleaned_data
        if self.errors:
            return found
        try:
            master = recovery.join_shares([found[name] for name in self.fields])
        except recovery.ShareFault as fault:
            self.add_error(list(self.fields)[fault.at], str(fault))
            return found
        self._opened = recovery.open_recovery(self.agency, master)
        if self._opened is None:
            self.add_error(None, _("These sheets are not of this agency's recovery key."))
        return found

    def opened(self) -> tuple[RecoveryKey, str]:
        """The recovery key that they opened, and its private half; Conflict for none."""
        if self._opened is None:
            raise Conflict()
        return self._opened


def _sheet_field(number: int) -> forms.CharField:
    attributes = {"rows": 4, "autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
    return forms.CharField(
        label=_("Words of the sheet no. %(number)d") % {"number": number},
        max_length=1000,
        widget=forms.Textarea(attrs=attributes),
    )
