"""What the *Berita Acara* of a mediation says."""

from __future__ import annotations

from typing import Any

from sinergi.incidents.models import Mediation


def minutes_data(mediation: Mediation) -> dict[str, Any]:
    """To be filled."""
    return {}
