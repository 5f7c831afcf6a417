"""Exports: what is shown, as files that open where people work, and that are written down."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc
from datetime import datetime, timedelta

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from sinergi.incidents.actions.export import export_incidents
from sinergi.incidents.exports import FORMATS, excel_file, export_cases, file_name, table
from sinergi.incidents.filters import IncidentFilter
from sinergi.kernel.clock import now, use_operation
from sinergi.kernel.models import JournalEntry
from sinergi.kernel.problems import Forbidden, NotFound, Problem
from sinergi.kernel.workbooks import harmless
from tests import factories


def _body(response):
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def _csv(body):
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig")), delimiter=";"))


def test_csv_opens_in_an_indonesian_excel(world, signed_in):
    factories.report(world, lon=111.5524, lat=-7.7172, what='Warga berselisih; soal "spanduk".')
    body = _body(signed_in("duty_officer").get("/incidents/export/csv/?state=all"))
    assert body.startswith(b"\xef\xbb\xbf")
    header, row = _csv(body)
    told = dict(zip(header, row, strict=True))
    assert told["Nomor"] == "KJD/35.19/2024/000001"
    assert told["Bujur"] == "111,55240" and told["Lintang"] == "-7,71720"
    assert told["Waktu kejadian (WIB)"] == "2024-09-10 08:00"
    assert told["Apa yang terjadi"] == 'Warga berselisih; soal "spanduk".'
    assert (told["Desa/Kelurahan"], told["Kecamatan"]) == ("Desa Dagangan", "Kecamatan Dagangan")


def test_excel_holds_the_same_with_real_numbers_and_times(world, signed_in):
    factories.report(world, lon=111.5524, lat=-7.7172, what="Baris satu <b>&\x0bsiang\nbaris dua")
    body = _body(signed_in("duty_officer").get("/incidents/export/xlsx/?state=all"))
    book = openpyxl.load_workbook(io.BytesIO(body))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    told = dict(zip(rows[0], rows[1], strict=True))
    assert told["Waktu kejadian (WIB)"] == datetime.fromisoformat("2024-09-10 08:00")
    assert told["Lintang"] == pytest.approx(-7.7172)
    assert told["Apa yang terjadi"] == "Baris satu <b>&siang\nbaris dua"
    assert told["Meninggal"] == 0
    about = dict(book.worksheets[1].iter_rows(values_only=True))
    assert about["LATIHAN"] == "Semua kejadian di sini rekaan."
    assert about["Isi"] == "Semua kasus"


def test_geojson_has_codes_and_words_and_times_with_their_offset(world, signed_in):
    factories.many_incidents(world, 3, lon=None, lat=None)
    found = json.loads(_body(signed_in("duty_officer").get("/incidents/export/geojson/?state=all")))
    assert len(found["features"]) == 3
    told = found["features"][0]["properties"]
    assert told["kind"] == "neighbour_dispute" and told["kind_title"] == "Perselisihan antarwarga"
    assert told["happened_at"] == "2024-09-10T08:00:00+07:00"
    assert found["features"][0]["geometry"]["coordinates"] == [111.5524, -7.7172]
    assert told["approximate"] == "ya"


@pytest.mark.parametrize("form", FORMATS)
def test_an_empty_list_is_a_whole_file(world, signed_in, form):
    body = _body(signed_in("duty_officer").get(f"/incidents/export/{form}/?state=all"))
    if form == "csv":
        assert len(_csv(body)) == 1
    elif form == "xlsx":
        assert openpyxl.load_workbook(io.BytesIO(body)).worksheets[0].max_row == 1
    else:
        assert json.loads(body)["features"] == []


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_taken_for_a_formula(start):
    assert harmless(f"{start}HYPERLINK(1)") == f"'{start}HYPERLINK(1)"
    assert harmless("a=b") == "a=b" and harmless("") == ""


def test_a_report_that_begins_like_a_formula_does_no_harm(world, signed_in):
    factories.report(world, what='=HYPERLINK("http://x.example")', place="@SUM(A1)")
    client = signed_in("duty_officer")
    _, row = _csv(_body(client.get("/incidents/export/csv/?state=all")))
    assert '\'=HYPERLINK("http://x.example")' in row and "'@SUM(A1)" in row
    book = openpyxl.load_workbook(
        io.BytesIO(_body(client.get("/incidents/export/xlsx/?state=all")))
    )
    kinds = {cell.data_type for line in book.worksheets[0].iter_rows() for cell in line}
    assert "f" not in kinds


def test_what_is_taken_out_is_written_down(world, signed_in):
    factories.many_incidents(world, 4)
    _body(signed_in("duty_officer").get("/incidents/export/csv/?severity=low&state=open"))
    entry = JournalEntry.objects.get(verb="incidents.exported")
    assert entry.facts == {
        "shown": "Rendah, terbuka",
        "query": "severity=low&state=open",
        "count": 2,
        "form": "csv",
    }
    assert entry.region == factories.REGENCY
    assert entry.actor_label == world.posts["duty_officer"].title


def test_who_may_not_export_is_told_so_and_nothing_is_written_down(world, signed_in):
    client = signed_in("babinsa")
    assert client.get("/incidents/export/csv/").status_code == 403
    assert "incidents/export" not in client.get("/incidents/").content.decode()
    assert not JournalEntry.objects.filter(verb="incidents.exported").exists()


def test_nobody_exports_in_the_name_of_another(world):
    by, other = world.post("duty_officer"), world.post("district_head")
    with pytest.raises(Problem) as caught:
        export_incidents(by, other, words="", query="", count=0, form="csv")
    assert caught.value.code == NotFound().code
    with pytest.raises(Problem) as caught:
        by = world.post("babinsa")
        export_incidents(by, by, words="", query="", count=0, form="csv")
    assert caught.value.code == Forbidden().code


def test_an_export_obeys_places_and_restriction(world, signed_in):
    factories.many_incidents(world, 2)
    hidden = {"visibility": "restricted", "audience": [world.agencies["kesbangpol"].pk]}
    factories.many_incidents(world, 1, **hidden)
    factories.many_incidents(
        world, 1, region=world.region(factories.ELSEWHERE), desk=world.desk(factories.ELSEWHERE)
    )
    for role, count in (("duty_officer", 4), ("kapolsek", 2), ("elsewhere:kapolsek", 1)):
        rows = _csv(_body(signed_in(role).get("/incidents/export/csv/?state=all")))
        assert len(rows) - 1 == count


@pytest.mark.parametrize("form", FORMATS)
def test_rows_are_read_after_the_request_and_mean_its_time_and_language(world, signed_in, form):
    factories.many_incidents(world, 2, next_deadline=now() - timedelta(hours=1))
    asked = signed_in("duty_officer").get(f"/incidents/export/{form}/?days=1")
    with use_operation(None), translation.override("en"):
        body = _body(asked)
    if form == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(body))
        assert book.sheetnames == ["Kejadian", "Keterangan"]
        rows = list(book.worksheets[0].iter_rows(values_only=True))
        assert rows[1][14].hour == 8 and rows[1][4] == "ya"
    elif form == "csv":
        assert [row[14] for row in _csv(body)[1:]] == ["2024-09-10 08:00", "2024-09-10 07:59"]
    else:
        told = json.loads(body)["features"][0]["properties"]
        assert told["happened_at"].endswith("+07:00") and told["overdue"] == "ya"


def test_there_is_no_such_format(world, signed_in):
    assert signed_in("duty_officer").get("/incidents/export/pdf/").status_code == 404


def test_a_file_is_called_after_what_is_in_it_and_when(world):
    assert file_name("Parah, terbuka, di Kec. Jiwan", "xlsx") == (
        "kejadian-parah-terbuka-di-kec-jiwan-20240910-0800-wib.xlsx"
    )


def test_more_rows_than_excel_holds_are_refused(world, monkeypatch):
    factories.many_incidents(world, 3)
    monkeypatch.setitem(
        FORMATS, "xlsx", FORMATS["xlsx"].__class__("Excel", "x", excel_file.write, most=2)
    )
    with pytest.raises(Problem) as caught:
        export_cases(world.post("duty_officer"), IncidentFilter(), "xlsx")
    assert caught.value.status == 413


def test_the_file_speaks_the_language_of_the_reader(world):
    def header(language):
        with translation.override(language):
            response = export_cases(world.post("duty_officer"), IncidentFilter(), "csv")
        return _csv(_body(response))[0]

    assert header("en")[0] == "Number"
    assert header("id")[0] == "Nomor"


@pytest.mark.parametrize("form", FORMATS)
def test_memory_and_statements_do_not_grow_with_the_rows(world, form, monkeypatch):
    monkeypatch.setattr(table, "CHUNK", 200)
    post = world.post("duty_officer")

    def cost():
        with CaptureQueriesContext(connection) as caught:
            response = export_cases(post, IncidentFilter(), form)
            tracemalloc.start()
            for _ in response.streaming_content:
                pass
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        return len(caught), peak

    factories.many_incidents(world, 1000, at=now() - timedelta(days=1))
    few, small = cost()
    factories.many_incidents(world, 3000, at=now() - timedelta(days=2))
    many, large = cost()
    assert many == few
    assert large < 1.5 * small
