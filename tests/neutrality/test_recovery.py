"""The recovery sheets: as many as were agreed open everything, fewer open nothing."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shamir_mnemonic.wordlist import WORDLIST

from sinergi.kernel.clock import now
from sinergi.kernel.problems import Problem
from sinergi.neutrality.actions import keyring as ring
from sinergi.neutrality.actions import keys as own
from sinergi.neutrality.forms.keys import RecoverForm
from sinergi.neutrality.models import KeyWrap, RecoveryKey
from sinergi.neutrality.private_keys import seal_private
from sinergi.neutrality.recovery import ShareFault, SplitKey, join_shares, open_recovery, split_key
from sinergi.neutrality.sealing import age, passphrase
from sinergi.neutrality.sealing.case_keys import Opened, secret_of
from tests.factories import World
from tests.factories_neutrality import chamber, sealed_case

HANDLER, MEMBER, KEEPER = "bawaslu_handler", "bawaslu_member", "identity_keeper"
SPLIT, SHARES = split_key(3, 5)


def test_any_three_of_five_open_it_and_no_two() -> None:
    made = {join_shares(some) for some in itertools.combinations(SHARES, 3)}
    assert len(made) == 1
    secret = passphrase.disclose(SPLIT.sealed, made.pop(), SPLIT.recipient.encode()).decode()
    assert age.recipient_of(secret) == SPLIT.recipient
    for some in itertools.combinations(SHARES, 2):
        with pytest.raises(ShareFault):
            join_shares(some)


@settings(max_examples=60, deadline=None)
@given(place=st.integers(0, 32), word=st.sampled_from(WORDLIST), at=st.integers(0, 2))
def test_a_wrong_word_never_passes(place: int, word: str, at: int) -> None:
    chosen = [share.split() for share in SHARES[:3]]
    if chosen[at][place] == word:
        return
    chosen[at][place] = word
    with pytest.raises(ShareFault) as fault:
        join_shares([" ".join(words) for words in chosen])
    assert fault.value.at == at


def _faulty() -> list[tuple[list[str], int]]:
    _other, others = split_key(3, 5)
    first, second, third = SHARES[:3]
    return [
        ([first, second, second], 2),
        ([first, others[1], third], 1),
        ([first, "zzz " + second.split(" ", 1)[1], third], 1),
        ([first, second, third.rsplit(" ", 1)[0]], 2),
        ([first, second], 1),
    ]


@pytest.mark.parametrize(("sheets", "at"), _faulty())
def test_each_fault_stands_at_its_sheet(sheets: list[str], at: int) -> None:
    with pytest.raises(ShareFault) as fault:
        join_shares(sheets)
    assert fault.value.at == at
    assert not any(sheet in str(fault.value) for sheet in sheets)


def recovery_of(world: World, split: SplitKey) -> RecoveryKey:
    """Keep a recovery key whose sheets are known, in place of the one that was."""
    RecoveryKey.objects.update(retired_at=now())
    return RecoveryKey.objects.create(
        operation=world.operation, agency=world.agencies["bawaslu"], recipient=split.recipient,
        sealed=split.sealed, threshold=split.threshold, shares=split.count, made_at=now(),
        made_by="test",
    )  # fmt: skip


def waiting(world: World, role: str) -> Opened:
    """That post's former key is lost; it made a new one, which waits."""
    post, pair = world.post(role), age.new_pair()
    own.retire_key(post, post.handler_keys.get(), why=own.LOST)
    key = own.make_key(post, post, sealed=seal_private(pair, "kata kunci yang baru"))
    return Opened(key, pair.secret)


@pytest.mark.parametrize("role", [HANDLER, KEEPER])
def test_the_sheets_give_a_new_key_its_cases(world: World, role: str) -> None:
    keys = chamber(world)
    recovery = recovery_of(world, SPLIT)
    case, old = sealed_case(world), keys.opened(role)
    secret = secret_of(case, old)
    new = waiting(world, role)
    with pytest.raises(Problem):
        secret_of(case, new)
    found = open_recovery(recovery.agency, join_shares(SHARES[2:]))
    assert found is not None
    own.recover_key(world.post(role), new.key, recovery=found[0], secret=found[1])
    new.key.refresh_from_db()
    assert new.key.is_in_force
    assert secret_of(case, new) == secret
    purposes = set(KeyWrap.objects.filter(handler=new.key).values_list("purpose", flat=True))
    assert purposes == {new.key.purpose}


def test_nobody_recovers_for_another_or_with_another_agencys(world: World) -> None:
    chamber(world)
    new = waiting(world, HANDLER)
    recovery = RecoveryKey.objects.get()
    with pytest.raises(Problem):
        own.recover_key(world.post(MEMBER), new.key, recovery=recovery, secret="")
    recovery.agency = world.agencies["kpu"]
    with pytest.raises(Problem):
        own.recover_key(world.post(HANDLER), new.key, recovery=recovery, secret="")


def test_the_earlier_sheets_serve_until_the_new_key_has_all(world: World) -> None:
    keys = chamber(world)
    first = recovery_of(world, SPLIT)
    sealed_case(world)
    split, _new_shares = split_key(2, 3)
    made = ring.renew_recovery(world.post(HANDLER), first, split=split, opened=keys.opened())
    assert KeyWrap.objects.filter(recovery=first).values_list("purpose", flat=True).get() == (
        "identity"
    )
    assert open_recovery(first.agency, join_shares(SHARES[:3]))
    with pytest.raises(Problem):
        ring.renew_recovery(world.post(HANDLER), first, split=SPLIT, opened=keys.opened())
    ring.complete_recovery(world.post(KEEPER), made, opened=keys.opened(KEEPER))
    assert not KeyWrap.objects.filter(recovery=first).exists()
    assert KeyWrap.objects.filter(recovery=made).count() == 2


def test_the_form_tells_where_the_fault_lies(world: World) -> None:
    chamber(world)
    agency = world.agencies["bawaslu"]

    def faults(*sheets: str) -> dict[str, Any]:
        told = {f"sheet_{number}": text for number, text in enumerate(sheets, 1)}
        return dict(RecoverForm(told, agency=agency, threshold=3).errors)

    assert list(faults(SHARES[0], "", SHARES[2])) == ["sheet_2"]
    assert list(faults(SHARES[0], SHARES[0], SHARES[2])) == ["sheet_2"]
    assert list(faults(*SHARES[:3])) == ["__all__"]  # whole, but of nobody here
    recovery_of(world, SPLIT)
    assert not faults(*SHARES[1:4])
