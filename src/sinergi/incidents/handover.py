"""The hand-over package of a referral: the letter, the originals, the case, and all digests.

A ZIP, streamed in constant memory. It holds what was handed over when the case was passed on, not
what came later: the list in the letter and the content of the package are the same for ever.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from sinergi.incidents.models import IncidentEvidence, Referral
from sinergi.incidents.problems import PackageDamaged
from sinergi.incidents.referral import CASE_FILE, case_bytes
from sinergi.kernel import files
from sinergi.kernel.packages import Content, build_package, safe_path

LETTER = "surat-penerusan.pdf"
README = "BACA-SAYA.txt"
README_TEXT = """Paket serah terima perkara {number}
Kepada: {to}
Surat: {letter} ({letter_file})
{exercise}
Isi:
  {letter_file}  surat penerusan
  {case_file}           fakta dan kronologi perkara (JSON, UTF-8)
  bukti/                 berkas asli sebagaimana diterima
  manifest.json          daftar isi
  digests.txt            nilai SHA-256 setiap berkas

Periksa keutuhan:  sha256sum -c digests.txt
"""

Listed = tuple[str, str, str]  # name in the package, path in the store, digest it must have


def package_name(referral: Referral) -> str:
    """A name under which to save it: RJK-35.19-2024-000001.zip"""
    number = referral.document.number if referral.document else str(referral.pk)
    return safe_path(number.replace("/", "-")) + ".zip"


def require_whole(referral: Referral) -> None:
    """Raise PackageDamaged when a file in the store is no longer what was handed over."""
    for name, path, digest in _listed(referral):
        if files.digest_of(path) != digest:
            raise PackageDamaged(
                _("%(name)s is missing or was altered in the store.") % {"name": name}
            )


def _listed(referral: Referral) -> list[Listed]:
    """The letter and the originals, in two statements at most."""
    letter = referral.document
    if letter is None:
        return []
    named = {row["id"]: row for row in referral.manifest["evidence"]}
    rows = IncidentEvidence.objects.filter(pk__in=list(named)).select_related("blob")
    paths = {str(row.pk): row.blob.original_path for row in rows}
    evidence = [(row["name"], paths[key], row["sha256"]) for key, row in named.items()]
    return [(LETTER, letter.path, letter.sha256), *evidence]


def package_of(referral: Referral) -> Iterator[bytes]:
    """The package as a stream, in constant memory. `require_whole` has looked at its files."""
    letter = referral.document
    manifest = {
        **{key: referral.manifest[key] for key in ("format", "exercise", "to", "case_sha256")},
        "case": referral.incident.number,
        "letter": {"number": letter.number, "sha256": letter.sha256} if letter else None,
    }
    made: list[tuple[str, Content]] = [
        (README, _readme(referral).encode()),
        (CASE_FILE, case_bytes(referral.manifest["case"])),
    ]
    made += [(name, files.absolute(path)) for name, path, _digest in _listed(referral)]
    return build_package(manifest, made)


def _readme(referral: Referral) -> str:
    exercise = "\nLATIHAN (EXERCISE): dokumen gladi, bukan kejadian sebenarnya\n"
    return README_TEXT.format(
        number=referral.incident.number,
        to=referral.manifest["to"],
        letter=referral.document.number if referral.document else "–",
        letter_file=LETTER,
        case_file=CASE_FILE,
        exercise=exercise if referral.manifest["exercise"] else "",
    )
