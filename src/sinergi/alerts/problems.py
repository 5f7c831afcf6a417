"""The errors of this room."""

from django.utils.translation import gettext_lazy as _

from sinergi.kernel.problems import declare

NotInTrouble = declare("delivery-state", 409, _("This mail is already on its way."))
