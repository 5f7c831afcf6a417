"""What the numbers of a report are put together in: plain JSON, and the records behind each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]


@dataclass(frozen=True)
class Records:
    """The rows that one number counts."""

    key: str
    of: str
    ids: list[Any]


@dataclass
class Pieces:
    """Numbers, splits of a number, lists; of the place with that code.

    numbers: {key: {"value", "of"?, "url"?}}; splits: {key: [{"code", "value"}]};
    lists: {key: {"rows", "total"}}; facts: whatever else was so at the cut-off.
    """

    place: str
    numbers: dict[str, Any] = field(default_factory=dict)
    splits: dict[str, list[Row]] = field(default_factory=dict)
    lists: dict[str, Row] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    records: list[Records] = field(default_factory=list)

    def count(self, key: str, kind: str, rows: Sequence[Row], **more: Any) -> None:
        """As many as there are rows."""
        self.number(key, len(rows), kind, rows, **more)

    def number(
        self, key: str, value: int, kind: str = "", rows: Iterable[Row] = (), **more: Any
    ) -> None:
        """A number; with the rows that it rests on, or the address (`url`) of their list."""
        self.numbers[key] = {"value": value, **more}
        if kind:
            self.keep(key, kind, (row["pk"] for row in rows))

    def split(
        self, key: str, of: str, rows: Iterable[Row], column: str, order: Iterable[str]
    ) -> None:
        """How many rows by what stands in `column`; only what is there."""
        groups: dict[str, list[Any]] = defaultdict(list)
        for row in rows:
            groups[row[column]].append(row["pk"])
        self.splits[key] = [
            {"code": code, "value": len(groups[code])} for code in order if code in groups
        ]
        for code, keys in groups.items():
            self.keep(f"{key}:{code}", of, keys)

    def listed(self, key: str, rows: list[Row], total: int | None = None) -> None:
        """Rows by name; `total` when there are more than are listed."""
        if rows:
            self.lists[key] = {"rows": rows, "total": len(rows) if total is None else total}

    def keep(self, key: str, of: str, ids: Iterable[Any]) -> None:
        """What `key` counts."""
        keys = list(ids)
        if keys:
            self.records.append(Records(key, of, keys))
