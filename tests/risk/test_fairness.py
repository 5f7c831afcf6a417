"""The index knows no person, no religion and no candidate."""

from __future__ import annotations

import re

import pytest

from sinergi.incidents.kinds import KINDS
from sinergi.incidents.models import Incident
from sinergi.polling import shipped as polling
from sinergi.risk.models import RiskScore
from sinergi.risk.reading.events import severities
from sinergi.risk.reading.figures import SIGNALS
from sinergi.risk.shipped import shipped_indicators
from tests import factories
from tests.factories import ELSEWHERE, NEIGHBOUR, VILLAGE, World
from tests.factories_risk import assessed, computed, prepared

ABOUT_PEOPLE = re.compile(
    r"\b(calon|paslon|pasangan|kandidat|nomor urut|agama|gereja|masjid|suku|etnis|candidate|"
    r"religion|ethnic|partai|party)\b",
    re.IGNORECASE,
)
LABELS = ("pasangan nomor 1", "pasangan nomor 2")


def test_no_indicator_is_on_a_person_a_religion_or_a_candidate() -> None:
    for row in shipped_indicators():
        told = (row.columns["title_id"], row.columns["title_en"], row.columns["code"])
        assert not [text for text in told if ABOUT_PEOPLE.search(text)], told
        assert "V7.6" not in row.columns["keys"]  # near the house of a candidate


def test_every_indicator_has_its_source() -> None:
    kinds, findings = set(KINDS), {row["code"] for row in polling.indicators()}
    for row in shipped_indicators():
        columns = row.columns
        if columns["source"] == "assessed":
            assert not columns["signal"]
            continue
        assert columns["signal"] in SIGNALS
        known = kinds if columns["signal"] == "incidents" else findings
        assert set(columns["keys"]) <= known


def test_every_kind_of_incident_counts_once_but_the_unrelated() -> None:
    told = [
        key
        for row in shipped_indicators()
        if row.columns["signal"] == "incidents"
        for key in row.columns["keys"]
    ]
    assert sorted(told) == sorted(set(KINDS) - {"unrelated"})
    assert list(severities()) == ["low", "medium", "high", "critical"]


@pytest.mark.django_db
def test_swapping_the_labels_of_candidates_changes_nothing(world: World) -> None:
    prepared(world)
    assessed(world, close_result=4, history_vote_buying=2)
    kinds = ("apk_damage", "vote_buying", "neutrality_breach", "crowd")
    for number, kind in enumerate(kinds):
        code = (VILLAGE, NEIGHBOUR, ELSEWHERE)[number % 3]
        by = "elsewhere:babinsa" if code == ELSEWHERE else "kapolsek"
        what = f"Baliho {LABELS[number % 2]} dirusak, diduga oleh {LABELS[(number + 1) % 2]}."
        factories.report(world, by, code=code, kind=kind, what=what)
    before = _scores(world)
    for row in Incident.objects.all():
        row.what = re.sub("nomor [12]", lambda m: f"nomor {3 - int(m[0][-1])}", row.what)
        row.save()
    assert _scores(world) == before


def _scores(world: World) -> dict[str, object]:
    computed(world)
    return {row.region_id: (row.total, row.parts) for row in RiskScore.objects.all()}
