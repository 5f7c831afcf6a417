"""The errors of minutes and directives."""

from django.utils.translation import gettext_lazy as _

from sinergi.kernel.problems import declare

MinutesChanged = declare(
    "minutes-changed", 409, _("Somebody else wrote here meanwhile. Your text is kept.")
)
NothingToCorrect = declare(
    "minutes-nothing-to-correct", 409, _("Every text is as in the issued minutes.")
)
