"""Bawaslu's chamber in a test: keys that open at once, and cases in the letterbox or out of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sinergi.kernel.clock import now
from sinergi.neutrality.casebook import open_case
from sinergi.neutrality.models import Case, HandlerKey, Leaf, RecoveryKey
from sinergi.neutrality.sealing import age, passphrase
from sinergi.neutrality.sealing.case_keys import Opened
from tests.factories import World

PASSPHRASE = "kunci latihan yang damai"
SPARE = b"r" * passphrase.KEY  # what the shares of the recovery key make
PURPOSES = {
    "bawaslu_handler": "content",
    "bawaslu_member": "content",
    "identity_keeper": "identity",
}
REPORT = {
    "what": "Lurah membagikan stiker calon di balai warga.",
    "subject_kind": "asn_pns",
    "subject": "Lurah Contoh, Kelurahan Contoh",
    "breaches": ["D08"],
    "day": "2024-09-08",
    "when": "Minggu pagi",
    "known_on": "2024-09-08",
    "where": "balai warga",
    "region": "35.19.04.2007",
    "witnesses": "",
    "candidate": "",
}
IDENTITY = {"name": "Pelapor Contoh", "address": "Jalan Contoh 1", "phone": "", "email": ""}


@dataclass
class Chamber:
    """The keys of Bawaslu: of the posts by role, and of its recovery."""

    keys: dict[str, HandlerKey] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)
    recovery: RecoveryKey | None = None
    recovery_secret: str = ""

    def opened(self, role: str = "bawaslu_handler") -> Opened:
        """The private key of that role, unlocked."""
        return Opened(self.keys[role], self.secrets[role])


def chamber(world: World) -> Chamber:
    """Give each of Bawaslu's posts a key, and the agency a recovery key."""
    made = Chamber()
    bawaslu, pair = world.agencies["bawaslu"], age.new_pair()
    made.recovery_secret = pair.secret
    made.recovery = RecoveryKey.objects.create(
        operation=world.operation,
        agency=bawaslu,
        recipient=pair.recipient,
        sealed=passphrase.close(pair.secret.encode(), SPARE, pair.recipient.encode()),
        threshold=2,
        shares=3,
        made_at=now(),
        made_by="test",
    )
    for role, purpose in PURPOSES.items():
        _give_key(world, made, role, purpose)
    return made


def _give_key(world: World, made: Chamber, role: str, purpose: str) -> None:
    pair, salt, cost = age.new_pair(), passphrase.new_salt(), passphrase.people_cost()
    key = passphrase.derive(PASSPHRASE, salt, cost)
    made.secrets[role] = pair.secret
    made.keys[role] = HandlerKey.objects.create(
        operation=world.operation,
        agency=world.agencies["bawaslu"],
        post=world.posts[role],
        purpose=purpose,
        recipient=pair.recipient,
        sealed=passphrase.close(pair.secret.encode(), key, pair.recipient.encode()),
        salt=salt,
        memory=cost.memory,
        passes=cost.passes,
        made_at=now(),
        admitted_at=now(),
        admitted_by="test",
    )


def sealed_case(
    world: World,
    *,
    identity: dict[str, Any] | None = None,
    collected: bool = True,
    state: str = "submitted",
    **report: Any,
) -> Case:
    """A case of this world as the letterbox leaves it; call `chamber(world)` before."""
    case = open_case(world.operation, report={**REPORT, **report}, identity=identity)
    if collected:
        count = Case.objects.filter(operation=world.operation).exclude(number="").count()
        case.number = f"{count + 1:03}/LP/PB/TEST/2024"
        case.collected_on, case.since, case.state = case.arrived_on, now(), state
        case.save()
        Leaf.objects.filter(case=case).update(collected=True)
    return case
