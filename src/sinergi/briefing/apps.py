"""The room of briefing: the leadership's picture, situation reports, reviews, open data."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


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
