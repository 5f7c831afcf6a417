"""Chapters of the docs that are made from the code, so that they cannot fall behind it.

A room that has one brings a module `documentation` with CHAPTERS, {file name: function that
returns its text}. `sinergi docs` writes them below `docs/`; `sinergi docs --check` compares.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

Chapter = Callable[[], str]
MADE = "<!-- Made by `sinergi docs`; change the code it is made from. -->"


def chapters() -> dict[str, Chapter]:
    """{path below docs/: what makes its text} of all rooms."""
    from sinergi.config.api.chapter import api_chapter

    found: dict[str, Chapter] = {
        "api.md": api_chapter,
        "settings.md": settings_chapter,
        "commands.md": commands_chapter,
        "errors.md": errors_chapter,
        "actions.md": actions_chapter,
    }
    for config in apps.get_app_configs():
        module = f"{config.name}.documentation"
        if config.name.startswith("sinergi.") and module != __name__ and find_spec(module):
            found |= import_module(module).CHAPTERS
    return dict(sorted(found.items()))


def page(title: str, introduction: str, *parts: str) -> str:
    """A chapter: title, what it is, its parts."""
    return "\n\n".join([f"# {title}", MADE, introduction, *parts]) + "\n"


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table."""
    head = list(head)
    lines = [_row(head), _row("---" for _ in head), *(_row(row) for row in rows)]
    return "\n".join(lines)


def _row(cells: Iterable[object]) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"


def settings_chapter() -> str:
    """Every variable of the environment that Sinergi reads."""
    from sinergi.config.environment import catalogue

    rows = [
        (f"`{entry.name}`", entry.default or "(empty)", entry.meaning)
        for entry in sorted(catalogue.values(), key=lambda entry: entry.name)
    ]
    return page(
        "Settings",
        "Sinergi is set up by variables of the environment. Each has a default that is safe on "
        "one machine; with `SINERGI_PRODUCTION=yes` what is fit only for a rehearsal is refused.",
        table(("variable", "default", "meaning"), rows),
    )


def commands_chapter() -> str:
    """Our commands with their help and arguments."""
    from sinergi.config import listing
    from sinergi.config.cli import GROUPS

    parts = []
    ours = listing.our_commands()
    for title, commands in listing.grouped(GROUPS).items():
        parts.append(f"## {title}")
        parts.extend(_command(name) for name, _ in commands if name in ours)
    return page(
        "Commands",
        "Every command works as `.venv/bin/sinergi COMMAND`. With no `DATABASE_URL`, the embedded "
        "PostgreSQL is started for it.",
        *parts,
    )


def _command(name: str) -> str:
    from sinergi.config import listing

    meaning, arguments = listing.usage(name)
    text = f"### `sinergi {name}`\n\n{meaning}"
    rows = [(f"`{argument}`", explained) for argument, explained in arguments]
    return f"{text}\n\n{table(('argument', 'meaning'), rows)}" if rows else text


def errors_chapter() -> str:
    """Every declared error, by code."""
    from sinergi.kernel.problems import catalogue

    rows = [
        (f"`{problem.code}`", problem.status, _english(problem.title), _indonesian(problem.title))
        for problem in sorted(catalogue.values(), key=lambda problem: problem.code)
    ]
    return page(
        "Errors",
        "Every error that a person or a program can meet. The API answers with "
        "`application/problem+json` (RFC 9457); `type` is `/problems/CODE`.",
        table(("code", "status", "English", "Indonesian"), rows),
    )


def actions_chapter() -> str:
    """Every action, with the verb that the journal writes."""
    from sinergi.kernel.action import registry

    rows = [
        (
            entry.room,
            f"`{entry.name}`",
            f"`{entry.verb}`",
            entry.subject.__name__,
            _first_line(entry.function.__doc__),
        )
        for entry in sorted(registry.values(), key=lambda entry: (entry.room, entry.verb))
    ]
    return page(
        "Actions",
        "Everything that changes the record is one of these. Each asks its rule, runs in one "
        "transaction and writes one entry into the journal, under its verb.",
        table(("room", "action", "verb in the journal", "subject", "what it does"), rows),
    )


def _english(text: object) -> str:
    return _in("en", text)


def _indonesian(text: object) -> str:
    return _in("id", text)


def _in(language: str, text: object) -> str:
    from django.utils.translation import override

    with override(language):
        return str(text)


def _first_line(text: str | None) -> str:
    return (text or "").strip().partition("\n")[0]
