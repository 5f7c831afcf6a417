"""The room of readiness: what must be ready before each stage."""

from django.apps import AppConfig


class ReadinessConfig(AppConfig):
    """Requirements, items of each agency and place, the matrix, and gaps."""

    name = "sinergi.readiness"
