"""Cases in the API: found, read, reported, and worked on by the actions of the pages."""

from ninja import Router

from sinergi.incidents.api import acting, exports, figures, files, reading, reporting

router = Router()
for part in (reading, reporting, acting, files, figures, exports):
    router.add_router("", part.router)

__all__ = ["router"]
