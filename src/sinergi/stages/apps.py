"""The room of stages: the calendar of the election."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StagesConfig(AppConfig):
    """What is on, what comes, what is usually tense in it, and who leads."""

    name = "sinergi.stages"

    def ready(self) -> None:
        from sinergi.stages import (
            feeds,
            sentences,  # noqa: F401 -- it tells the verbs of this room
        )
        from sinergi.web.shell import register_item

        feeds.register("stages", feeds.stages)
        feeds.register("followups", feeds.followups)
        register_item("stages", "stages:stages", _("Stages"), "calendar-event", 25)
