"""The life of a handler's key, from the first one of an agency to its end."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache

from sinergi.agencies.models import Post
from sinergi.kernel.models import JournalEntry
from sinergi.kernel.problems import Problem
from sinergi.neutrality import wrapping
from sinergi.neutrality.actions import keyring as ring
from sinergi.neutrality.actions import keys as own
from sinergi.neutrality.casebook import keyring_of, open_case
from sinergi.neutrality.key_queries import key_lines
from sinergi.neutrality.models import HandlerKey, KeyWrap, RecoveryKey
from sinergi.neutrality.private_keys import TRIES, check_words, open_private, proposed, seal_private
from sinergi.neutrality.recovery import split_key
from sinergi.neutrality.sealing import age
from sinergi.neutrality.sealing.case_keys import Opened, secret_of
from tests.factories import World
from tests.factories_neutrality import PASSPHRASE, REPORT, chamber, sealed_case

HANDLER, MEMBER, KEEPER = "bawaslu_handler", "bawaslu_member", "identity_keeper"
WORDS = "payung senja kereta mangga"


def make(world: World, role: str, words: str = WORDS) -> Opened:
    """A key of that post, made by the post itself."""
    pair, post = age.new_pair(), world.post(role)
    return Opened(own.make_key(post, post, sealed=seal_private(pair, words)), pair.secret)


def found(world: World) -> Opened:
    """The first key of Bawaslu."""
    opened = make(world, HANDLER)
    split, _shares = split_key(2, 3)
    return Opened(ring.found_keyring(world.post(HANDLER), opened.key, split=split), opened.secret)


def colleague(world: World, role: str = HANDLER) -> Post:
    """Another person in the same role."""
    post = Post.objects.get(pk=world.posts[role].pk)
    account = world.posts["kpu_liaison"].account
    post.pk, post.account, post._state.adding = None, account, True
    post.save()
    world.posts[f"second:{role}"] = post
    return post


def lacks(world: World, key: HandlerKey) -> int:
    """How many cases it cannot open, though it may: as the page of keys says."""
    return next(line.lacks for line in key_lines(world.post(HANDLER)) if line.key == key)


def test_the_first_handler_founds_the_keyring(world: World) -> None:
    assert keyring_of(world.operation) is None
    opened = found(world)
    assert opened.key.is_in_force
    case = open_case(world.operation, report=REPORT)
    assert secret_of(case, opened)
    assert KeyWrap.objects.filter(case=case, recovery__isnull=False).count() == 2
    with pytest.raises(Problem):
        ring.found_keyring(world.post(HANDLER), opened.key, split=split_key(2, 3)[0])


def test_a_keeper_founds_no_keyring(world: World) -> None:
    opened = make(world, KEEPER)
    with pytest.raises(Problem):
        ring.found_keyring(world.post(KEEPER), opened.key, split=split_key(2, 3)[0])


def test_a_key_that_waits_opens_nothing_until_another_person_admits_it(world: World) -> None:
    first = found(world)
    before = open_case(world.operation, report=REPORT)
    waiting = make(world, MEMBER)
    between = open_case(world.operation, report=REPORT)
    assert not KeyWrap.objects.filter(handler=waiting.key).exists()
    with pytest.raises(Problem):
        ring.admit_key(world.post(MEMBER), waiting.key, opened=waiting)
    with pytest.raises(Problem):
        ring.admit_key(world.post(HANDLER), waiting.key, opened=waiting)
    ring.admit_key(world.post(HANDLER), waiting.key, opened=first)
    assert secret_of(before, waiting) == secret_of(before, first)
    assert secret_of(between, waiting)


def test_whom_a_case_bars_is_not_given_its_key_later(world: World) -> None:
    first = found(world)
    barring = open_case(world.operation, report=REPORT, barred=[world.posts[MEMBER]])
    other = open_case(world.operation, report=REPORT)
    waiting = make(world, MEMBER)
    key = ring.admit_key(world.post(HANDLER), waiting.key, opened=first)
    assert secret_of(other, waiting)
    with pytest.raises(Problem):
        secret_of(barring, waiting)
    assert lacks(world, key) == 0


def test_a_keeper_gets_what_lies_there_only_from_another_keeper(world: World) -> None:
    keys = chamber(world)
    case = sealed_case(world, identity={"name": "Pelapor Contoh"})
    second = colleague(world, KEEPER)
    world.posts["second"] = second
    waiting = make(world, "second")
    handler = keys.opened(HANDLER)
    key = ring.admit_key(world.post(HANDLER), waiting.key, opened=handler)
    assert not KeyWrap.objects.filter(handler=key).exists()
    assert lacks(world, key) == 1
    with pytest.raises(Problem):
        ring.share_cases(world.post(HANDLER), key, opened=handler)
    ring.share_cases(world.post(KEEPER), key, opened=keys.opened(KEEPER))
    assert secret_of(case, waiting) == secret_of(case, keys.opened(KEEPER))


def test_nobody_comes_to_hold_both_kinds(world: World) -> None:
    keys = chamber(world)
    sealed_case(world)
    double = Post.objects.get(pk=world.posts[KEEPER].pk)
    double.pk, double._state.adding = None, True
    double.account = world.posts[HANDLER].account
    double.save()
    world.posts["double"] = double
    with pytest.raises(Problem):
        make(world, "double")
    own.retire_key(world.post(HANDLER), keys.keys[HANDLER], why=own.LOST)
    with pytest.raises(Problem):  # as long as cases are sealed to it
        make(world, "double")
    KeyWrap.objects.filter(handler=keys.keys[HANDLER]).delete()
    assert make(world, "double")


def test_a_post_has_one_key_and_makes_it_itself(world: World) -> None:
    chamber(world)
    with pytest.raises(Problem):
        make(world, HANDLER)
    with pytest.raises(Problem):
        own.make_key(
            world.post(HANDLER), world.post(MEMBER), sealed=seal_private(age.new_pair(), WORDS)
        )
    with pytest.raises(Problem):
        make(world, "administrator")


def test_a_new_passphrase_opens_the_same_key(world: World) -> None:
    keys = chamber(world)
    key, opened = keys.keys[HANDLER], keys.opened()
    sealed = seal_private(age.Pair(opened.secret, key.recipient), WORDS)
    own.change_passphrase(world.post(HANDLER), key, sealed=sealed)
    key.refresh_from_db()
    assert open_private(key, f"  {WORDS.replace(' ', '   ')} ") == opened.secret
    with pytest.raises(Problem):
        open_private(key, PASSPHRASE)
    other = seal_private(age.new_pair(), WORDS)
    with pytest.raises(Problem):
        own.change_passphrase(world.post(HANDLER), key, sealed=other)


def test_five_wrong_passphrases_shut_the_key(world: World) -> None:
    key = chamber(world).keys[HANDLER]
    for _try in range(TRIES):
        with pytest.raises(Problem) as wrong:
            open_private(key, "bukan ini kata kuncinya")
        assert (wrong.value.status, wrong.value.field) == (422, "words")
    with pytest.raises(Problem) as shut:
        open_private(key, PASSPHRASE)
    assert shut.value.status == 429
    assert "15" in str(shut.value.detail)
    cache.clear()
    assert open_private(key, PASSPHRASE)


@pytest.mark.parametrize("words", ["", "pendek", "aaaaaaaaaaaaaaaaaaaa", "a b a b a b a b a b a b"])
def test_weak_passphrases_are_refused(words: str) -> None:
    with pytest.raises(Problem):
        check_words(words)


def test_a_proposed_passphrase_passes() -> None:
    assert check_words(proposed()) and proposed() != proposed()


def test_a_renewed_key_opens_the_same_cases_and_the_old_one_none(world: World) -> None:
    keys = chamber(world)
    case, old = sealed_case(world), keys.opened()
    secret, pair = secret_of(case, old), age.new_pair()
    new = own.rotate_key(world.post(HANDLER), old.key, sealed=seal_private(pair, WORDS), opened=old)
    assert secret_of(case, Opened(new, pair.secret)) == secret
    assert not KeyWrap.objects.filter(handler=old.key).exists()
    with pytest.raises(Problem):
        secret_of(case, old)
    assert [k.pk for k in keyring_of(world.operation).handlers if k.post_id == new.post_id] == [
        new.pk
    ]  # type: ignore[union-attr]


def test_to_whom_leaves_no_new_case_is_sealed(world: World) -> None:
    keys = chamber(world)
    own.retire_key(world.post(MEMBER), keys.keys[HANDLER], why=own.LEFT)
    case = sealed_case(world)
    with pytest.raises(Problem):
        secret_of(case, keys.opened(HANDLER))
    assert secret_of(case, keys.opened(MEMBER))


@pytest.mark.parametrize("change", ["post", "account"])
def test_whose_post_ends_is_given_no_new_case(world: World, change: str, clock: Any) -> None:
    keys = chamber(world)
    post = world.post(HANDLER)
    if change == "post":
        post.until = post.since
        post.save()
    else:
        post.account.is_active = False
        post.account.save()
    with pytest.raises(Problem):
        secret_of(sealed_case(world), keys.opened(HANDLER))


def test_a_handler_retires_nobody_elses_key(world: World) -> None:
    keys = chamber(world)
    with pytest.raises(Problem):
        own.retire_key(world.post(HANDLER), keys.keys[MEMBER], why=own.LEFT)


def test_many_cases_are_handed_on_in_few_statements(
    world: World, django_assert_max_num_queries: Any
) -> None:
    keys = chamber(world)
    for _case in range(3):
        sealed_case(world)
    wraps = KeyWrap.objects.filter(handler=keys.keys[HANDLER])
    assert wraps.count() == 3
    KeyWrap.objects.filter(handler=keys.keys[MEMBER]).delete()
    opened = keys.opened(HANDLER)
    with django_assert_max_num_queries(4):
        given = wrapping.hand_on(opened.key, opened.secret, keys.keys[MEMBER], "content")
    assert given == 3


def test_the_journal_tells_of_keys_and_holds_none(world: World) -> None:
    first = found(world)
    waiting = make(world, MEMBER)
    ring.admit_key(world.post(HANDLER), waiting.key, opened=first)
    rows = JournalEntry.objects.filter(verb__startswith="handler_key.")
    assert set(rows.values_list("verb", flat=True)) == {
        "handler_key.made", "handler_key.founded_keyring", "handler_key.admitted",
    }  # fmt: skip
    told = str(list(rows.values_list("changes", "facts")))
    assert "AGE-SECRET" not in told and "sealed" not in told and WORDS not in told
    assert HandlerKey.objects.count() == 2 and RecoveryKey.objects.count() == 1


def test_keys_are_unknown_to_everybody_else(world: World) -> None:
    keys = chamber(world)
    for role in ("administrator", "regent", "bawaslu_liaison"):
        with pytest.raises(Problem) as refused:
            own.retire_key(world.post(role), keys.keys[HANDLER], why=own.LEFT)
        assert refused.value.status == 404
