"""The errors of this room."""

from django.utils.translation import gettext_lazy as _

from sinergi.kernel.problems import declare

Improbable = declare("improbable", 422, _("This is improbable. Please look again, or confirm it."))
AskedAlready = declare("asked-already", 409, _("A follow-up for this is open already."))
PlacedTwice = declare("placed-twice", 409, _("The same body would stand at two places at once."))
