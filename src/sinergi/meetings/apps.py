"""The room of coordination meetings."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Invitations, briefing, attendance, minutes, and directives until they are done."""

    name = "sinergi.meetings"
