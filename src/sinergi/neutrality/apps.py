"""The room of neutrality: safe reporting, confidential cases, legal clocks, prevention."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NeutralityConfig(AppConfig):
    """Reports on civil servants and village heads: read by Bawaslu's handlers alone."""

    name = "sinergi.neutrality"

    def ready(self) -> None:
        from sinergi.followups import waiting
        from sinergi.kernel.documents import register_finder
        from sinergi.neutrality import (  # noqa: F401 -- they tell the verbs of this room
            handover_sentences,
            sentences,
        )
        from sinergi.neutrality.letters import find_sealed
        from sinergi.neutrality.queries.desk import waiting_sections
        from sinergi.web.shell import register_item

        register_finder(find_sealed)
        waiting.register("neutrality", waiting_sections, order=12)
        register_item(
            "neutrality",
            "neutrality:cases",
            _("Reports on neutrality"),
            "shield-lock",
            15,
            allowed=lambda post: post.can("handle_neutrality") or post.can("keep_identity"),
        )
