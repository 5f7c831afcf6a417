"""Files that a handler adds to a case, sealed as those of a reporter are."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.kernel.action import action, note
from sinergi.neutrality import permissions
from sinergi.neutrality.casebook import write_leaf
from sinergi.neutrality.letterbox import keep_files
from sinergi.neutrality.models import Case, Leaf
from sinergi.neutrality.upload import SealedUpload, examined


@action(
    "neutrality_case.file_added",
    subject=Leaf,
    parent=Case,
    lock_parent=True,
    may=permissions.may_do("add_file"),
    title=_("Add files"),
)
def add_case_file(by: Post, case: Case, *, files: Sequence[SealedUpload], text: str = "") -> Leaf:
    """Files with what they show, as a note; each with a copy without metadata where that can be.

    Raises Invalid or TooLarge (field `files`) for what the house does not keep.
    """
    kept = examined(list(files))
    leaf = write_leaf(case, Leaf.Kind.NOTE, {"text": text.strip(), "about": "file"}, by=by)
    keep_files(leaf, kept, from_reporter=False)
    note(leaf=leaf.turn, files=len(kept))
    return leaf
