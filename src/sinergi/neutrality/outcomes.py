"""What an authority may answer to a case that was handed to it. Pure but for its titles."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

SANCTIONED = "sanctioned"
OUTCOMES: dict[str, Any] = {
    SANCTIONED: _("A sanction was imposed"),
    "no_sanction": _("Proven, without a sanction"),
    "not_proven": _("Not proven"),
    "not_competent": _("Not competent, or passed on"),
    "stopped": _("Stopped, for other reasons"),
}
