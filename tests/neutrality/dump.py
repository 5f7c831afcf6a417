"""A copy of all that the house keeps: every column of every table, the cache, every file."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from sinergi.kernel import files

Place = str
LEAST = 5  # letters of a word that is looked for
_WORD = re.compile(r"\w{5,}")
_MOMENT = re.compile(r"20\d\d-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?")


def rows() -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Every row of every table, as the database keeps it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables "
            "WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        )
        tables = [name for (name,) in cursor.fetchall()]
        for table in tables:
            cursor.execute(f"SELECT * FROM {table}")
            for row in cursor.fetchall():
                yield table, row


def copy() -> dict[Place, bytes]:
    """{table or file: all that is in it}, bytes as they are, text in UTF-8."""
    found: dict[Place, list[bytes]] = {}
    for table, row in rows():
        found.setdefault(table, []).extend(_raw(value) for value in row)
    whole = {table: b"\n".join(parts) for table, parts in found.items()}
    for place in files.root().rglob("*"):
        if place.is_file():
            whole[place.name] = place.name.encode() + place.read_bytes()
    return whole


def _raw(value: Any) -> bytes:
    if isinstance(value, bytes | memoryview):
        return bytes(value)
    return value.encode() if isinstance(value, str) else repr(value).encode()


def words_of(*texts: str) -> set[str]:
    """Every word of at least five letters or digits."""
    return {word for text in texts for word in _WORD.findall(text)}


def traces(words: Iterable[str], kept: dict[Place, bytes]) -> list[tuple[str, Place]]:
    """Where one of the words stands: in any case, in UTF-8 or UTF-16, plain or in base64."""
    lowered = {place: content.lower() for place, content in kept.items()}
    found = []
    for word in words:
        for place, content in kept.items():
            plain = any(form in lowered[place] for form in _plain(word))
            if plain or any(form in content for form in _base64(word)):
                found.append((word, place))
    return found


def _plain(word: str) -> list[bytes]:
    low = word.lower()
    return [low.encode(), low.encode("utf-16-le"), low.encode("utf-16-be")]


def _base64(word: str) -> list[bytes]:
    """At each of its three places in a group, without what depends on its neighbours."""
    forms = []
    for before in range(3):
        coded = base64.b64encode(b"\0" * before + word.encode())
        start = (before * 8 + 5) // 6
        forms.append(coded[start : start + (len(word.encode()) * 8 - 6) // 6 - 1])
    return [form for form in forms if len(form) >= LEAST]


def moments() -> dict[tuple[str, Any, int], set[datetime]]:
    """{(table, key, column): the times with an hour in it}, in JSON and texts too."""
    return {
        (table, str(row[0]), at): found
        for table, row in rows()
        for at, value in enumerate(row)
        if (found := _moments_in(value))
    }


def _moments_in(value: Any) -> set[datetime]:
    if isinstance(value, datetime):
        return {value.astimezone(UTC)}
    if isinstance(value, bytes | memoryview | int | float) or value is None:
        return set()
    texts = _MOMENT.findall(value if isinstance(value, str) else repr(value))
    return {datetime.fromisoformat(text.replace(" ", "T")).replace(tzinfo=UTC) for text in texts}
