"""What the pages of administration share."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from sinergi.agencies.current import acting, signed_in
from sinergi.kernel.problems import Forbidden

View = Callable[..., HttpResponseBase]
IN_A_PAGE = 50


def managing(capability: str) -> Callable[[View], View]:
    """A view for posts with that capability. Raises Forbidden, with who could, for the others."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not acting(request).can(capability):
                raise Forbidden(
                    _("Your post does not do this. The administrator or Bakesbangpol may.")
                )
            return view(request, *args, **kwargs)

        return signed_in(asked)

    return decorate


def page_of(request: HttpRequest, rows: QuerySet[Any]) -> Page[Any]:
    """The page that the address asks for; the nearest one when there is none such."""
    return Paginator(rows, IN_A_PAGE).get_page(request.GET.get("page"))
