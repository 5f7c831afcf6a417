"""The room of readiness: what must be ready before each stage."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReadinessConfig(AppConfig):
    """Requirements, items of each agency and place, the matrix, and gaps."""

    name = "sinergi.readiness"

    def ready(self) -> None:
        from sinergi.followups import waiting
        from sinergi.readiness import sentences  # noqa: F401 -- it tells the verbs of this room
        from sinergi.readiness.generation import move_due_days
        from sinergi.readiness.queries.desk import waiting_sections
        from sinergi.stages import hanging
        from sinergi.web.shell import register_item

        waiting.register("readiness", waiting_sections, order=15)
        hanging.register(move_due_days)
        register_item("readiness", "readiness:matrix", _("Readiness"), "checklist", 28)
        register_item(
            "requirements",
            "readiness:requirements",
            _("Readiness requirements"),
            "checklist",
            20,
            allowed=lambda post: post.can("manage_policy"),
            group="administration",
        )
