"""The room of polling: stations, voting day, turnout, outreach, security plan."""

from django.apps import AppConfig


class PollingConfig(AppConfig):
    """Polling stations and their day. No votes are counted here: that is KPU's work."""

    name = "sinergi.polling"
