"""Who reported is opened by two persons, by their keys as well as by permission, for a day."""

from __future__ import annotations

import io
from typing import Any

import pytest

from sinergi.kernel.models import JournalEntry
from sinergi.kernel.problems import Problem
from sinergi.neutrality.actions.identity import (
    ask_identity,
    end_identity,
    open_identity,
    read_identity,
    refuse_identity,
)
from sinergi.neutrality.ending import tick
from sinergi.neutrality.models import Case, Proposal, SealedFile
from sinergi.neutrality.sealing import age, store
from sinergi.neutrality.sealing.case_keys import secret_of
from sinergi.neutrality.sealing.words import open_words, seal_words
from tests.factories import World
from tests.factories_neutrality import IDENTITY, Chamber, chamber, sealed_case
from tests.fixtures import Clock

HANDLER, MEMBER, KEEPER = "bawaslu_handler", "bawaslu_member", "identity_keeper"
REASON = "Terlapor membantah; pelapor perlu dipanggil."


@pytest.fixture
def keys(world: World) -> Chamber:
    """Bawaslu's chamber."""
    return chamber(world)


@pytest.fixture
def case(world: World, keys: Chamber) -> Case:
    """A report with an identity."""
    return sealed_case(world, identity=IDENTITY, state="initial_review")


def asked(world: World, keys: Chamber, case: Case, **more: Any) -> Proposal:
    """A handler asks."""
    return ask_identity(
        world.post(HANDLER), case, reason=REASON, opened=keys.opened(HANDLER), **more
    )


def opened(world: World, keys: Chamber, case: Case, **more: Any) -> Proposal:
    """And the keeper opens."""
    proposal = asked(world, keys, case, **more)
    return open_identity(world.post(KEEPER), proposal, opened=keys.opened(KEEPER))


def test_two_persons_open_it_and_both_read_it(world: World, keys: Chamber, case: Case) -> None:
    proposal = opened(world, keys, case)
    for role in (HANDLER, KEEPER):
        read = read_identity(world.post(role), proposal, opened=keys.opened(role))
        assert read.words == IDENTITY
    told = list(JournalEntry.objects.order_by("id").values_list("verb", flat=True))
    assert told == ["identity.asked", "identity.opened", "identity.read", "identity.read"]
    for entry in JournalEntry.objects.all():
        text = f"{entry.changes} {entry.facts}"
        assert IDENTITY["name"] not in text
        assert REASON not in text


def test_the_keeper_reads_why_and_nothing_of_the_case(
    world: World, keys: Chamber, case: Case
) -> None:
    proposal = asked(world, keys, case)
    person = secret_of(case, keys.opened(KEEPER))
    assert open_words(proposal.uncovered, person)["reason"] == REASON
    for leaf in case.leaves.all():
        with pytest.raises(age.Unreadable):
            open_words(leaf.content, person)


def test_what_the_handler_uncovers_only_the_keeper_opens(
    world: World, keys: Chamber, case: Case
) -> None:
    """By cryptography: with the key of the content alone nothing comes of it."""
    proposal = asked(world, keys, case)
    content = secret_of(case, keys.opened(HANDLER))
    for secret in (content, keys.secrets[HANDLER], keys.secrets[MEMBER], keys.recovery_secret):
        with pytest.raises(age.Unreadable):
            open_words(proposal.uncovered, secret)


def test_what_was_opened_is_sealed_to_the_two_alone(
    world: World, keys: Chamber, case: Case
) -> None:
    proposal = opened(world, keys, case)
    assert proposal.uncovered is None
    for secret in (keys.secrets[MEMBER], keys.recovery_secret,
                   secret_of(case, keys.opened(HANDLER))):  # fmt: skip
        with pytest.raises(age.Unreadable):
            open_words(proposal.opened, secret)


@pytest.mark.parametrize("role", [HANDLER, MEMBER])
def test_no_handler_opens_it_whatever_key_she_holds(
    world: World, keys: Chamber, case: Case, role: str
) -> None:
    """By permission: also with the keeper's key in her hand."""
    proposal = asked(world, keys, case)
    with pytest.raises(Problem) as told:
        open_identity(world.post(role), proposal, opened=keys.opened(KEEPER))
    assert told.value.status == 403


def test_no_keeper_asks(world: World, keys: Chamber, case: Case) -> None:
    with pytest.raises(Problem) as told:
        ask_identity(world.post(KEEPER), case, reason=REASON, opened=keys.opened(HANDLER))
    assert told.value.status == 403


def test_a_key_is_of_use_to_its_holder_only(world: World, keys: Chamber, case: Case) -> None:
    with pytest.raises(Problem) as told:
        ask_identity(world.post(HANDLER), case, reason=REASON, opened=keys.opened(MEMBER))
    assert told.value.status == 404
    proposal = opened(world, keys, case)
    with pytest.raises(Problem):
        read_identity(world.post(HANDLER), proposal, opened=keys.opened(KEEPER))


def test_one_person_is_never_two(world: World, keys: Chamber, case: Case) -> None:
    """The same account in two posts asks and opens nothing."""
    proposal = asked(world, keys, case)
    keeper = world.posts[KEEPER]
    keeper.account = world.posts[HANDLER].account
    keeper.save()
    with pytest.raises(Problem) as told:
        open_identity(world.post(KEEPER), proposal, opened=keys.opened(KEEPER))
    assert told.value.status == 403


def test_another_handler_reads_nothing_of_it(world: World, keys: Chamber, case: Case) -> None:
    proposal = opened(world, keys, case)
    with pytest.raises(Problem) as told:
        read_identity(world.post(MEMBER), proposal, opened=keys.opened(MEMBER))
    assert told.value.status == 403


def test_after_a_day_it_is_closed_and_forgotten(
    world: World, keys: Chamber, case: Case, clock: Clock
) -> None:
    proposal = opened(world, keys, case)
    clock.forward(hours=23)
    assert tick(world.operation) == 0
    read_identity(world.post(HANDLER), proposal, opened=keys.opened(HANDLER))
    clock.forward(hours=1)
    with pytest.raises(Problem) as told:
        read_identity(world.post(HANDLER), proposal, opened=keys.opened(HANDLER))
    assert told.value.status == 409
    assert tick(world.operation) == 1
    proposal.refresh_from_db()
    assert (proposal.opened, proposal.state) == (None, "ended")


def test_one_of_the_two_closes_it_before(world: World, keys: Chamber, case: Case) -> None:
    proposal = end_identity(world.post(KEEPER), opened(world, keys, case))
    assert (proposal.opened, proposal.state) == (None, "ended")
    again = asked(world, keys, case)
    assert again.pk != proposal.pk


def test_the_keeper_refuses_with_a_reason(world: World, keys: Chamber, case: Case) -> None:
    proposal = refuse_identity(world.post(KEEPER), asked(world, keys, case), reason=REASON)
    assert (proposal.state, proposal.uncovered) == ("refused", None)
    with pytest.raises(Problem):
        open_identity(world.post(KEEPER), proposal, opened=keys.opened(KEEPER))
    secret = secret_of(case, keys.opened(HANDLER))
    assert open_words(case.leaves.last().content, secret)["about"] == "refuse_identity"


def test_nothing_is_asked_twice_at_once_nor_of_who_is_unknown(
    world: World, keys: Chamber, case: Case
) -> None:
    asked(world, keys, case)
    with pytest.raises(Problem):
        asked(world, keys, case)
    with pytest.raises(Problem):
        asked(world, keys, sealed_case(world, state="initial_review"))


def sealed_file(case: Case, content: bytes) -> SealedFile:
    """A photo as a reporter sent it: its original sealed twice."""
    about = {"name": "foto.jpg", "media_type": "image/jpeg", "size": len(content)}
    return SealedFile.objects.create(
        case=case, leaf=case.leaves.first(), about=seal_words(about, case.content_recipient),
        shown_path=store.keep_sealed(io.BytesIO(b"shown"), case.content_recipient),
        original_path=store.keep_sealed(
            io.BytesIO(content), case.identity_recipient, case.content_recipient
        ),
        original_layers=2, day=case.arrived_on,
    )  # fmt: skip


def test_the_original_of_a_file_takes_the_same_two(world: World, keys: Chamber, case: Case) -> None:
    content = b"\xff\xd8 with the owner's camera in it" * 1000
    file = sealed_file(case, content)
    with pytest.raises(age.Unreadable):
        list(store.open_kept(file.original_path, secret_of(case, keys.opened(HANDLER))))
    proposal = opened(world, keys, case, file=file)
    for role in (HANDLER, KEEPER):
        words = read_identity(world.post(role), proposal, opened=keys.opened(role)).words
        assert words["name"] == "foto.jpg"
        with store.open_kept(proposal.kept_path, words["key"]) as kept:
            assert kept.read() == content
    ended = end_identity(world.post(HANDLER), proposal)
    assert (ended.kept_path, ended.opened) == ("", None)
