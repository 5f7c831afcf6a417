"""Where the built files of the front end lie: Vite's manifest, read once per build."""

from __future__ import annotations

import functools
import json
import logging
from pathlib import Path
from typing import Any

from django.templatetags.static import static

log = logging.getLogger(__name__)

BUILD = Path(__file__).parent / "static" / "build"

Manifest = dict[str, dict[str, Any]]


def manifest() -> Manifest:
    """{source: {file, css, imports}}; empty, with a warning, before the first build."""
    path = BUILD / "manifest.json"
    try:
        return _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        log.warning("the front end is not built: run `npm ci --ignore-scripts && npm run build`")
        return {}


@functools.lru_cache(maxsize=2)
def _read(path: Path, changed_at: int) -> Manifest:
    entries: Manifest = json.loads(path.read_text(encoding="utf-8"))
    return entries


def script(entry: str) -> str | None:
    """The address of the bundle `entry` (main, map); None before the first build."""
    found = manifest().get(f"frontend/{entry}.js")
    return address(found["file"]) if found else None


def styles(entry: str) -> list[str]:
    """The addresses of the style sheets of the bundle and of all it imports, first things first."""
    return [address(file) for file in _styles(manifest(), f"frontend/{entry}.js", set())]


def _styles(entries: Manifest, source: str, seen: set[str]) -> list[str]:
    found = entries.get(source)
    if found is None or source in seen:
        return []
    seen.add(source)
    deeper = [css for other in found.get("imports", []) for css in _styles(entries, other, seen)]
    return list(dict.fromkeys(deeper + list(found.get("css", []))))


def sprite() -> str:
    """The address of the sheet of icons."""
    found = manifest().get("frontend/icons.txt")
    return address(found["file"]) if found else ""


def address(file: str) -> str:
    """The address of a built file."""
    return static(f"build/{file}")
