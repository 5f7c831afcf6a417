"""The room of places."""

from django.apps import AppConfig


class RegionsConfig(AppConfig):
    """The tree of places, their boundaries, and the village of a coordinate."""

    name = "sinergi.regions"
