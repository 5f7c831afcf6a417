"""Nothing grows so long that nobody reads it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.sources import PROJECT, name, text, tree, written

LONGEST_FUNCTION = 40
LONGEST_FILE = 350


def test_no_file_is_longer_than_350_lines() -> None:
    files = written(".py", ".js", ".html", ".css", ".typ", ".sh")
    long = {name(path): lines for path in files if (lines := _lines(path)) > LONGEST_FILE}
    assert not long


def test_no_function_is_longer_than_40_lines() -> None:
    files = [path for path in written(".py") if not path.is_relative_to(PROJECT / "tests")]
    long = {where: lines for path in files for where, lines in _functions(path)}
    assert not {where: lines for where, lines in long.items() if lines > LONGEST_FUNCTION}


def _lines(path: Path) -> int:
    return text(path).count("\n")


def _functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{name(path)}:{node.name}", (node.end_lineno or 0) - node.lineno + 1
