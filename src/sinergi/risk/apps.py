"""The room of risk: where it may come to friction, and why."""

from django.apps import AppConfig


class RiskConfig(AppConfig):
    """The index of vulnerability, assessments, and the register of risks."""

    name = "sinergi.risk"

    def ready(self) -> None:
        """What the room shows elsewhere."""
        from sinergi.risk import sentences  # noqa: F401 -- it tells the verbs of this room
