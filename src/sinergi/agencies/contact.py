"""Phone numbers and e-mail addresses, brought to one form."""

from __future__ import annotations

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from sinergi.kernel.problems import Invalid

COUNTRY = "ID"


def normal_phone(text: str, *, field: str = "phone") -> str | None:
    """A phone number in E.164 (0812… becomes +62812…); None for nothing.

    Raises Invalid for what cannot be a number of a phone.
    """
    if not text.strip():
        return None
    try:
        number = phonenumbers.parse(text, COUNTRY)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise Invalid(_("This is not a phone number, such as 0812 3456 7890."), field=field)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def normal_email(text: str, *, field: str = "email") -> str | None:
    """An e-mail address in lower case; None for nothing. Raises Invalid."""
    address = text.strip().lower()
    if not address:
        return None
    try:
        validate_email(address)
    except ValidationError as error:
        raise Invalid(_("This is not an e-mail address."), field=field) from error
    return address


def shown_phone(number: str | None) -> str:
    """As it is written in Indonesia: 0812-3456-7890."""
    if not number:
        return ""
    parsed = phonenumbers.parse(number, COUNTRY)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
