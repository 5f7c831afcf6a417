"""The errors of this room."""

from django.utils.translation import gettext_lazy as _

from sinergi.kernel.problems import declare

NoPost = declare("no-post", 403, _("You hold no post in force. Ask your desk's coordinator."))
Taken = declare("taken", 422, _("Somebody else has this already."))
NeedsSecondFactor = declare(
    "second-factor-needed", 403, _("Your role must use a second factor. Please set it up.")
)
MustChangePassword = declare(
    "password-change-needed", 403, _("Your password is only for passing. Please choose your own.")
)
BadToken = declare("bad-token", 401, _("This token is unknown, revoked or expired."))
