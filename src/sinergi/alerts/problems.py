"""The errors of this room."""

from django.utils.translation import gettext_lazy as _

from sinergi.kernel.problems import declare

NotInTrouble = declare("delivery-state", 409, _("This message is already on its way."))
TestTooSoon = declare(
    "test-too-soon", 429, _("A test was sent just now. Wait a moment before the next one.")
)
NoWayToHer = declare("no-way", 409, _("This way does not reach you yet."))
NobodyReached = declare(
    "alert-reach", 409, _("This alert reaches nobody: choose other desks or roles.")
)
