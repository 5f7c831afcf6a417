"""Tables of the kernel."""

from sinergi.kernel.models.base import Operation, Recorded
from sinergi.kernel.models.journal import JournalEntry, NumberSeries, Seal

__all__ = ["JournalEntry", "NumberSeries", "Operation", "Recorded", "Seal"]

try:  # pragma: no cover - completed below by the rooms of the kernel
    from sinergi.kernel.models.documents import OfficialDocument
    from sinergi.kernel.models.evidence import Blob
except ModuleNotFoundError:
    pass
else:
    __all__ += ["Blob", "OfficialDocument"]
