"""The error of a list that cannot be read at all."""

from django.utils.translation import gettext_lazy as _

from sinergi.kernel.problems import declare

BadStationList = declare("bad-station-list", 422, _("This list cannot be read."))
