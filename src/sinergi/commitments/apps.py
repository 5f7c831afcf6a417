"""The room of joint commitments: texts that are signed, and who signed them."""

from django.apps import AppConfig


class CommitmentsConfig(AppConfig):
    """Joint commitments, integrity pacts, pledge drives, and their public proof."""

    name = "sinergi.commitments"
