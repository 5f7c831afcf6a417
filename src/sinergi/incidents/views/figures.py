"""The figures: how well cases are settled where they arise."""

from __future__ import annotations
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from sinergi.agencies.current import signed_in


@signed_in
def figures(request: HttpRequest) -> HttpResponse:
    return render(request, "incidents/figures.html", {})
