"""Sealed files: constant memory, few sizes, no hour, nothing readable on disk."""

from __future__ import annotations

import io
import os
import threading
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sinergi.kernel import files
from sinergi.kernel.problems import Problem
from sinergi.neutrality.sealing import age, store
from sinergi.neutrality.sealing.padding import LEAST, padded_size

CONTENT, PERSON = age.new_pair(), age.new_pair()
PLAIN = b"Lurah membagikan stiker. " * 20_000


def kept(content: bytes, *layers: str) -> str:
    """Its path on disk."""
    return store.keep_sealed(io.BytesIO(content), *layers)


@pytest.mark.django_db
@settings(max_examples=15, suppress_health_check=list(HealthCheck), deadline=None)
@given(size=st.integers(0, 300_000), both=st.booleans())
def test_what_was_kept_is_read_again(size: int, both: bool) -> None:
    content = os.urandom(size)
    layers = [PERSON.recipient, CONTENT.recipient] if both else [CONTENT.recipient]
    secrets = [CONTENT.secret, PERSON.secret] if both else [CONTENT.secret]
    path = kept(content, *layers)
    with store.open_kept(path, *secrets) as found:
        assert found.size == size
        assert b"".join(found) == content


@pytest.mark.django_db
def test_neither_layer_alone_opens_it_and_nothing_readable_is_on_disk() -> None:
    path = kept(PLAIN, PERSON.recipient, CONTENT.recipient)
    for secrets in ([PERSON.secret], [PERSON.secret, CONTENT.secret]):
        with pytest.raises(age.Unreadable):
            store.open_kept(path, *secrets)
    outer = store.open_layer(path, CONTENT.secret)
    inner = outer.read()
    outer.close()
    assert b"Lurah" not in inner
    assert b"Lurah" not in files.absolute(path).read_bytes()
    with store.open_kept_bytes(io.BytesIO(inner), PERSON.secret) as found:
        assert found.read() == PLAIN
    assert not list((files.root() / "incoming").iterdir())


@pytest.mark.django_db
def test_read_as_a_whole_with_a_layer_still_on_it_is_unreadable() -> None:
    path = kept(PLAIN, PERSON.recipient, CONTENT.recipient)
    with pytest.raises((age.Unreadable, ValueError)):
        store.open_kept(path, CONTENT.secret).read()


@pytest.mark.django_db
def test_sizes_on_disk_are_few_and_times_are_days() -> None:
    sizes = {
        files.absolute(kept(b"x" * n, CONTENT.recipient)).stat().st_size
        for n in range(0, LEAST - 8, 100)
    }
    assert max(sizes) - min(sizes) < 1024  # what age adds by chance
    place = files.absolute(kept(PLAIN, CONTENT.recipient))
    assert padded_size(len(PLAIN) + 8) < place.stat().st_size < len(PLAIN) * 1.13
    assert place.stat().st_mtime % 3600 == 0
    first = place.stat().st_ino
    store.renew_place(str(place.relative_to(files.root())))
    assert place.stat().st_ino != first
    assert place.stat().st_mtime % 3600 == 0


@pytest.mark.django_db
@pytest.mark.parametrize("fault", ["cut", "altered", "swapped"])
def test_a_damaged_file_is_never_read_to_its_end(fault: str) -> None:
    path = kept(os.urandom(500_000), CONTENT.recipient)
    place = files.absolute(path)
    raw = bytearray(place.read_bytes())
    if fault == "cut":
        raw = raw[:-70_000]
    elif fault == "altered":
        raw[300_000] ^= 1
    else:
        raw = bytearray(files.absolute(kept(b"", PERSON.recipient)).read_bytes())
    place.chmod(0o640)
    place.write_bytes(raw)
    with pytest.raises(age.Unreadable), store.open_kept(path, CONTENT.secret) as found:
        list(found)


@pytest.mark.django_db
def test_who_stops_reading_leaves_no_thread_behind() -> None:
    path = kept(os.urandom(5_000_000), PERSON.recipient, CONTENT.recipient)
    before = threading.active_count()
    with store.open_kept(path, CONTENT.secret, PERSON.secret) as found:
        found.read(10)
    assert threading.active_count() == before


@pytest.mark.django_db
def test_a_layer_is_replaced_and_the_old_key_opens_nothing(settings: Any) -> None:
    other = age.new_pair()
    path = kept(PLAIN, CONTENT.recipient)
    new = store.reseal(path, CONTENT.secret, other.recipient)
    with store.open_kept(new, other.secret) as found:
        assert found.read() == PLAIN
    with pytest.raises(age.Unreadable):
        store.open_kept(new, CONTENT.secret)
    with pytest.raises(Problem):
        store.open_kept("se/al/none", other.secret)


@pytest.mark.django_db
def test_a_damaged_file_is_not_sealed_anew() -> None:
    path = kept(os.urandom(500_000), CONTENT.recipient)
    place = files.absolute(path)
    raw = place.read_bytes()
    place.chmod(0o640)
    place.write_bytes(raw[:-70_000])
    with pytest.raises((age.Unreadable, OSError)):
        store.reseal(path, CONTENT.secret, PERSON.recipient)
    assert len(list((files.root() / store.FOLDER).iterdir())) == 1
