"""The room of follow-ups and of *my desk*."""

from django.apps import AppConfig


class FollowupsConfig(AppConfig):
    """One kind of promise for the whole house: an owner, a due date, an answer."""

    name = "sinergi.followups"
