"""Errors of this room that a person can meet."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.kernel.problems import declare

TextDiffers = declare(
    "commitment-text-differs", 409, _("The text is not the one that you read. Read it again.")
)
WrongCode = declare("signing-code-wrong", 422, _("This code is not right, or no longer valid."))
TooManyTries = declare(
    "signing-tries-spent", 429, _("Too many wrong codes. Please wait ten minutes.")
)
NoMailbox = declare(
    "signing-no-mailbox",
    409,
    _("You have neither an authenticator app nor an e-mail address. Sign on paper, or set one up."),
)
MailFailed = declare(
    "signing-mail-failed", 409, _("The e-mail with the code could not be sent. Try again later.")
)
