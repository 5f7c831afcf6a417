"""The components and layouts, drawn."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.apps import apps
from django.core.paginator import Paginator
from django.template import engines
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler

from sinergi.kernel.clock import stopped_at
from sinergi.kernel.problems import Invalid
from sinergi.web import controls

EIGHT = datetime(2024, 9, 10, 1, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _standing_clock():
    with stopped_at(EIGHT), translation.override("id"):
        yield


def draw(text, **context):
    template = engines["django"].from_string(CottonCompiler().process(text))
    return template.render(context, RequestFactory().get("/list/?kind=crowd&page=2"))


class Report(forms.Form):
    what = forms.CharField(label="Apa", help_text="Singkat.", widget=forms.Textarea)
    place = forms.CharField(label="Tempat", required=False)
    severity = forms.ChoiceField(
        label="Tingkat", choices=[("low", "Rendah")], widget=forms.RadioSelect
    )
    agreed = forms.BooleanField(label="Setuju", required=False)


def test_a_field_has_its_label_help_and_error_where_a_screen_reader_finds_them():
    drawn = draw('<c-field :field="form.what" />', form=Report({}))
    assert '<label class="form-label required" for="id_what">' in drawn
    assert 'aria-describedby="id_what_helptext id_what_error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert 'id="id_what_helptext"' in drawn
    assert 'id="id_what_error"' in drawn


def test_choices_stand_in_a_group_with_a_name():
    drawn = draw('<c-field :field="form.severity" />', form=Report())
    assert "<fieldset" in drawn
    assert "<legend" in drawn
    assert 'class="form-check-input"' in drawn


def test_what_may_stay_empty_says_so():
    assert "(boleh kosong)" in draw('<c-field :field="form.place" />', form=Report())


def test_the_summary_of_errors_leads_to_the_fields():
    drawn = draw('<c-form-errors :form="form" />', form=Report({}))
    assert '<a href="#id_what">Apa:' in drawn
    assert "Tidak ada yang hilang." in drawn
    assert "alert" not in draw('<c-form-errors :form="form" />', form=Report())


def test_a_declared_error_finds_its_field():
    form = Report({"what": "x", "severity": "low"})
    controls.add_problem(form, Invalid("Terlalu singkat.", field="what"))
    controls.add_problem(form, Invalid("Sudah ditutup.", field="state"))
    assert form.errors["what"] == ["Terlalu singkat."]
    assert form.non_field_errors() == ["Sudah ditutup."]


@pytest.mark.parametrize(
    ("value", "word"),
    [("low", "Rendah"), ("medium", "Sedang"), ("high", "Tinggi"), ("critical", "Kritis")],
)
def test_severity_is_a_shape_and_a_word_never_colour_alone(value, word):
    drawn = draw(f'<c-badge-severity value="{value}" />')
    assert word in drawn
    assert "<svg" in drawn


def test_a_deadline_shows_what_is_left_or_over():
    soon = draw('<c-due :at="at" label="Terima" />', at=EIGHT + timedelta(minutes=40))
    assert "Terima" in soon
    assert "sisa 40 menit" in soon
    assert "due-past" in draw('<c-due :at="at" />', at=EIGHT - timedelta(hours=3))
    assert draw('<c-due :at="at" />', at=None).strip() == ""


def test_pages_keep_the_filter():
    drawn = draw('<c-pagination :page="page" />', page=Paginator(range(100), 10).page(2))
    assert 'href="?kind=crowd&amp;page=1"' in drawn
    assert 'href="?kind=crowd&amp;page=3"' in drawn
    assert "Halaman 2 dari 10" in drawn


def test_a_chart_says_its_figures_in_words_too():
    drawn = draw(
        "{% load charts %}{% stacked parts %}{% bar_list parts %}{% series parts %}",
        parts=[{"label": "Desa", "value": 180}, {"label": "Kecamatan", "value": 60}],
    )
    assert "<strong>180</strong> (75 %)" in drawn
    assert 'width="450.0"' in drawn
    assert "tertinggi: 180" in drawn
    assert "style=" not in drawn


def test_charts_without_figures_say_so():
    drawn = draw("{% load charts %}{% bar_list e %}{% stacked e %}{% series e %}", e=[])
    assert drawn.count("Tidak ada data pada periode ini.") == 3


def test_an_exercise_is_marked_with_its_own_time():
    operation = SimpleNamespace(
        is_exercise=True, name="Latihan", speed=1.0, timezone="Asia/Jakarta"
    )
    request = RequestFactory().get("/")
    request.operation = operation
    drawn = render_to_string("layouts/base.html", {}, request)
    assert "LATIHAN" in drawn
    assert "Sel 10 Sep 2024, 08.00 WIB" in drawn
    assert "LATIHAN" not in render_to_string("layouts/base.html", {}, RequestFactory().get("/"))


@pytest.mark.parametrize("name", ["404.html", "403.html", "403_csrf.html", "500.html"])
def test_error_pages_need_nothing_to_be_drawn(name):
    assert "<h1>" in render_to_string(name)


def test_every_template_of_the_house_can_be_compiled():
    for config in apps.get_app_configs():
        if config.name.startswith("sinergi."):
            folder = Path(config.path) / "templates"
            for file in folder.rglob("*.html"):
                get_template(str(file.relative_to(folder)))
