"""The error of a workbook that cannot be read at all."""

from django.utils.translation import gettext_lazy as _

from sinergi.kernel.problems import declare

BadSheet = declare("bad-sheet", 422, _("This workbook cannot be read."))
