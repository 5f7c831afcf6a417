"""How the verbs of reviews and of open data are told; loaded by `sentences`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.followups.timeline import changed, fact, tell

tell("review.opened", _("A review was opened"), "search", text=changed("question"))
tell("review.noted", _("Somebody said what she saw"), "message", text=changed("text"))
tell("review.lesson_drawn", _("A lesson was drawn for %(to)s"), "list-check", text=fact("title"))
tell("review.closed", _("The review was closed: %(number)s"), "circle-check", "success",
     text=changed("conclusion"))  # fmt: skip
tell("open_data.switched", _("The open figures were switched"), "share")
tell("data.taken", _("%(by)s took the data set %(dataset)s out (%(form)s)"), "download")
