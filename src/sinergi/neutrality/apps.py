"""The room of neutrality: safe reporting, confidential cases, legal clocks, prevention."""

from django.apps import AppConfig


class NeutralityConfig(AppConfig):
    """Reports on civil servants and village heads: read by Bawaslu's handlers alone."""

    name = "sinergi.neutrality"
