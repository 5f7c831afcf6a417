"""The room of risk: where it may come to friction, and why."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


def _reads(post: Any) -> bool:
    return bool(post.can("read"))


class RiskConfig(AppConfig):
    """The index of vulnerability, assessments, and the register of risks."""

    name = "sinergi.risk"

    def ready(self) -> None:
        """What the room shows elsewhere."""
        from sinergi.risk import (
            register_sentences,  # noqa: F401 -- and those of the register
            sentences,  # noqa: F401 -- it tells the verbs of this room
        )

        self.enter_pages()

    def enter_pages(self) -> None:
        """Navigation, my desk, and a line on the pages of incidents and stations."""
        from sinergi.followups import waiting
        from sinergi.risk import panels
        from sinergi.risk.queries.register import waiting_sections
        from sinergi.web.shell import register_item, register_panel

        waiting.register("risks", waiting_sections, order=28)
        register_item("risk", "risk:map", _("Vulnerability"), "map-2", 27, allowed=_reads)
        register_panel("incidents.incident", "risk/panel.html", panels.of_incident)
        register_panel("polling.station.side", "risk/panel.html", panels.of_station)
