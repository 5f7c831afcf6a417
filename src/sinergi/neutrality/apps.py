"""The room of neutrality: safe reporting, confidential cases, legal clocks, prevention."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from sinergi.agencies.models import Post


class NeutralityConfig(AppConfig):
    """Reports on civil servants and village heads: read by Bawaslu's handlers alone."""

    name = "sinergi.neutrality"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_out

        from sinergi.followups import waiting
        from sinergi.kernel import evidence
        from sinergi.kernel.documents import register_finder
        from sinergi.kernel.live import keep_silent
        from sinergi.kernel.models.journal import hide_entries
        from sinergi.neutrality import (  # noqa: F401 -- they tell the verbs of this room
            handover_sentences,
            key_sentences,
            sentences,
        )
        from sinergi.neutrality.letters import find_sealed
        from sinergi.neutrality.queries.desk import waiting_sections
        from sinergi.neutrality.queries.hidden import entries_of_hidden_cases
        from sinergi.neutrality.queries.keys import waiting_for_keys
        from sinergi.neutrality.resealing import named_files
        from sinergi.neutrality.unlocking import signed_out

        evidence.register_names(named_files)
        user_logged_out.connect(signed_out, dispatch_uid="sinergi.keys_locked")
        register_finder(find_sealed)
        hide_entries(entries_of_hidden_cases)
        keep_silent(self.label)
        waiting.register("neutrality", waiting_sections, order=12)
        waiting.register("neutrality-keys", waiting_for_keys, order=13)
        _enter_navigation()


def _enter_navigation() -> None:
    """Handlers and keepers find the cases first; everybody else what one may and may not do."""
    from sinergi.web.shell import register_item

    def inside(post: Post) -> bool:
        return post.can("handle_neutrality") or post.can("keep_identity")

    register_item(
        "neutrality",
        "neutrality:cases",
        _("Neutrality"),
        "shield-lock",
        15,
        allowed=inside,
    )
    register_item("neutrality-keys", "neutrality:keys", _("Keys"), "key", 57, allowed=inside)
    register_item(
        "neutrality-cards", "neutrality:cards", _("Neutrality"), "scale", 58,
        allowed=lambda post: not inside(post),
    )  # fmt: skip
