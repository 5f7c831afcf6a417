"""Who is named or related does not handle a case: neither by permission nor by key."""

from __future__ import annotations

import pytest

from sinergi.kernel.problems import Problem
from sinergi.neutrality import law
from sinergi.neutrality.actions import closing, conflicts
from sinergi.neutrality.actions.identity import ask_identity, open_identity
from sinergi.neutrality.models import Case, KeyWrap, Proposal
from sinergi.neutrality.queries.case import receivers_of
from sinergi.neutrality.sealing.case_keys import secret_of
from tests.factories import World
from tests.factories_neutrality import IDENTITY, Chamber, chamber, sealed_case

HANDLER, MEMBER, KEEPER = "bawaslu_handler", "bawaslu_member", "identity_keeper"
REASON = "Terlapor masih kerabat."


@pytest.fixture
def keys(world: World) -> Chamber:
    """Bawaslu's chamber."""
    return chamber(world)


@pytest.fixture
def case(world: World, keys: Chamber) -> Case:
    """A report with an identity."""
    return sealed_case(world, identity=IDENTITY, state="initial_review")


def sees(world: World, role: str, case: Case) -> bool:
    """Whether the case exists for her."""
    return Case.objects.visible_to(world.post(role)).filter(pk=case.pk).exists()


def test_who_declares_a_conflict_loses_the_case_and_its_key(
    world: World, keys: Chamber, case: Case
) -> None:
    conflicts.declare_conflict(world.post(HANDLER), case, reason=REASON)
    assert not sees(world, HANDLER, case)
    assert not KeyWrap.objects.filter(case=case, handler=keys.keys[HANDLER]).exists()
    with pytest.raises(Problem) as told:
        secret_of(case, keys.opened(HANDLER))
    assert told.value.status == 404
    assert secret_of(case, keys.opened(MEMBER))
    with pytest.raises(Problem) as again:
        conflicts.declare_conflict(world.post(HANDLER), case, reason=REASON)
    assert again.value.status == 404


def test_a_member_bars_another_and_a_handler_does_not(
    world: World, keys: Chamber, case: Case
) -> None:
    with pytest.raises(Problem) as told:
        conflicts.bar_handler(world.post(HANDLER), case, post=world.post(MEMBER), reason=REASON)
    assert told.value.status == 403
    conflicts.bar_handler(world.post(MEMBER), case, post=world.post(HANDLER), reason=REASON)
    assert not sees(world, HANDLER, case)
    assert sees(world, MEMBER, case)


def test_the_last_who_can_read_it_is_not_barred(world: World, keys: Chamber, case: Case) -> None:
    conflicts.declare_conflict(world.post(HANDLER), case, reason=REASON)
    with pytest.raises(Problem, match="Bawaslu") as told:
        conflicts.declare_conflict(world.post(MEMBER), case, reason=REASON)
    assert told.value.status == 409
    assert sees(world, MEMBER, case)
    assert secret_of(case, keys.opened(MEMBER))


def test_what_she_proposed_ends_with_her(world: World, keys: Chamber, case: Case) -> None:
    closing.propose_closing(world.post(HANDLER), case, reason=REASON)
    proposal = ask_identity(world.post(HANDLER), case, reason=REASON, opened=keys.opened(HANDLER))
    open_identity(world.post(KEEPER), proposal, opened=keys.opened(KEEPER))
    conflicts.declare_conflict(world.post(HANDLER), case, reason=REASON)
    assert set(case.proposals.values_list("state", flat=True)) == {"ended"}
    assert not Proposal.objects.exclude(opened=None, uncovered=None).exists()


def test_a_keeper_is_barred_too(world: World, keys: Chamber, case: Case) -> None:
    conflicts.bar_handler(world.post(MEMBER), case, post=world.post(KEEPER), reason=REASON)
    assert not sees(world, KEEPER, case)
    with pytest.raises(Problem):
        secret_of(case, keys.opened(KEEPER))


def test_nobody_from_elsewhere_is_barred(world: World, keys: Chamber, case: Case) -> None:
    with pytest.raises(Problem) as told:
        conflicts.bar_handler(world.post(MEMBER), case, post=world.post("regent"), reason=REASON)
    assert (told.value.status, told.value.field) == (422, "post")


def test_an_authority_that_is_the_subject_never_receives_it(
    world: World, keys: Chamber, case: Case
) -> None:
    case.subject_kind, case.breaches = "village_head", ["K29j"]
    case.save()
    first = receivers_of(case, case.arrived_on)[0]
    with pytest.raises(Problem) as told:
        conflicts.bar_authority(world.post(HANDLER), case, authority="raja", reason=REASON)
    assert told.value.field == "authority"
    case = conflicts.bar_authority(
        world.post(HANDLER), case, authority=first.authority, reason=REASON
    )
    left = receivers_of(case, case.arrived_on)
    assert first.authority not in {row.authority for row in left}
    assert first.authority in law.authorities()


def test_closing_without_action_takes_two_persons(world: World, keys: Chamber, case: Case) -> None:
    closing.propose_closing(world.post(HANDLER), case, reason=REASON)
    with pytest.raises(Problem) as told:
        closing.confirm_closing(world.post(HANDLER), case)
    assert told.value.status == 403
    with pytest.raises(Problem):
        closing.propose_closing(world.post(MEMBER), case, reason=REASON)
    case = closing.confirm_closing(world.post(MEMBER), case)
    assert case.state == "closed"
    assert not case.clocks.filter(ended_at__isnull=True).exists()


def test_two_posts_of_one_person_are_one_person(world: World, keys: Chamber, case: Case) -> None:
    closing.propose_closing(world.post(HANDLER), case, reason=REASON)
    member = world.posts[MEMBER]
    member.account = world.posts[HANDLER].account
    member.save()
    with pytest.raises(Problem) as told:
        closing.confirm_closing(world.post(MEMBER), case)
    assert told.value.status == 403


def test_a_refused_closing_goes_on_and_may_be_proposed_anew(
    world: World, keys: Chamber, case: Case
) -> None:
    closing.propose_closing(world.post(HANDLER), case, reason=REASON)
    case = closing.refuse_closing(world.post(MEMBER), case, reason=REASON)
    assert case.state == "initial_review"
    with pytest.raises(Problem):
        closing.confirm_closing(world.post(MEMBER), case)
    closing.propose_closing(world.post(MEMBER), case, reason=REASON)
    assert closing.confirm_closing(world.post(HANDLER), case).state == "closed"
