"""A case is sealed when it is made: handlers read it, and nobody else alone."""

from __future__ import annotations

import pytest

from sinergi.kernel.problems import Problem
from sinergi.neutrality.casebook import open_case
from sinergi.neutrality.models import Case, KeyWrap, Leaf
from sinergi.neutrality.sealing import age
from sinergi.neutrality.sealing.case_keys import IDENTITY, secret_of
from sinergi.neutrality.sealing.padding import LEAST, pad, padded_size, unpad
from sinergi.neutrality.sealing.words import open_words, uncover_identity
from tests.factories import World
from tests.factories_neutrality import REPORT, chamber, sealed_case


def test_a_handler_reads_what_was_reported(world: World) -> None:
    keys = chamber(world)
    case = sealed_case(world)
    secret = secret_of(case, keys.opened())
    leaf = case.leaves.get()
    assert open_words(leaf.content, secret) == REPORT
    assert open_words(case.summary, secret)["what"] == REPORT["what"]


def test_an_identity_takes_a_handler_and_the_keeper(world: World) -> None:
    keys = chamber(world)
    case = sealed_case(world, identity={"name": "Pelapor Contoh"})
    sealed = case.leaves.get(kind=Leaf.Kind.IDENTITY).content
    content = secret_of(case, keys.opened("bawaslu_handler"))
    person = secret_of(case, keys.opened("identity_keeper"))
    for alone in (content, person):
        with pytest.raises(age.Unreadable):
            open_words(sealed, alone)
    inner = uncover_identity(sealed, content)
    with pytest.raises(age.Unreadable):
        open_words(inner, content)
    assert open_words(inner, person) == {"name": "Pelapor Contoh"}


def test_nobody_holds_both_keys_of_a_case(world: World) -> None:
    keys = chamber(world)
    case = sealed_case(world)
    for key in keys.keys.values():
        purposes = set(KeyWrap.objects.filter(case=case, handler=key).values_list("purpose"))
        assert len(purposes) == 1
    assert secret_of(case, keys.opened("identity_keeper"))
    assert KeyWrap.objects.filter(case=case, purpose=IDENTITY, handler__isnull=False).count() == 1


def test_whom_the_reporter_bars_is_never_given_the_key(world: World) -> None:
    keys = chamber(world)
    barred = world.posts["bawaslu_handler"]
    case = open_case(world.operation, report=REPORT, barred=[barred])
    with pytest.raises(Problem):
        secret_of(case, keys.opened("bawaslu_handler"))
    assert secret_of(case, keys.opened("bawaslu_member"))
    case.collected_on, case.number = case.arrived_on, "001"
    case.save()
    assert not Case.objects.visible_to(world.post("bawaslu_handler")).exists()
    assert Case.objects.visible_to(world.post("bawaslu_member")).exists()


def test_without_a_keyring_no_report_is_taken(world: World) -> None:
    with pytest.raises(Problem):
        open_case(world.operation, report=REPORT)


def test_nobody_but_bawaslu_sees_that_there_is_a_case(world: World) -> None:
    chamber(world)
    sealed_case(world)
    seeing = {role for role in world.posts if Case.objects.visible_to(world.post(role)).exists()}
    assert seeing == {"bawaslu_handler", "bawaslu_member", "identity_keeper"}


@pytest.mark.parametrize("size", [0, 1, LEAST - 9, LEAST, 100_000])
def test_padding_hides_the_size_and_nothing_else(size: int) -> None:
    content = bytes(range(256)) * (size // 256) + bytes(size % 256)
    assert unpad(pad(content)) == content
    assert len(pad(content)) == padded_size(len(content) + 8)
    assert len(pad(content)) <= max(LEAST, (size + 8) * 1.13)
