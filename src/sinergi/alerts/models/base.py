"""What the personal rows of the room stand on."""

from __future__ import annotations

from sinergi.kernel.models import Recorded


class Personal(Recorded):
    """A row that concerns one person: a change of it is no news for anybody's page."""

    class Meta:
        abstract = True

    def journal_region(self) -> str:
        """No place: so the live feed rings at nobody."""
        return ""
