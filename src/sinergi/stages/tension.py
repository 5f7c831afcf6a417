"""What the kinds of incident are called that make a stage tense.

They belong to a room above, which enters their titles here in its `apps.ready()`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

_titles: dict[str, Any] = {}
_addresses: list[Callable[[str, str], str]] = []


@dataclass(frozen=True)
class TenseKind:
    """One kind: its title, and where its cases in the stage are listed (empty: nowhere)."""

    code: str
    title: Any
    url: str = ""


def name_kinds(titles: Mapping[str, Any], address: Callable[[str, str], str] | None = None) -> None:
    """Enter titles by code, and how one finds the cases of (stage code, kind; "" for all)."""
    _titles.update(titles)
    if address is not None:
        _addresses[:] = [address]


def kind_choices() -> list[tuple[str, Any]]:
    """For forms."""
    return list(_titles.items())


def title_of(code: str) -> Any:
    """What a kind is called; its code while no room has named it."""
    return _titles.get(code, code)


def is_known(code: str) -> bool:
    """Whether some room has named it."""
    return code in _titles


def cases_url(stage: str, kind: str = "") -> str:
    """Where the cases of that kind within the stage are listed; empty when nowhere."""
    return _addresses[0](stage, kind) if _addresses else ""


def tense_kinds(stage: str, codes: Iterable[str]) -> list[TenseKind]:
    """The kinds of a stage as its page shows them."""
    return [TenseKind(code, title_of(code), cases_url(stage, code)) for code in codes]
