"""Re-encryption: after it, the key of whoever left opens nothing of a case."""

from __future__ import annotations

import io
from typing import Any

import pytest

from sinergi.kernel import evidence, files
from sinergi.kernel.clock import now
from sinergi.kernel.problems import Problem
from sinergi.neutrality import leaving, resealing
from sinergi.neutrality.actions import keyring as ring
from sinergi.neutrality.actions import keys as own
from sinergi.neutrality.casebook import write_identity, write_leaf
from sinergi.neutrality.models import Case, HandlerKey, KeyWrap, Leaf, SealedFile
from sinergi.neutrality.sealing import age, store
from sinergi.neutrality.sealing.case_keys import secret_of
from sinergi.neutrality.sealing.words import open_words, seal_words, uncover_identity
from tests.factories import World
from tests.factories_neutrality import REPORT, Chamber, chamber, sealed_case

HANDLER, MEMBER, KEEPER = "bawaslu_handler", "bawaslu_member", "identity_keeper"
NAME = {"name": "Pelapor Contoh"}
PHOTO = b"bukan gambar, tetapi panjang " * 9000


def full_case(world: World) -> Case:
    """A case with identity, a note, and a file in both forms."""
    case = sealed_case(world, identity=NAME)
    write_leaf(case, Leaf.Kind.NOTE, {"text": "catatan"}, by=world.post(HANDLER))
    SealedFile.objects.create(
        case=case,
        about=seal_words({"name": "foto.jpg"}, case.content_recipient),
        shown_path=store.keep_sealed(io.BytesIO(PHOTO), case.content_recipient),
        original_path=store.keep_sealed(
            io.BytesIO(PHOTO), case.identity_recipient, case.content_recipient
        ),
        original_layers=2,
        day=case.arrived_on,
    )
    return case


def ciphertexts(case: Case) -> list[bytes]:
    """Everything of a case that is sealed to its content key."""
    case.refresh_from_db()
    rows = [bytes(leaf.content) for leaf in case.leaves.all()]
    for file in case.files.all():
        rows += [bytes(file.about)]
        rows += [files.absolute(p).read_bytes() for p in (file.shown_path, file.original_path)]
    return [*rows, bytes(case.summary)]


def leave(world: World, keys: Chamber, role: str = HANDLER) -> None:
    """That person leaves."""
    own.retire_key(world.post(MEMBER), keys.keys[role], why=own.LEFT)


def test_the_retired_key_and_what_it_had_copied_open_nothing(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    keys = chamber(world)
    case = full_case(world)
    copied = secret_of(case, keys.opened(HANDLER))
    before = {path for file in case.files.all() for path in (file.shown_path, file.original_path)}
    leave(world, keys)
    assert resealing.remaining(case.agency, "content").count() == 1
    assert secret_of(case, keys.opened(HANDLER))  # not yet: that is what re-encryption is for
    with django_capture_on_commit_callbacks(execute=True):
        ring.reseal_case(world.post(MEMBER), case, opened=keys.opened(MEMBER))
    assert not resealing.remaining(case.agency, "content").exists()
    with pytest.raises(Problem):
        secret_of(case, keys.opened(HANDLER))
    for sealed in ciphertexts(case):
        with pytest.raises(age.Unreadable):
            age.open_sealed(sealed, copied)
    for row in KeyWrap.objects.filter(case=case):
        with pytest.raises(age.Unreadable):
            age.open_sealed(row.sealed, keys.secrets[HANDLER])
    assert not any(files.absolute(path).exists() for path in before)
    assert case.sealed_at is not None


def test_the_others_read_everything_as_before(world: World) -> None:
    keys = chamber(world)
    case = full_case(world)
    leave(world, keys)
    ring.reseal_case(world.post(MEMBER), case, opened=keys.opened(MEMBER))
    case.refresh_from_db()
    content = secret_of(case, keys.opened(MEMBER))
    person = secret_of(case, keys.opened(KEEPER))
    report, identity, remark = case.leaves.order_by("turn")
    assert open_words(report.content, content) == REPORT
    assert open_words(uncover_identity(identity.content, content), person) == NAME
    assert open_words(remark.content, content) == {"text": "catatan"}
    assert open_words(case.summary, content)["what"] == REPORT["what"]
    file = case.files.get()
    with store.open_kept(file.shown_path, content) as shown:
        assert shown.read() == PHOTO
    with store.open_kept(file.original_path, content, person) as original:
        assert original.read() == PHOTO
    spare = KeyWrap.objects.get(case=case, recovery=keys.recovery, purpose="content")
    assert age.open_sealed(spare.sealed, keys.recovery_secret).decode() == content


def test_what_comes_later_is_sealed_to_the_new_keys(world: World) -> None:
    keys = chamber(world)
    case = full_case(world)
    leave(world, keys)
    case = ring.reseal_case(world.post(MEMBER), case, opened=keys.opened(MEMBER))
    leaf = write_leaf(case, Leaf.Kind.MESSAGE, {"text": "kabar baru"}, by=None)
    content = secret_of(case, keys.opened(MEMBER))
    assert open_words(leaf.content, content) == {"text": "kabar baru"}


def test_a_keeper_renews_her_pair_and_reads_old_and_new(world: World) -> None:
    keys = chamber(world)
    case = full_case(world)
    left = HandlerKey.objects.get(pk=keys.keys[HANDLER].pk)
    left.pk, left.recipient, left._state.adding = None, age.new_pair().recipient, True
    left.purpose, left.retired_at = "identity", now()
    left.save()
    KeyWrap.objects.create(case=case, purpose="identity", handler=left, sealed=b"x")
    before = secret_of(case, keys.opened(KEEPER))
    assert resealing.remaining(case.agency, "identity").count() == 1
    case = ring.reseal_case(world.post(KEEPER), case, opened=keys.opened(KEEPER))
    assert not resealing.remaining(case.agency, "identity").exists()
    write_identity(case, {"name": "Nama Kedua"}, by=None)
    content = secret_of(case, keys.opened(HANDLER))
    person = secret_of(case, keys.opened(KEEPER))
    first, second = case.leaves.filter(kind="identity").order_by("turn")
    assert open_words(uncover_identity(first.content, content), person) == NAME
    inner = uncover_identity(second.content, content)
    assert open_words(inner, person) == {"name": "Nama Kedua"}
    with pytest.raises(age.Unreadable):
        open_words(inner, before)


def test_who_is_barred_is_not_given_the_new_key(world: World) -> None:
    keys = chamber(world)
    case = full_case(world)
    leave(world, keys)
    case.bars.create(post=world.posts[MEMBER], day=case.arrived_on)
    with pytest.raises(Problem):
        ring.reseal_case(world.post(MEMBER), case, opened=keys.opened(MEMBER))


def test_nobody_reseals_with_the_key_of_another(world: World) -> None:
    keys = chamber(world)
    case = full_case(world)
    with pytest.raises(Problem):
        ring.reseal_case(world.post(MEMBER), case, opened=keys.opened(HANDLER))
    with pytest.raises(Problem):
        ring.reseal_case(world.post(KEEPER), case, opened=keys.opened(HANDLER))


def test_a_failure_half_way_changes_nothing(world: World) -> None:
    keys = chamber(world)
    case = full_case(world)
    file = case.files.get()
    place = files.absolute(file.original_path)
    place.unlink()
    before = case.content_recipient
    with pytest.raises(Problem):
        ring.reseal_case(world.post(MEMBER), case, opened=keys.opened(MEMBER))
    case.refresh_from_db()
    assert case.content_recipient == before
    assert open_words(case.summary, secret_of(case, keys.opened(MEMBER)))


@pytest.mark.parametrize("change", ["until", "barred", "role"])
def test_keys_of_posts_that_ended_are_retired_by_themselves(world: World, change: str) -> None:
    keys = chamber(world)
    assert leaving.retire_lost_posts(world.operation) == 0
    post = world.post(HANDLER)
    if change == "until":
        post.until = post.since
    elif change == "role":
        post.role = "bawaslu_liaison"
    else:
        post.account.is_active = False
        post.account.save()
    post.save()
    assert leaving.retire_lost_posts(world.operation) == 1
    assert leaving.retire_lost_posts(world.operation) == 0
    key = HandlerKey.objects.get(pk=keys.keys[HANDLER].pk)
    assert key.retired_why == own.LEFT


def test_a_sealed_file_is_not_swept_and_an_orphan_is(world: World) -> None:
    chamber(world)
    case = full_case(world)
    orphan = store.keep_sealed(io.BytesIO(b"sisa"), case.content_recipient)
    assert evidence.sweep_orphans(older_than=-1) == 1
    file = case.files.get()
    assert files.absolute(file.shown_path).exists()
    assert files.absolute(file.original_path).exists()
    assert not files.absolute(orphan).exists()
