"""Re-encryption: new keys for a case, so that whoever left opens nothing of it any more.

A handler renews the content layer of everything in a case; under it the reporter's identity stays
sealed as it was, for the keeper alone could open it. A keeper renews the identity pair: what is
added later is sealed to the new one, and what is there stays readable with the old one beside it.
"""

from __future__ import annotations

import itertools

from django.db import transaction
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Agency
from sinergi.kernel import files
from sinergi.kernel.clock import now
from sinergi.kernel.problems import Conflict
from sinergi.neutrality.casebook import keyring_of
from sinergi.neutrality.models import (
    Bar,
    Case,
    Handover,
    KeyWrap,
    Leaf,
    Paper,
    Proposal,
    SealedFile,
)
from sinergi.neutrality.sealing import age, store
from sinergi.neutrality.sealing.case_keys import CONTENT, Opened, secret_of, wraps_for

# What lies on disk with its outer layer sealed to the case, by the columns that name it.
ON_DISK: tuple[tuple[type[Model], tuple[str, ...]], ...] = (
    (SealedFile, ("shown_path", "original_path")),
    (Handover, ("letter_path",)),
    (Paper, ("path",)),
)
NOBODY = _("Nobody at Bawaslu could read this case then.")


def remaining(agency: Agency, purpose: str) -> QuerySet[Case]:
    """Cases that are still sealed to a key that was retired."""
    gone = KeyWrap.objects.filter(
        case=OuterRef("pk"), purpose=purpose, handler__retired_at__isnull=False
    )
    return Case.objects.filter(agency=agency, collected_on__isnull=False).filter(Exists(gone))


def open_to(rows: QuerySet[Case], opened: Opened) -> QuerySet[Case]:
    """Those of `rows` that this handler can renew."""
    own = KeyWrap.objects.filter(case=OuterRef("pk"), handler=opened.key)
    return rows.filter(Exists(own)).exclude(bars__post__account=opened.key.post.account_id)


def renew_content(case: Case, opened: Opened) -> None:
    """New content keys for a case that is held; everything in it is sealed to them."""
    old, new = secret_of(case, opened), age.new_pair()
    for leaf in (leaves := list(Leaf.objects.filter(case=case))):
        leaf.content = _again(leaf.content, old, new.recipient)
    Leaf.objects.bulk_update(leaves, ["content"], batch_size=200)
    _renew_files(case, old, new.recipient)
    case.summary = _again(case.summary, old, new.recipient)
    case.content_recipient, case.sealed_at = new.recipient, now()
    case.save()
    _give_out(case, CONTENT, new.secret)


def renew_identity(case: Case, opened: Opened) -> None:
    """A new identity pair; the old private key goes with it, for what was sealed before."""
    old, new = secret_of(case, opened), age.new_pair()
    case.identity_recipient, case.sealed_at = new.recipient, now()
    case.save()
    _give_out(case, opened.key.purpose, f"{new.secret}\n{old}")


def _renew_files(case: Case, old: str, recipient: str) -> None:
    for file in (about := list(SealedFile.objects.filter(case=case))):
        file.about = _again(file.about, old, recipient)
    SealedFile.objects.bulk_update(about, ["about"])
    for model, columns in ON_DISK:
        rows = list(model._default_manager.filter(case=case))
        for row, column in itertools.product(rows, columns):
            setattr(row, column, _moved(getattr(row, column), old, recipient))
        model._default_manager.bulk_update(rows, columns)


def _again(content: bytes | memoryview, old: str, recipient: str) -> bytes:
    return age.seal(age.open_sealed(content, old), recipient)


def _moved(path: str, old: str, recipient: str) -> str:
    """The file sealed anew; the one before is gone as soon as this is kept."""
    if not path:
        return ""
    place = files.absolute(path)
    transaction.on_commit(lambda: place.unlink(missing_ok=True))
    return store.reseal(path, old, recipient)


def _give_out(case: Case, purpose: str, secret: str) -> None:
    """To all in force who are not barred, and to the recovery key; to nobody else."""
    ring = keyring_of(case.operation, case.agency)
    if ring is None:
        raise Conflict(NOBODY)
    barred = set(Bar.objects.filter(case=case).values_list("post__account_id", flat=True))
    KeyWrap.objects.filter(case=case, purpose=purpose).delete()
    rows = wraps_for(case, purpose, secret, ring.without(barred), ring.recovery)
    KeyWrap.objects.bulk_create(rows)


def named_files(paths: list[str]) -> set[str]:
    """Which of these stored files a row of this room names."""
    found: set[str] = set()
    tables: list[tuple[type[Model], tuple[str, ...]]] = [*ON_DISK, (Proposal, ("kept_path",))]
    for model, columns in tables:
        for column in columns:
            rows = model._default_manager.filter(**{f"{column}__in": paths})
            found.update(rows.values_list(column, flat=True))
    return found
