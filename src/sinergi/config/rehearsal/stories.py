"""What happens in the rehearsal, read from `stories.yaml`: before, and on the voting day."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from typing import Any

import yaml


@dataclass(frozen=True)
class Story:
    """One sort of event. `weight` says how often it happens before candidates are determined."""

    kind: str
    severity: str
    weight: int
    texts: tuple[str, ...]
    spots: tuple[str, ...]
    parties: tuple[str, ...] = ()
    agreement: str = ""
    outcome: str = ""


def _read() -> dict[str, Any]:
    source = resources.files("sinergi.config.rehearsal").joinpath("stories.yaml")
    content: dict[str, Any] = yaml.safe_load(source.read_text("utf-8"))
    return content


def _story(entry: dict[str, Any]) -> Story:
    told: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in entry.items()}
    return Story(**told)


_CONTENT = _read()
STORIES = tuple(_story(entry) for entry in _CONTENT["stories"])
OF_THE_DAY = tuple(_story(entry) for entry in _CONTENT["voting_day"])  # while stations are open
OF_THE_COUNT = tuple(_story(entry) for entry in _CONTENT["counting"])  # once they have closed
REJECTIONS: list[str] = _CONTENT["rejections"]
STEPS: list[str] = _CONTENT["steps"]
REASONS_UP: list[str] = _CONTENT["reasons_up"]
REMARKS: list[str] = _CONTENT["remarks"]
BODY_ANSWERS: list[str] = _CONTENT["body_answers"]
