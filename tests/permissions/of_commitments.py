"""One target for every action of commitments."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sinergi.commitments import actions
from sinergi.commitments.models import Commitment, Drive, Signatory
from sinergi.kernel.clock import now
from tests import factories
from tests.factories import World

Situation = Callable[[World, str], Any]


def convener(world: World, code: str) -> Any:
    """Who convenes for the desk of that village: the head of its district."""
    return world.post("elsewhere:district_head" if code == factories.ELSEWHERE else "district_head")


def head(world: World, code: str) -> Any:
    """The head of that village."""
    return world.post("elsewhere:village_head" if code == factories.ELSEWHERE else "village_head")


def draft(world: World, code: str) -> Commitment:
    """A text that the district drafted for the desk of the village, with its head named."""
    leader = convener(world, code)
    made = actions.draft_commitment(
        leader, world.desk(code), kind="peace", title="Deklarasi Damai",
        text="Deklarasi\n\n1. Kami menjaga kerukunan.\n2. Kami menahan diri.",
    )  # fmt: skip
    return actions.name_signatories(leader, made, posts=[head(world, code)])


def opened(world: World, code: str) -> Commitment:
    """The same, open for signing."""
    return actions.open_for_signing(convener(world, code), draft(world, code))


def line(world: World, code: str) -> Signatory:
    """The line of the head of the village."""
    return opened(world, code).signatories.get()


def drive(world: World, code: str) -> Drive:
    """A pledge drive among the offices of the village."""
    made = draft(world, code)
    return actions.start_drive(
        convener(world, code), made, kinds=["village_office"], until=now() + timedelta(days=7)
    )


def unit(world: World, code: str) -> Signatory:
    """The office of the village in that drive."""
    return drive(world, code).commitment.signatories.get(is_unit=True)


SITUATIONS: dict[str, Situation] = {
    "draft_commitment": lambda world, code: world.desk(code),
    **dict.fromkeys(
        ("change_commitment", "name_signatories", "open_for_signing", "start_drive"), draft
    ),
    **dict.fromkeys(("close_signing", "withdraw_commitment"), opened),
    **dict.fromkeys(
        (
            "make_signing_code",
            "prove_factor",
            "sign_on_phone",
            "record_paper_signature",
            "withdraw_signatory",
        ),
        line,
    ),
    "report_pledges": unit,
    "join_drive": drive,
    "export_drive": drive,
}  # fmt: skip
