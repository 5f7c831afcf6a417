"""The room of polling: stations, voting day, turnout, outreach, security plan."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PollingConfig(AppConfig):
    """Polling stations and their day. No votes are counted here: that is KPU's work."""

    name = "sinergi.polling"

    def ready(self) -> None:
        from sinergi.polling import board_sentences, station_sentences  # noqa: F401 -- they tell verbs
        from sinergi.polling.models import SERVING
        from sinergi.polling.views.special_cases import panel as special_cases_panel
        from sinergi.web.shell import register_item, register_panel

        # Check-ins: first of all for who serves at a station, later for who reports for many.
        register_item(
            "my-stations",
            "polling:my-stations",
            _("My polling station"),
            "checkbox",
            5,
            allowed=lambda post: post.role in SERVING,
        )
        register_item(
            "check-ins",
            "polling:my-stations",
            _("Report stations"),
            "clipboard-check",
            25,
            allowed=lambda post: post.can("check_in") and post.role not in SERVING,
        )
        # The board of the voting day.
        register_item(
            "voting-day",
            "polling:board",
            _("D-day"),
            "checkbox",
            24,
            allowed=lambda post: post.can("read"),
        )
        register_panel("polling.station", "polling/parts/station_cases.html", special_cases_panel)
        # The stations themselves.
        register_item(
            "stations",
            "polling:stations",
            _("Stations"),
            "map-pin",
            40,
            allowed=lambda post: post.can("read"),
        )
