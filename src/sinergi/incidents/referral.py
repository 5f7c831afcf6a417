"""What is handed over when a case is referred."""

from __future__ import annotations

from typing import Any

from sinergi.agencies.models import Post
from sinergi.incidents.models import Referral


def letter_data(referral: Referral, by: Post) -> dict[str, Any]:
    """To be filled."""
    return {}


def manifest_of(referral: Referral) -> dict[str, Any]:
    """To be filled."""
    return {}
