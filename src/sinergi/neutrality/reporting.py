"""What the pages of reporters say: where reports are taken, and what became of one, plainly."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from sinergi.kernel.models import Operation
from sinergi.neutrality.casebook import Keyring, keyring_of
from sinergi.neutrality.models import Case

IN_THE_LETTERBOX = _(
    "It lies sealed in the letterbox. Within the next hour it comes to Bawaslu, who then sees the "
    "day, not the hour."
)
STATES: dict[str, Any] = {
    "submitted": _("Bawaslu has it and has not begun to read it."),
    "preliminary": _(
        "Bawaslu keeps it as preliminary information (informasi awal) and may look into it."
    ),
    "initial_review": _("Bawaslu examines whether it is complete and what it is about."),
    "needs_completion": _(
        "Something is missing. Please read what Bawaslu asks below, and answer soon: there are "
        "few days for it."
    ),
    "registered": _("It is registered as a report. Bawaslu now examines the matter."),
    "clarification": _("Bawaslu hears those concerned."),
    "plenary": _("The members of Bawaslu confer about it."),
    "decided": _("Bawaslu has decided."),
    "forwarded": _("Bawaslu has handed it to the authority that is competent."),
    "followed_up": _("The competent authority has answered."),
    "closed": _("It is closed."),
    "expired": _("It came later than the law allows for a report; it is kept."),
    "not_registered": _("It was not registered as a report."),
    "delegated": _("It was passed to another level of Bawaslu."),
}


def open_operations() -> dict[Operation, Keyring]:
    """The operations in which somebody can read a report, with their keyrings."""
    rows = Operation.objects.order_by("name")
    rings = {operation: keyring_of(operation) for operation in rows}
    return {operation: ring for operation, ring in rings.items() if ring is not None}


def told_of(case: Case) -> Any:
    """How a case stands, as its reporter is told."""
    return STATES[case.state] if case.collected_on else IN_THE_LETTERBOX
