"""Indonesian texts: found in code and templates, kept in each room's `django.po`, compiled.

A text that vanished from the code leaves the file; one that moved to another room takes its
translation along. Nothing is guessed: a new text stays empty, and `--check` names it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

LANGUAGE = "id"
HEADER = """\
# Indonesian texts of the room "{room}".
msgid ""
msgstr ""
"Project-Id-Version: Sinergi\\n"
"Language: id\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"""
KEYWORDS: dict[str, Any] = {
    name + lazy: arguments
    for name, arguments in {
        "gettext": None,
        "ngettext": (1, 2),
        "pgettext": ((1, "c"), 2),
        "npgettext": ((1, "c"), 2, 3),
    }.items()
    for lazy in ("", "_lazy")
} | {"_": None, "gettext_noop": None}
# What a component is given as an expression, `:label="_('Save')"`, stands outside of any tag.
_ATTRIBUTE = re.compile(r"""\s:[\w-]+="[^"]*?_\('([^']+)'\)""")

Key = tuple[Any, str | None]


@dataclass(frozen=True)
class Lack:
    """A text without a usable Indonesian one, and why."""

    room: str
    text: str
    places: str
    reason: str

    def __str__(self) -> str:
        return f"{self.room}: {self.reason}: {self.text!r} ({self.places})"


def rooms_below(base: Path) -> list[Path]:
    """The folders of the rooms."""
    return sorted(path.parent for path in base.glob("*/__init__.py"))


def catalogue_path(room: Path) -> Path:
    """The room's file of Indonesian texts."""
    return room / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def extracted(room: Path) -> Catalog:
    """Every text of a room that a person may see, with the files in which it stands."""
    catalog = _read(HEADER.format(room=room.name).encode())
    for path in sorted([*room.rglob("*.py"), *room.rglob("templates/**/*.html")]):
        if {"migrations", "static", "locale"} & set(path.relative_to(room).parts):
            continue
        place = path.relative_to(room).as_posix()
        for text, comments, context in _texts_in(path):
            catalog.add(text, None, [(place, 1)], auto_comments=comments, context=context)
    return catalog


def _texts_in(path: Path) -> Iterator[tuple[Any, list[str], str | None]]:
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        yield from ((match.group(1), [], None) for match in _ATTRIBUTE.finditer(source))
        source = _as_python(source, path)
    found = extract("python", io.BytesIO(source.encode()), KEYWORDS, comment_tags=("Translators:",))
    for _line, text, comments, context in found:
        if text:
            yield text, comments, context


def _as_python(source: str, path: Path) -> str:
    """What Django makes of a template for gettext; its indentation would confuse Python."""
    lines = templatize(source, origin=str(path)).splitlines()
    return "\n".join(line.strip() for line in lines)


def stored(room: Path) -> Catalog:
    """The room's texts as they are kept."""
    path = catalogue_path(room)
    empty = HEADER.format(room=room.name).encode()
    return _read(path.read_bytes() if path.exists() else empty)


def _read(source: bytes) -> Catalog:
    """A catalogue from a file's contents; its header says that Indonesian has one plural form."""
    return read_po(io.BytesIO(source), locale=LANGUAGE, charset="utf-8")


def merged(room: Path, memory: dict[Key, Any]) -> Catalog:
    """What the room's file should hold: the texts of today, translated as far as known."""
    catalog = extracted(room)
    own = {_key(message): message for message in stored(room) if message.id}
    for message in catalog:
        if not message.id:
            continue
        known = own.get(_key(message))
        message.string = (
            known.string if known and _is_filled(known) else _remembered(message, memory)
        )
        message.user_comments = known.user_comments if known else []
        message.locations = sorted({(place, 1) for place, _ in message.locations})
    return catalog


def memory_of(rooms: list[Path]) -> dict[Key, Any]:
    """Every translation of the house, so that a text that moves is not lost."""
    return {
        _key(message): message.string
        for room in rooms
        for message in stored(room)
        if message.id and _is_filled(message)
    }


def _remembered(message: Message, memory: dict[Key, Any]) -> Any:
    return memory.get(_key(message), ("",) if message.pluralizable else "")


def _key(message: Message) -> Key:
    return message.id, message.context


def _is_filled(message: Message) -> bool:
    text = message.string
    strings = [text] if isinstance(text, str) else list(text or ())
    return bool(strings) and all(strings) and not message.fuzzy


def as_text(room: Path, catalog: Catalog) -> str:
    """The file of a room, always the same for the same texts: sorted, without lines or dates."""
    target = io.BytesIO()
    write_po(
        target,
        catalog,
        width=100,
        omit_header=True,
        sort_output=True,
        include_lineno=False,
        ignore_obsolete=True,
    )
    return HEADER.format(room=room.name) + "\n" + target.getvalue().decode().strip() + "\n"


def update(room: Path, memory: dict[Key, Any]) -> bool:
    """Bring the room's file up to date; whether it changed."""
    catalog, path = merged(room, memory), catalogue_path(room)
    if not len(catalog):
        return False
    text = as_text(room, catalog)
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return True


def compile_room(room: Path) -> bool:
    """Compile the room's texts for gettext, if they are newer; whether it was needed."""
    source = catalogue_path(room)
    target = source.with_suffix(".mo")
    if not source.exists():
        return False
    if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
        return False
    with target.open("wb") as file:
        write_mo(file, stored(room))
    return True


def lacks(room: Path) -> Iterator[Lack]:
    """Texts of the room that have no Indonesian one, or one that does not fit."""
    known = {_key(message): message for message in stored(room) if message.id}
    for message in extracted(room):
        if not message.id:
            continue
        found = known.get(_key(message))
        if reason := _fault(message, found):
            text = message.id if isinstance(message.id, str) else message.id[0]
            places = ", ".join(sorted({place for place, _ in message.locations}))
            yield Lack(room.name, text, places, reason)


def _fault(message: Message, found: Message | None) -> str:
    if found is None or not _is_filled(found):
        return "no Indonesian text"
    faults = list(found.check())
    if faults:
        return str(faults[0])
    return ""
