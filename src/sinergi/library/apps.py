"""The room of the shared library."""

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    """Procedures, guides and maps, in versions, and who has read them."""

    name = "sinergi.library"
