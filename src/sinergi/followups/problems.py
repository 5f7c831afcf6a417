"""The errors of this room."""

from django.utils.translation import gettext_lazy as _

from sinergi.kernel.problems import declare

WrongState = declare("followup-state", 409, _("This follow-up is no longer in that state."))
