"""The desks: what lies on each, and who is there."""

from __future__ import annotations
from uuid import UUID
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from sinergi.agencies.current import signed_in


@signed_in
def desks(request: HttpRequest) -> HttpResponse:
    return render(request, "incidents/desks.html", {})


@signed_in
def desk(request: HttpRequest, pk: UUID) -> HttpResponse:
    return render(request, "incidents/desk.html", {})
