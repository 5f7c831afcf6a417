"""The exact numbers, for handlers: of the cases that they see, as they stand now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.neutrality import law
from sinergi.neutrality.models import Case
from sinergi.neutrality.open_figures import reports_now
from sinergi.neutrality.outcomes import OUTCOMES


@dataclass(frozen=True)
class ExactTable:
    """Counts as they are; `rows` are what a bar chart draws."""

    title: Any
    rows: list[dict[str, Any]]


@dataclass(frozen=True)
class Exact:
    """All of them."""

    total: int
    tables: list[ExactTable]


def exact_figures(post: Post) -> Exact:
    """By state, subject, list of breach, decision and answer; two statements."""
    reports = reports_now(post)
    answers = [one for report in reports for one in report.answers]
    subjects = {code: row.title for code, row in law.subjects().items()}
    known = law.breaches()
    lists = {row.list: row.list_title for row in known.values()}
    of_lists = (
        code
        for report in reports
        for code in {known[breach].list for breach in report.breaches if breach in known}
    )
    return Exact(
        len(reports),
        [
            _table(_("By state"), dict(Case.State.choices), (one.state for one in reports)),
            _table(_("By subject"), subjects, (one.subject_kind for one in reports)),
            _table(_("By list of breaches"), lists, of_lists),
            _table(_("By decision"), dict(Case.Decision.choices),
                   (one.decision for one in reports)),
            _table(_("By answer of the authority"), {**OUTCOMES, "": _("Not answered yet")},
                   (one.outcome for one in answers)),
        ],
    )  # fmt: skip


def _table(title: Any, titles: Mapping[str, Any], values: Iterable[str]) -> ExactTable:
    counts = Counter(values)
    rows = [{"label": name, "value": counts[code]} for code, name in titles.items() if counts[code]]
    return ExactTable(title, rows)
