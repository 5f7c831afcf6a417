"""How the verbs of minutes, directives and the action plan are told; see followups.timeline."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.followups.timeline import fact, tell
from sinergi.kernel.models import JournalEntry


def _owners(entry: JournalEntry) -> str:
    return ", ".join(entry.facts.get("owners", []))


def enter() -> None:
    """Let the house tell these verbs."""
    tell("minutes.written", _("The minutes of a point were written: text %(revision)s"), "writing")
    tell("minutes.issued", _("The minutes were issued: %(number)s"), "file-type-pdf", "success")
    tell("minutes.corrected", _("The minutes were corrected: %(number)s"), "file-type-pdf",
         text=fact("reason"))  # fmt: skip
    tell("directive.given", _("Directive %(number)s was given"), "gavel", text=_owners)
    tell("directive.withdrawn", _("Directive %(number)s was withdrawn"), "circle-x",
         text=fact("reason"))  # fmt: skip
    tell("action_plan.issued", _("The action plan was issued: %(number)s"), "file-type-pdf",
         text=fact("period"))  # fmt: skip
