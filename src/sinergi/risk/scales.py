"""What the levels 0 to 4 of an indicator mean, in words."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import get_language

DATA = Path(__file__).parent / "data"
USUAL = "history"  # of what no other scale is named


@cache
def _content() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DATA / "levels.yaml").read_text("utf-8"))
    return found


def level_words(code: str) -> list[str]:
    """The words of 0 to 4 for this indicator, in the reader's language."""
    content = _content()
    pairs = content["scales"][content["indicators"].get(code, USUAL)]
    at = 1 if (get_language() or "id").startswith("en") else 0
    return [str(pair[at]) for pair in pairs]
