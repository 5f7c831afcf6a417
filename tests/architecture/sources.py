"""The files of the project, as the tests of its architecture read them."""

from __future__ import annotations

import ast
import functools
import subprocess
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
ROOMS = PROJECT / "src" / "sinergi"
MADE = ("migrations", "static", "node_modules")


@functools.cache
def tracked() -> tuple[Path, ...]:
    """Every file that is in the repository, or will be with the next commit."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    names = [name for name in listed.stdout.split("\0") if name]
    return tuple(path for name in names if (path := PROJECT / name).is_file())


def written(*suffixes: str, below: Path = PROJECT) -> Iterator[Path]:
    """Files with one of these suffixes that a person wrote."""
    for path in tracked():
        inside = path.is_relative_to(below)
        if inside and path.suffix in suffixes and not set(MADE) & set(path.parts):
            yield path


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@functools.cache
def tree(path: Path) -> ast.Module:
    return ast.parse(text(path), filename=str(path))


def name(path: Path) -> str:
    """The path below the project."""
    return path.relative_to(PROJECT).as_posix()


def rooms() -> list[Path]:
    return sorted(path.parent for path in ROOMS.glob("*/__init__.py"))
