"""The room in the API: notices and how they come under /alerts, warnings under /warnings.

What has a fixed address is put in before `notices`, whose last address takes any word.
"""

from ninja import Router

from sinergi.alerts.api.channels import router as channels
from sinergi.alerts.api.notices import router as notices
from sinergi.alerts.api.warnings import router as warnings

router = Router()
router.add_router("/alerts", channels)
router.add_router("/alerts", notices)
router.add_router("/warnings", warnings)

__all__ = ["router"]
