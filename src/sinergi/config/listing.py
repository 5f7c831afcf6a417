"""The list of commands, ours first and grouped, as `sinergi` prints it and the docs show it."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence

import django
from django.core.management import get_commands, load_command_class

Groups = Mapping[str, Sequence[str]]
_EVERYWHERE = {"help", "version", "verbosity", "settings", "pythonpath", "traceback", "no_color"}
_EVERYWHERE |= {"force_color", "skip_checks"}


def overview(groups: Groups) -> str:
    """What `sinergi` prints when it is asked for nothing."""
    django.setup()
    lines = ["Usage: sinergi COMMAND [options]      sinergi COMMAND --help", ""]
    for title, commands in grouped(groups).items():
        lines += [title, *(f"  {name:<16}{meaning}" for name, meaning in commands), ""]
    lines.append("All else that Django brings: " + ", ".join(_others(groups)))
    return "\n".join(lines)


def grouped(groups: Groups) -> dict[str, list[tuple[str, str]]]:
    """{group: [(command, its help)]}; commands of our rooms in no group come last."""
    known = get_commands()
    named = {name for names in groups.values() for name in names}
    listed = {title: [n for n in names if n in known] for title, names in groups.items()}
    listed["Further"] = [n for n in our_commands() if n not in named]
    return {
        title: [(name, _meaning(name)) for name in names]
        for title, names in listed.items()
        if names
    }


def our_commands() -> list[str]:
    """The commands of our own rooms, by name."""
    return sorted(name for name, app in get_commands().items() if str(app).startswith("sinergi."))


def _meaning(name: str) -> str:
    """The help of a command, its first sentence."""
    command = load_command_class(get_commands()[name], name)
    first, _, _ = str(command.help).strip().partition("\n")
    return first.partition(". ")[0].rstrip(".") + "."


def usage(name: str) -> tuple[str, list[tuple[str, str]]]:
    """(help, [(argument, its help)]) of a command, without what every Django command takes."""
    command = load_command_class(get_commands()[name], name)
    parser = command.create_parser("sinergi", name)
    own = [action for action in parser._actions if action.dest not in _EVERYWHERE]
    return str(command.help).strip(), [row for action in own for row in _explained(action)]


def _explained(action: argparse.Action) -> list[tuple[str, str]]:
    if isinstance(action, argparse._SubParsersAction):
        return [(choice.dest, choice.help or "") for choice in action._choices_actions]
    name = ", ".join(action.option_strings) or str(action.metavar or action.dest)
    return [(name, action.help or "")]


def _others(groups: Groups) -> list[str]:
    named = {name for names in groups.values() for name in names}
    return sorted(set(get_commands()) - set(our_commands()) - named)
