"""The room of polling: stations, voting day, turnout, outreach, security plan."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


def _reads(post: Any) -> bool:
    return bool(post.can("read"))


def _all(*names: str) -> list[str]:
    """The names of these pages as the whole house knows them."""
    return [f"polling:{name}" for name in names]


class PollingConfig(AppConfig):
    """Polling stations and their day. No votes are counted here: that is KPU's work."""

    name = "sinergi.polling"

    def ready(self) -> None:
        from sinergi.polling import sentences  # noqa: F401 -- it tells the verbs of this room
        from sinergi.polling.views.checking_in import panel as day_panel
        from sinergi.polling.views.special_cases import panel as special_cases_panel
        from sinergi.web.shell import register_panel

        register_panel("polling.station", "polling/parts/station_day.html", day_panel)
        register_panel("polling.station", "polling/parts/station_cases.html", special_cases_panel)
        self.name_pages()
        self.enter_outreach()
        self.enter_plan()

    def name_pages(self) -> None:
        """What stands in the navigation: check-ins, the board, the stations."""
        self.name_reporting()
        self.name_looking()

    def name_reporting(self) -> None:
        """The pages of who reports for one station, or for many."""
        from sinergi.polling.models import SERVING
        from sinergi.web.shell import register_item

        # First of all for who serves at a station, later for who reports for many.
        register_item(
            "my-stations",
            "polling:my-stations",
            _("My polling station"),
            "checkbox",
            5,
            allowed=lambda post: post.role in SERVING,
            pages=_all("check-in"),
        )
        register_item(
            "check-ins",
            "polling:my-stations",
            _("Report stations"),
            "clipboard-check",
            25,
            allowed=lambda post: post.can("check_in") and post.role not in SERVING,
            pages=_all("check-in"),
        )

    def name_looking(self) -> None:
        """The pages of who looks at the day, and keeps the stations."""
        from sinergi.web.shell import register_item

        register_item(
            "voting-day",
            "polling:board",
            _("D-day"),
            "checkbox",
            24,
            allowed=_reads,
            pages=_all("call", "special-cases", "special-case-new", "special-case-do"),
        )
        register_item(
            "stations",
            "polling:stations",
            _("Stations"),
            "map-pin",
            40,
            allowed=_reads,
            pages=_all(
                "milestones",
                "milestone-add",
                "milestone-do",
                "indicators",
                "indicator-add",
                "indicator-do",
            ),
        )

    def enter_outreach(self) -> None:
        """Outreach: its pages, my desk, and the calendars."""
        from sinergi.followups import waiting
        from sinergi.polling.queries import activities
        from sinergi.stages import feeds
        from sinergi.web.shell import register_item

        waiting.register("outreach", activities.waiting_sections, order=30)
        feeds.register("outreach", activities.calendar_entries)
        register_item(
            "outreach",
            "polling:outreach",
            _("Outreach"),
            "speakerphone",
            45,
            allowed=lambda post: post.can("read"),
        )

    def enter_plan(self) -> None:
        """The security plan, named only to those who may know of it."""
        from sinergi.polling.models.secrecy import knows_plan
        from sinergi.web.shell import register_item

        register_item("plan", "polling:plan", _("Security plan"), "shield", 46, allowed=knows_plan)
