"""Where a form leads afterwards."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def safe_next(request: HttpRequest, otherwise: str = "/") -> str:
    """The page that the form names, else the address, when it is one of ours."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    hosts = {request.get_host()}
    fits = url_has_allowed_host_and_scheme(wanted, hosts, require_https=request.is_secure())
    return wanted if fits else otherwise
