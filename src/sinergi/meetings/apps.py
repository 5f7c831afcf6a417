"""The room of coordination meetings."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    """Invitations, briefing, attendance, minutes, and directives until they are done."""

    name = "sinergi.meetings"

    def ready(self) -> None:
        from sinergi.followups import waiting
        from sinergi.meetings import feeds, minutes_sentences, sentences
        from sinergi.meetings.queries.desk import waiting_sections
        from sinergi.meetings.views.panels import propose_panel
        from sinergi.web import shell

        sentences.enter()
        minutes_sentences.enter()
        feeds.enter()
        waiting.register("meetings", waiting_sections, order=15)
        shell.register_item("meetings", "meetings:meetings", _("Meetings"), "users-group", 35)
        shell.register_panel("readiness.item", "meetings/propose_panel.html", propose_panel)
