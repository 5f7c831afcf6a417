"""How the verbs of this room are told. Loaded once, at start; see followups.timeline."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.followups.timeline import fact, tell

tell("library.published", _("Published: %(name)s"), "upload")
tell("library.version_published", _("Version %(number)s of %(title)s"), "file-plus")
tell("library.changed", _("What is said of it was changed"), "edit")
tell("library.withdrawn", _("Withdrawn"), "circle-x", "danger", text=fact("reason"))
tell("library.read", _("Has read %(title)s, version %(number)s"), "check")
