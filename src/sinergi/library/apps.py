"""The room of the shared library."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LibraryConfig(AppConfig):
    """Procedures, guides and maps, in versions, and who has read them."""

    name = "sinergi.library"

    def ready(self) -> None:
        from sinergi.followups import waiting
        from sinergi.library import sentences  # noqa: F401 -- it tells the verbs of this room
        from sinergi.library.queries import waiting_sections
        from sinergi.web.shell import register_item

        waiting.register("library", waiting_sections, order=60)
        register_item("library", "library:library", _("Library"), "books", 70)
