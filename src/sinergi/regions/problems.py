"""The errors of this room."""

from django.utils.translation import gettext_lazy as _

from sinergi.kernel.problems import declare

NoSuchRegency = declare(
    "regions-no-such-regency", 422, _("There is no regency or city with this code.")
)
WrongCount = declare(
    "regions-wrong-count", 500, _("The list of places is not the one that was expected.")
)
NoFacts = declare(
    "regions-no-facts", 409, _("No facts are known of this regency, so no cells can be drawn.")
)
UnreadableFile = declare(
    "regions-unreadable-file", 422, _("This file cannot be read as boundaries.")
)
BadPosition = declare(
    "regions-bad-position", 400, _("Longitude and latitude must be numbers in degrees.")
)
NobodyThere = declare(
    "regions-outside", 404, _("No village of this operation lies at this position.")
)
BadQuestion = declare("regions-bad-question", 400, _("This question cannot be understood."))
