"""How the verbs of the security plan are told. Loaded once, at start; see followups.timeline."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.followups.timeline import changed, tell

tell("pattern.changed", _("The pattern of security was changed"), "shield")
tell("equipment.added", _("Equipment was added to the plan"), "plus", text=changed("title"))
tell("equipment.changed", _("Equipment of the plan was changed"), "edit", text=changed("title"))
tell("strength.told", _("The strength of an agency was told"), "users")
tell("plan_gap.asked", _("A gap of the security plan was made a follow-up"), "send")
tell("security.placed", _("Security personnel was placed"), "user-plus")
tell("duty_letters.issued", _("Duty letters were given"), "file-text")
