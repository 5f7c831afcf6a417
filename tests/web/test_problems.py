"""Declared errors as pages, as messages and as JSON."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.test import RequestFactory
from django.utils import translation

from sinergi.kernel.problems import Conflict, Forbidden, Invalid, NotFound, Unauthenticated
from sinergi.web.middleware import FormAnswers, ProblemPages

REASON = "Hanya koordinator posko yang dapat menutupnya."


@pytest.fixture(autouse=True)
def _indonesian():
    with translation.override("id"):
        yield


def answer_to(error, **headers):
    request = RequestFactory(headers={"Accept": "text/html", **headers}).get(
        "/incidents/?kind=crowd"
    )
    return ProblemPages(lambda r: HttpResponse()).process_exception(request, error)


def test_what_is_not_yours_to_do_says_why():
    response = answer_to(Forbidden(REASON))
    assert response.status_code == 403
    assert REASON in response.content.decode()


@pytest.mark.parametrize("error", [NotFound(), Http404("No Incident matches the given query.")])
def test_what_is_not_yours_to_know_tells_nothing(error):
    response = answer_to(error)
    assert response.status_code == 404
    assert "Incident matches" not in response.content.decode()
    assert "Tidak ditemukan, atau di luar kewenangan Anda." in response.content.decode()


def test_djangos_own_refusal_is_one_of_ours():
    assert answer_to(PermissionDenied(REASON)).status_code == 403


def test_an_error_that_nobody_declared_is_left_to_django():
    assert answer_to(ValueError("x")) is None


def test_a_part_of_a_page_gets_a_message_above_it():
    response = answer_to(Conflict(REASON), **{"HX-Request": "true"})
    assert response.status_code == 409
    assert response["HX-Retarget"] == "#toasts"
    assert "<html" not in response.content.decode()
    assert REASON in response.content.decode()


def test_a_program_gets_problem_json():
    response = answer_to(Invalid(REASON, field="what"), Accept="application/json")
    assert response["Content-Type"] == "application/problem+json"
    assert json.loads(response.content)["errors"] == [{"field": "what", "message": REASON}]


def test_who_is_signed_out_is_shown_the_door_and_comes_back():
    response = answer_to(Unauthenticated())
    assert response.status_code == 302
    assert response["Location"] == "/sign-in/?next=/incidents/%3Fkind%3Dcrowd"


def test_a_part_of_a_page_sends_its_whole_page_to_the_door():
    page = "http://localhost:8000/figures/?period=week"
    response = answer_to(Unauthenticated(), **{"HX-Request": "true", "HX-Current-URL": page})
    assert response["HX-Redirect"] == "/sign-in/?next=/figures/%3Fperiod%3Dweek"


def test_a_script_that_sends_a_form_is_told_where_to_go():
    def gone(request):
        response = HttpResponseRedirect("/incidents/1/")
        response.set_cookie("messages", "kept")
        return response

    factory = RequestFactory()
    assert FormAnswers(gone)(factory.post("/")).status_code == 302
    told = FormAnswers(gone)(factory.post("/", headers={"Sinergi-Form": "1"}))
    assert (told.status_code, told["Sinergi-Location"]) == (204, "/incidents/1/")
    assert told.cookies["messages"].value == "kept"
