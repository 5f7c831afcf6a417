"""What a person can do with commitments: the only writes of this room."""

from sinergi.commitments.actions.drafting import (
    change_commitment,
    draft_commitment,
    name_signatories,
    withdraw_signatory,
)
from sinergi.commitments.actions.drives import (
    export_drive,
    join_drive,
    report_pledges,
    start_drive,
)
from sinergi.commitments.actions.life import (
    close_signing,
    open_for_signing,
    withdraw_commitment,
)
from sinergi.commitments.actions.signing import (
    make_signing_code,
    prove_factor,
    record_paper_signature,
    sign_on_phone,
)

__all__ = [
    "change_commitment",
    "close_signing",
    "draft_commitment",
    "export_drive",
    "join_drive",
    "make_signing_code",
    "name_signatories",
    "open_for_signing",
    "prove_factor",
    "record_paper_signature",
    "report_pledges",
    "sign_on_phone",
    "start_drive",
    "withdraw_commitment",
    "withdraw_signatory",
]
