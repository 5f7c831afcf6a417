"""Errors of this room that a person can meet."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.kernel.problems import declare

KeyLocked = declare(
    "key-locked",
    423,
    _("Your key is locked. Unlock it on another page, come back here and send again."),
)
TooManyWords = declare("key-tries-spent", 429, _("Too many wrong passphrases."))
