"""The room of follow-ups and of *my desk*."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FollowupsConfig(AppConfig):
    """One kind of promise for the whole house: an owner, a due date, an answer."""

    name = "sinergi.followups"

    def ready(self) -> None:
        from sinergi.followups import waiting
        from sinergi.followups.queries import waiting_sections
        from sinergi.web import shell

        waiting.register("followups", waiting_sections, order=20)
        shell.register_item("my-desk", "followups:my-desk", _("My desk"), "inbox", 10)
        shell.register_item("followups", "followups:followups", _("Follow-ups"), "list-check", 40)
