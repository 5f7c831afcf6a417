"""A commitment to sign, and hands to sign it with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sinergi.commitments import actions, factors
from sinergi.commitments.models import Commitment, Signatory
from tests.factories import REGENCY, World

TEXT = "DEKLARASI DAMAI\n\n1. Kami menjaga kerukunan.\n2. Kami menahan diri di {place}."
DRAWING = [[[10, 20], [60, 80], [120, 40], [200, 150], [260, 60]], [[300, 100], [420, 140]]]
SIGNERS = ("kapolsek", "army_officer", "police_officer")


@pytest.fixture
def convener(world: World) -> Any:
    """The coordinator of the regency's desk."""
    return world.post("desk_coordinator")


@pytest.fixture
def draft(world: World, convener: Any) -> Commitment:
    """A declaration with three posts and one team that signs on paper."""
    made = actions.draft_commitment(
        convener, world.desk(REGENCY), kind="peace", title="Deklarasi Damai {election}", text=TEXT,
        place="Pendopo",
    )  # fmt: skip
    return actions.name_signatories(
        convener, made, posts=[world.post(role) for role in SIGNERS],
        others=[("Ketua Tim Pasangan Calon", "pihak yang berdeklarasi")],
    )  # fmt: skip


@pytest.fixture
def opened(draft: Commitment, convener: Any) -> Commitment:
    """The same, open for signing."""
    return actions.open_for_signing(convener, draft)


@pytest.fixture
def line_of(world: World, opened: Commitment) -> Callable[[str], Signatory]:
    """The line of a role."""
    return lambda role: opened.signatories.get(post=world.posts[role])


@pytest.fixture
def code_for(world: World) -> Callable[[str, Signatory], str]:
    """A one-time code as its reader has it in her mailbox."""

    def made(role: str, line: Signatory) -> str:
        return str(actions.make_signing_code(world.post(role), line).plain)

    return made


@pytest.fixture
def sign(
    world: World, line_of: Callable[[str], Signatory], code_for: Callable[[str, Signatory], str]
) -> Callable[..., Any]:
    """Sign as that role, with a drawing unless told otherwise."""

    def signed(role: str, **told: Any) -> Any:
        line, post = line_of(role), world.post(role)
        proof = actions.prove_factor(post, line, code=code_for(role, line))
        told.setdefault("strokes", DRAWING)
        told.setdefault("digest", line.commitment.digest)
        return actions.sign_on_phone(post, line, proof=proof, **told)

    return signed


__all__ = ["factors"]
