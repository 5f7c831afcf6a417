"""The two key pairs of a case, and to whom their private halves are sealed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sinergi.kernel.problems import NotFound
from sinergi.neutrality.models import Case, HandlerKey, KeyWrap, RecoveryKey
from sinergi.neutrality.sealing import age

CONTENT, IDENTITY = "content", "identity"


@dataclass(frozen=True)
class Opened:
    """A handler's private key while it is unlocked. It never reaches a table or a log."""

    key: HandlerKey
    secret: str

    def __repr__(self) -> str:
        return f"Opened({self.key.pk})"


def wraps_for(
    case: Case,
    purpose: str,
    secret: str,
    keys: Iterable[HandlerKey],
    recovery: RecoveryKey | None = None,
) -> list[KeyWrap]:
    """The private key of a case, sealed once for each holder; rows that are not yet saved.

    Only keys of that purpose receive it: a keeper of identities never gets the content's key.
    """
    rows = [
        KeyWrap(
            case=case, purpose=purpose, handler=key, sealed=age.seal(secret.encode(), key.recipient)
        )
        for key in keys
        if key.purpose == purpose
    ]
    if recovery is not None:
        sealed = age.seal(secret.encode(), recovery.recipient)
        rows.append(KeyWrap(case=case, purpose=purpose, recovery=recovery, sealed=sealed))
    return rows


def secrets_of(cases: Sequence[Case], opened: Opened) -> dict[object, str]:
    """{case id: private key} of those cases that this handler may open, in one statement."""
    rows = KeyWrap.objects.filter(case__in=cases, handler=opened.key, purpose=opened.key.purpose)
    return {row.case_id: _secret(row, opened) for row in rows}


def secret_of(case: Case, opened: Opened) -> str:
    """The private key of one case; NotFound when this handler was never given it."""
    found = secrets_of([case], opened).get(case.pk)
    if found is None:
        raise NotFound()
    return found


def _secret(row: KeyWrap, opened: Opened) -> str:
    return age.open_sealed(row.sealed, opened.secret).decode()
