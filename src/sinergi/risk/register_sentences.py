"""How the verbs of the register are told. Loaded once, at start; see followups.timeline."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from sinergi.followups.timeline import Change, changed, fact, tell
from sinergi.kernel.models import JournalEntry

WORDS = {"likelihood": _("Likelihood"), "impact": _("Impact")}


def _judged(entry: JournalEntry) -> Iterable[Change]:
    """How likely and how grave it was, and is."""
    for name, label in WORDS.items():
        before, after = entry.changes.get(name) or (None, None)
        if before is not None and before != after:
            yield Change(str(label), str(before), str(after))


tell("risk.opened", _("Entered into the register of risks"), "plus", text=changed("description"))
tell("risk.revised", _("What is said of it was corrected"), "edit")
tell("risk.reviewed", _("Looked at again"), "eye", text=fact("remark"), changes=_judged)
tell("risk.measure_added", _("Prevention asked of %(to)s: %(what)s"), "send")
tell("risk.mitigated", _("Mitigated"), "shield-check", "success", text=changed("result"),
     changes=_judged)  # fmt: skip
tell("risk.accepted", _("Accepted as it is"), "scale", text=changed("result"))
tell("risk.closed", _("Closed"), "circle-check", "success", text=changed("result"))
tell("risk.reopened", _("Open again"), "arrow-back-up", "danger", text=fact("remark"),
     changes=_judged)  # fmt: skip
tell("risk_register.exported", _("The register of risks was taken out"), "download")
