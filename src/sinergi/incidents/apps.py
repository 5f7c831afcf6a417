"""The room of incidents: the main job."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IncidentsConfig(AppConfig):
    """Reports, desks, escalation, mediation, evidence."""

    name = "sinergi.incidents"

    def ready(self) -> None:
        from sinergi.followups import waiting
        from sinergi.incidents import sentences  # noqa: F401 -- it tells the verbs of this room
        from sinergi.incidents.queries.desk import pictures, waiting_sections
        from sinergi.incidents.queries.hidden import entries_of_hidden_cases
        from sinergi.incidents.queries.of_the_day import of_the_day
        from sinergi.incidents.stages import name_kinds_of_stages
        from sinergi.kernel.models.journal import hide_entries
        from sinergi.web.shell import register_item, register_panel

        waiting.register("incidents", waiting_sections, order=10)
        waiting.register_picture("incidents", pictures)
        hide_entries(entries_of_hidden_cases)
        name_kinds_of_stages()
        for place in ("polling.board", "polling.wall"):
            register_panel(place, "incidents/parts/of_the_day.html", of_the_day)

        register_item("situation", "incidents:situation", _("Situation"), "map-2", 20)
        register_item(
            "report",
            "incidents:report",
            _("Report"),
            "plus",
            22,
            allowed=lambda post: post.can("report"),
        )
        register_item("figures", "incidents:figures", _("Key figures"), "chart-bar", 50)
        register_item("desks", "incidents:desks", _("Desks"), "building-community", 60)
        register_item(
            "policy",
            "incidents:policy",
            _("Deadline rules"),
            "hourglass",
            10,
            group="administration",
        )
