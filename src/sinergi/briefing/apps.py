"""The room of briefing: the leadership's picture, situation reports, reviews, open data."""

from django.apps import AppConfig


class BriefingConfig(AppConfig):
    """One picture for all, made of what the other rooms hold; it decides nothing."""

    name = "sinergi.briefing"

    def ready(self) -> None:
        """What the room shows elsewhere."""
        from sinergi.briefing import sentences  # noqa: F401 -- it tells the verbs of this room
