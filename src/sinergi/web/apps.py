"""The room of the page: layouts, components, and what the front end is built into."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Knows no other room: rooms enter themselves into its navigation (`shell`)."""

    name = "sinergi.web"
