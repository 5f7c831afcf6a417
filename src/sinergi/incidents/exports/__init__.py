"""Cases as files, for who must take them out of the house: Excel, CSV, GeoJSON.

Each format is one module with one function, rows in and pieces of a file out. The rows come through
a cursor of the server, so a file of 100,000 cases needs no more memory than one of ten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import StreamingHttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sinergi.agencies.models import Post
from sinergi.incidents.actions.export import export_incidents
from sinergi.incidents.exports import csv_file, excel_file, geojson_file
from sinergi.incidents.exports.table import Table, open_table
from sinergi.incidents.filter_words import names_of, parts_of, sentence
from sinergi.incidents.filters import IncidentFilter
from sinergi.incidents.queries.situation import meant
from sinergi.kernel.clock import local, now
from sinergi.kernel.indonesian import zone_name
from sinergi.kernel.problems import TooLarge
from sinergi.kernel.workbooks import MEDIA_TYPE

LONGEST_NAME = 80  # characters of the filter in the name of a file


@dataclass(frozen=True)
class Format:
    """One kind of file. `most` rows fit into it; 0 when there is no limit."""

    title: Any
    media_type: str
    write: Callable[[Table], Iterator[bytes]]
    most: int = 0


FORMATS: dict[str, Format] = {
    "xlsx": Format("Excel", MEDIA_TYPE, excel_file.write, excel_file.MOST_ROWS),
    "csv": Format(gettext_lazy("CSV (semicolons)"), "text/csv; charset=utf-8", csv_file.write),
    "geojson": Format("GeoJSON", "application/geo+json", geojson_file.write),
}


def export_cases(post: Post, wanted: IncidentFilter, form: str) -> StreamingHttpResponse:
    """The cases that are meant as a file of FORMATS, written down in the journal beforehand.

    Raises Forbidden when her post does not export, TooLarge when they do not fit into the format.
    """
    kind = FORMATS[form]
    rows = meant(post, wanted)
    count = rows.count()
    words = sentence(parts_of(wanted, names_of(wanted, post)))
    if kind.most and count > kind.most:
        raise TooLarge(_("Excel holds no more than 1,048,575 rows. Narrow it down, or take CSV."))
    export_incidents(post, post, words=words, query=wanted.query(), count=count, form=form)
    table = open_table(rows, post.operation, words)
    response = StreamingHttpResponse(kind.write(table), content_type=kind.media_type)
    response["Content-Disposition"] = f'attachment; filename="{file_name(words, form)}"'
    response["Cache-Control"] = "private, no-store"
    return response


def file_name(words: str, form: str) -> str:
    """kejadian-parah-terbuka-di-kec-jiwan-20240910-0800-wib.xlsx: what is in it, and when."""
    moment = local(now())
    what = slugify(words)[:LONGEST_NAME].strip("-")
    stamp = f"{moment:%Y%m%d-%H%M}-{zone_name(moment).lower()}"
    return f"{slugify(_('Incidents'))}-{what}-{stamp}.{form}"


__all__ = ["FORMATS", "Format", "export_cases", "file_name"]
