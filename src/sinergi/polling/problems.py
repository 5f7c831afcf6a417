"""The errors of this room."""

from django.utils.translation import gettext_lazy as _

from sinergi.kernel.problems import declare

Improbable = declare("improbable", 422, _("This is improbable. Please look again, or confirm it."))
