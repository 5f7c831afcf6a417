"""The state machines, drawn from the rules themselves (Mermaid)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

Transitions = Mapping[str, tuple[Sequence[str], str | None]]


def mermaid(transitions: Transitions, *, first: str, ends: Sequence[str]) -> str:
    """A state diagram: what leads from which state to which; `ends` are where a life may end.

    Verbs that leave the state as it is are no arrows: `staying` lists them.
    """
    lines = ["stateDiagram-v2", f"    [*] --> {first}"]
    lines += [f"    {line}" for line in _arrows(transitions)]
    lines += [f"    {state} --> [*]" for state in ends]
    return "\n".join(lines)


def _arrows(transitions: Transitions) -> Iterator[str]:
    """One arrow for two states, with all verbs that lead along it."""
    verbs: dict[tuple[str, str], list[str]] = {}
    for verb, (states, following) in transitions.items():
        for state in states:
            if following is not None:
                verbs.setdefault((state, following), []).append(verb)
    for (state, following), names in verbs.items():
        yield f"{state} --> {following}: {', '.join(names)}"


def staying(transitions: Transitions) -> list[tuple[str, tuple[str, ...]]]:
    """Verbs that may happen in some states and leave the state as it is."""
    return [
        (verb, tuple(states))
        for verb, (states, following) in transitions.items()
        if following is None
    ]
