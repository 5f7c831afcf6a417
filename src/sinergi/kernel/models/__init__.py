"""Tables of the kernel."""

from sinergi.kernel.models.answers import KeptAnswer
from sinergi.kernel.models.base import Operation, Recorded
from sinergi.kernel.models.documents import OfficialDocument
from sinergi.kernel.models.evidence import Blob
from sinergi.kernel.models.journal import JournalEntry, NumberSeries, Seal, Viewer

__all__ = [
    "Blob",
    "JournalEntry",
    "KeptAnswer",
    "NumberSeries",
    "OfficialDocument",
    "Operation",
    "Recorded",
    "Seal",
    "Viewer",
]
