"""What the rows of the open figures are called."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

OUTCOMES: dict[str, Any] = {
    "settled_here": _("Settled on the desk of a village"),
    "settled_above": _("Settled on a desk above it"),
    "open": _("Still open then"),
}
