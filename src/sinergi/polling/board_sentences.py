"""How calls and special cases are told. Loaded once, at start; see followups.timeline."""

from django.utils.translation import gettext_lazy as _

from sinergi.followups.timeline import changed, tell

tell("station.called", _("It was called"), "phone-call", text=changed("note"))
tell(
    "special_case.opened",
    _("A special case was opened"),
    "alert-triangle",
    text=changed("detail"),
)
tell("special_case.accepted", _("The proposal was taken on"), "check")
tell("special_case.ended", _("Carried out"), "circle-check", text=changed("outcome"))
tell("special_case.withdrawn", _("Withdrawn"), "circle-x", text=changed("outcome"))
