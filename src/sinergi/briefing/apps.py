"""The room of briefing: the leadership's picture, situation reports, reviews, open data."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sinergi.regions.codes import WIDTHS


class BriefingConfig(AppConfig):
    """One picture for all, made of what the other rooms hold; it decides nothing."""

    name = "sinergi.briefing"

    def ready(self) -> None:
        """What the room shows elsewhere."""
        from sinergi.briefing import sentences  # noqa: F401 -- it tells the verbs of this room
        from sinergi.briefing.permissions.picture import leads
        from sinergi.web.shell import register_item

        register_item(
            "leadership", "briefing:leadership", _("The picture"), "eye", 3, allowed=leads
        )
        self.enter_reports()
        self.enter_reviews()
        self.enter_data()

    def enter_reports(self) -> None:
        """Situation reports: in the navigation, and what waits of them on a desk."""
        from sinergi.briefing.queries.reports import waiting_sections
        from sinergi.followups import waiting
        from sinergi.web.shell import register_item

        waiting.register("reports", waiting_sections, order=12)
        register_item(
            "reports",
            "briefing:reports",
            _("Situation reports"),
            "report-analytics",
            28,
            allowed=_reads_reports,
        )

    def enter_reviews(self) -> None:
        """Reviews: in the navigation, on the page of a case, and hidden with a restricted case."""
        from sinergi.briefing.queries.hidden import entries_of_hidden_reviews
        from sinergi.briefing.views.reviews import incident_panel
        from sinergi.kernel.models.journal import hide_entries
        from sinergi.web.shell import register_item, register_panel

        hide_entries(entries_of_hidden_reviews)
        register_panel("incidents.incident", "briefing/review_panel.html", incident_panel)
        register_item(
            "reviews", "briefing:reviews", _("Reviews"), "history", 31, allowed=_reads_reports
        )

    def enter_data(self) -> None:
        """Data for other programs: in the menu of who may take lists out."""
        from sinergi.briefing.permissions.open_data import may_take
        from sinergi.web.shell import register_item

        register_item(
            "data",
            "briefing:data",
            _("Data for other programs"),
            "database",
            60,
            allowed=lambda post: bool(may_take(post)),
            group="account",
        )


def _reads_reports(post: Any) -> bool:
    """Those who read a district or more, or answer for an agency that tells its part."""
    wide = any(len(code) <= WIDTHS["district"] for code in post.areas)
    return bool(wide and (post.can("read") or post.can("answer")))
