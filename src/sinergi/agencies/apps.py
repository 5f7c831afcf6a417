"""The room of agencies, people, posts and desks."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    """Who belongs to what, who may do what, and who is on duty."""

    name = "sinergi.agencies"
