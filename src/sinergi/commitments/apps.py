"""The room of joint commitments: texts that are signed, and who signed them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommitmentsConfig(AppConfig):
    """Joint commitments, integrity pacts, pledge drives, and their public proof."""

    name = "sinergi.commitments"

    def ready(self) -> None:
        from sinergi.commitments import sentences  # noqa: F401 -- it tells the verbs of this room
        from sinergi.commitments.queries import waiting_sections
        from sinergi.followups import waiting
        from sinergi.web.shell import register_item

        waiting.register("commitments", waiting_sections, order=15)
        register_item("commitments", "commitments:commitments", _("Commitments"), "signature", 55)
