"""The room of stages: the calendar of the election."""

from django.apps import AppConfig


class StagesConfig(AppConfig):
    """What is on, what comes, what is usually tense in it, and who leads."""

    name = "sinergi.stages"
