"""What is signed is exactly one text: properties of its canonical form and its digest."""

from __future__ import annotations

import hashlib
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sinergi.commitments import rules
from sinergi.commitments.paper import blocks_of
from sinergi.commitments.texts import templates

texts = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300)
LINES = st.sampled_from(["\n", "\r\n", "\r"])


@given(texts)
def test_the_canonical_form_is_its_own_canonical_form(text: str) -> None:
    once = rules.canonical(text)
    assert rules.canonical(once) == once
    assert rules.digest_of(text) == rules.digest_of(once)


@given(texts, st.integers(min_value=0), st.characters(exclude_categories=["Cs"]))
def test_any_change_of_one_character_changes_the_digest(text: str, at: int, other: str) -> None:
    before = rules.canonical(text)
    assume(before)
    where = at % len(before)
    after = rules.canonical(before[:where] + other + before[where + 1 :])
    assume(after != before)
    assert rules.digest_of(after) != rules.digest_of(before)
    assert not rules.holds(rules.digest_of(before), after)


@given(st.text(alphabet="abcdefghij 1.", min_size=1, max_size=80), st.integers(min_value=0))
def test_a_visible_change_is_never_taken_for_the_same(text: str, at: int) -> None:
    before = rules.canonical(text)
    assume(before)
    where = at % len(before)
    for changed in (
        before[:where] + "X" + before[where + 1 :],
        before[:where] + "X" + before[where:],
    ):
        assert not rules.holds(rules.digest_of(before), changed)


@given(
    st.lists(st.text(alphabet="ab c", max_size=9), max_size=6),
    LINES,
    st.sampled_from(["", " ", "\t "]),
)
def test_how_lines_end_is_no_part_of_the_text(lines: list[str], end: str, blanks: str) -> None:
    plain = "\n".join(lines)
    assert rules.digest_of((blanks + end).join(lines)) == rules.digest_of(plain)


@given(texts)
def test_composed_and_decomposed_letters_are_the_same_text(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    assert rules.digest_of(decomposed) == rules.digest_of(unicodedata.normalize("NFC", text))


@given(texts, texts)
def test_a_signature_for_one_text_holds_for_no_other(one: str, other: str) -> None:
    assume(rules.canonical(one) != rules.canonical(other))
    assert rules.holds(rules.digest_of(one), one)
    assert not rules.holds(rules.digest_of(one), other)


def test_anyone_can_compute_the_digest() -> None:
    text = "Deklarasi Damai\n\n1. Kami menjaga kerukunan."
    assert rules.digest_of(text) == hashlib.sha256(text.encode()).hexdigest()
    assert rules.read_digest(" AB:CD\nef ") == "abcdef"


@given(st.permutations(["Nomor Urut 1", "Nomor Urut 2", "Nomor Urut 3"]))
def test_all_candidates_stand_alike(labels: list[str]) -> None:
    """Swapping the labels of candidates changes the text, and nothing else."""
    body = "Deklarasi\n\n" + "\n".join(f"{n}. Pasangan Calon {x}." for n, x in enumerate(labels, 1))
    shape = [(bool(block["number"]), len(block["text"])) for block in blocks_of(body)]
    plain = "Deklarasi\n\n" + "\n".join(
        f"{n}. Pasangan Calon Nomor Urut {n}." for n in range(1, len(labels) + 1)
    )
    assert shape == [(bool(block["number"]), len(block["text"])) for block in blocks_of(plain)]
    assert rules.left_open(body) == rules.left_open(plain) == []
    assert (rules.digest_of(body) == rules.digest_of(plain)) is (body == plain)


def test_no_text_to_begin_with_names_a_candidate_or_a_person() -> None:
    assert len(templates()) >= 5
    for one in templates().values():
        assert "{basis}" not in one.text
        assert set(rules.left_open(one.text)) <= {"{election}", "{region}", "{date}", "{place}"}
        assert "nomor urut 1" not in one.text.lower()
        assert one.basis


def test_what_nobody_has_read_in_the_law_is_not_printed() -> None:
    one = templates()["asn_neutrality"]
    assert one.unverified
    assert all(basis.text not in one.text for basis in one.unverified)
    assert "Pasal 5 huruf n" in one.text


@given(
    st.lists(
        st.lists(st.lists(st.integers(-50, 900), min_size=2, max_size=2), min_size=1, max_size=9),
        min_size=1, max_size=5,
    )
)  # fmt: skip
def test_a_drawing_stays_in_its_box(strokes: list[list[list[int]]]) -> None:
    try:
        read = rules.read_strokes(strokes)
    except ValueError:
        return
    assert all(
        0 <= x <= rules.WIDTH and 0 <= y <= rules.HEIGHT for stroke in read for x, y in stroke
    )
    assert set(rules.path_of(read)) <= set("ML 0123456789")


@pytest.mark.parametrize(
    "given",
    [None, "x", [], [[]], [[[1, 2]]], [[["<svg>", 1]] * 9], [[[float("nan"), 1]] * 9],
     [[[float("inf"), 1]] * 9], [[[1, 2]] * 20_000], [[[True, 1]] * 9], {"a": 1}],
)  # fmt: skip
def test_what_is_no_drawing_is_refused(given: object) -> None:
    with pytest.raises(ValueError, match=r"not|long"):
        rules.read_strokes(given)


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 500)), max_size=40))
def test_the_share_is_the_share_of_those_who_reported(pairs: list[tuple[int, int]]) -> None:
    told = [(min(signed, staff), staff) for signed, staff in pairs]
    share = rules.share_of(told)
    assert (share.signed, share.staff) == (sum(s for s, _ in told), sum(n for _, n in told))
    assert share.rate is None if not told else 0 <= (share.rate or 0) <= 1
    assert share.hundredths < 100 or share.signed == share.staff
