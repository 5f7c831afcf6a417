"""Texts are found, kept and checked; none is lost and none is guessed."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest

from sinergi.config import translations

CODE = """
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext

def greet(count):
    # Translators: said in the morning
    _("Good morning")
    gettext_lazy("Later")
    ngettext("%(count)d case", "%(count)d cases", count)
    pgettext("month", "May")
"""
PAGE = """{% load i18n %}
        <c-button label="{% translate 'Save' %}" :hint="_('Kept at once')">
    {% blocktranslate trimmed with name=place %}
        Hello {{ name }},
        welcome
    {% endblocktranslate %}
  {% if x == _("Yes") %}don't{% endif %}
"""


@pytest.fixture
def room(tmp_path: Path) -> Path:
    folder = tmp_path / "incidents"
    (folder / "templates" / "cotton").mkdir(parents=True)
    (folder / "__init__.py").touch()
    (folder / "views.py").write_text(CODE)
    (folder / "templates" / "cotton" / "greeting.html").write_text(PAGE)
    return folder


def test_texts_are_found_in_code_templates_and_components(room: Path) -> None:
    found = {message.id for message in translations.extracted(room) if message.id}
    assert found == {
        "Good morning",
        "Later",
        ("%(count)d case", "%(count)d cases"),
        "May",
        "Save",
        "Kept at once",
        "Hello %(name)s, welcome",
        "Yes",
    }


def test_a_new_text_is_empty_and_named_as_lacking(room: Path) -> None:
    assert translations.update(room, {})
    lacking = {lack.text: lack for lack in translations.lacks(room)}
    assert len(lacking) == 8
    assert str(lacking["Later"]) == "incidents: no Indonesian text: 'Later' (views.py)"


def test_what_was_translated_stays(room: Path) -> None:
    translations.update(room, {})
    _translate(room, "Later", "Nanti")
    (room / "views.py").write_text(CODE.replace('"Good morning"', '"Good evening"'))
    translations.update(room, translations.memory_of([room]))
    text = _text(room)
    assert 'msgid "Later"\nmsgstr "Nanti"' in text
    assert "Good morning" not in text
    assert 'msgid "Good evening"\nmsgstr ""' in text
    assert "fuzzy" not in text


def test_a_text_that_moves_to_another_room_takes_its_translation_along(room: Path) -> None:
    translations.update(room, {})
    _translate(room, "Later", "Nanti")
    memory = translations.memory_of([room])
    other = room.parent / "alerts"
    other.mkdir()
    (other / "__init__.py").write_text('_("Later")\n')
    translations.update(other, memory)
    assert 'msgstr "Nanti"' in _text(other)


def test_the_same_texts_make_the_same_file(room: Path) -> None:
    translations.update(room, {})
    before = _text(room)
    assert not translations.update(room, {})
    assert _text(room) == before


@pytest.mark.parametrize("wrong", ["%(jumlah)d kasus", "kasus %(count)s %(more)s"])
def test_a_translation_with_other_placeholders_does_not_fit(room: Path, wrong: str) -> None:
    translations.update(room, {})
    path = translations.catalogue_path(room)
    path.write_text(_text(room).replace('msgstr[0] ""', f'msgstr[0] "{wrong}"'))
    lacking = {lack.text: lack.reason for lack in translations.lacks(room)}
    assert lacking["%(count)d case"] not in ("", "no Indonesian text")


def test_what_is_compiled_is_what_gettext_reads(room: Path) -> None:
    translations.update(room, {})
    _translate(room, "Later", "Nanti")
    assert translations.compile_room(room)
    assert not translations.compile_room(room)
    with translations.catalogue_path(room).with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert compiled.gettext("Later") == "Nanti"
    assert compiled.gettext("Save") == "Save"


def _text(room: Path) -> str:
    return translations.catalogue_path(room).read_text()


def _translate(room: Path, text: str, indonesian: str) -> None:
    before = f'msgid "{text}"\nmsgstr ""'
    after = f'msgid "{text}"\nmsgstr "{indonesian}"'
    translations.catalogue_path(room).write_text(_text(room).replace(before, after))
