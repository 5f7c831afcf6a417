"""The room of incidents: the main job."""

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    """Reports, desks, escalation, mediation, evidence."""

    name = "sinergi.incidents"

    def ready(self) -> None:
        from sinergi.followups import waiting
        from sinergi.incidents import sentences  # noqa: F401 -- it tells the verbs of this room
        from sinergi.incidents.queries.desk import pictures, waiting_sections

        waiting.register("incidents", waiting_sections, order=10)
        waiting.register_picture("incidents", pictures)
