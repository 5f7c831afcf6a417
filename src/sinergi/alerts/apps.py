"""The room of notices: it reads the journal, and nothing below knows that it exists."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AlertsConfig(AppConfig):
    """Who is told what, by which channel, and whether it arrived."""

    name = "sinergi.alerts"

    def ready(self) -> None:
        self.enter_alerts()
        from sinergi.alerts.views import notices
        from sinergi.web import shell

        shell.register_status("alerts/bell.html", notices.bell_status)
        shell.register_panel("incidents.incident", "alerts/telling.html", notices.telling_panel)
        shell.register_item("alerts", "alerts:notices", _("Notices"), "bell", 20, group="account")
        shell.register_item(
            "alert-preferences",
            "alerts:preferences",
            _("How I am told"),
            "notification",
            30,
            group="account",
        )
        shell.register_item(
            "subscriptions",
            "alerts:subscriptions",
            _("Subscriptions"),
            "rss",
            31,
            group="account",
        )
        shell.register_item(
            "deliveries",
            "alerts:deliveries",
            _("What did not go out"),
            "mail",
            40,
            allowed=lambda post: post.can("manage_people"),
            group="account",
        )

    def enter_alerts(self) -> None:
        """Alerts: their page, my desk, and what stands above every page."""
        from sinergi.alerts import sentences  # noqa: F401 -- it tells the verbs of alerts
        from sinergi.alerts.views.warnings import banner_panel
        from sinergi.alerts.warning.queries import waiting_sections
        from sinergi.followups import waiting
        from sinergi.web import shell

        waiting.register("alerts", waiting_sections, order=5)
        shell.register_panel("shell.top", "alerts/warning/banner.html", banner_panel)
        shell.register_item(
            "alerts-running",
            "alerts:alerts",
            _("Alerts"),
            "urgent",
            29,
            allowed=lambda post: post.can("read"),
        )
