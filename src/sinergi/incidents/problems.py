"""The errors of this room."""

from django.utils.translation import gettext_lazy as _

from sinergi.kernel.problems import declare

WrongState = declare("incident-state", 409, _("This case is no longer in that state."))
MustPassOn = declare(
    "incident-must-pass-on",
    409,
    _("The law does not let this be settled among neighbours alone. Refer it first."),
)
NoDeskAbove = declare("incident-no-desk-above", 409, _("There is no desk above this one."))
NoDeskBelow = declare("incident-no-desk-below", 409, _("There is no desk below this one."))
NoDesk = declare("incident-no-desk", 409, _("No desk has been set up for this place."))
PackageDamaged = declare(
    "incident-package-damaged",
    409,
    _("The package cannot be handed over: a file in it is no longer what it was."),
)
