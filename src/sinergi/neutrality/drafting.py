"""What is to be handed on, opened with a handler's key: it lives in memory until it is sealed.

The facts become `case.json` of the package (`docs/neutrality-handover.md`). They name no reporter:
not an identity, and not the reporter's own words either, unless the handler who read them says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import PurePath
from typing import Any

from sinergi.kernel.clock import local, now
from sinergi.kernel.indonesian import long_date
from sinergi.kernel.models import JournalEntry
from sinergi.neutrality import law
from sinergi.neutrality.law import Receiver
from sinergi.neutrality.letters import DECISIONS
from sinergi.neutrality.models import Case, Leaf, SealedFile
from sinergi.neutrality.sealing import store
from sinergi.neutrality.sealing.case_keys import Opened, secret_of
from sinergi.neutrality.sealing.words import open_words

FORMAT = "sinergi-neutrality-handover/1"
REDACTED = "dirahasiakan (UU 31/2014 pasal 5; UU 14/2008 pasal 17 huruf a angka 2)"
OWN_WORDS = ("what", "when", "day", "where", "region", "witnesses")
# The steps of a case as its sheet tells them; what is not named here stays inside.
STEPS = {
    "neutrality_case.collected": "Laporan diterima",
    "neutrality_case.report_recorded": "Laporan diterima",
    "neutrality_case.finding_recorded": "Temuan dicatat",
    "neutrality_case.finding_raised": "Diangkat sebagai temuan",
    "neutrality_case.review_begun": "Kajian awal dimulai",
    "neutrality_case.completion_asked": "Pelapor diminta melengkapi laporan",
    "neutrality_case.review_resumed": "Kajian awal dilanjutkan",
    "neutrality_case.registered": "Diregistrasi",
    "neutrality_case.clarification_begun": "Klarifikasi dimulai",
    "legal_clock.extended": "Waktu penanganan diperpanjang",
    "neutrality_case.brought_to_plenary": "Dibawa ke rapat pleno",
    "neutrality_case.decided": "Diputus dalam rapat pleno",
}
ARRIVALS = (
    "neutrality_case.collected",
    "neutrality_case.report_recorded",
    "neutrality_case.finding_recorded",
)


@dataclass(frozen=True, repr=False)
class Choice:
    """What the handler chose and typed for one hand-over."""

    authority: str
    track: str
    to: str  # lines
    basis: str  # lines
    subject: str  # whom it concerns, by post and office
    summary: str
    signer: str
    copies: str = ""  # lines
    own_words: bool = False  # hand on what the reporter wrote
    unstripped: bool = False  # hand on files whose metadata could not be removed


@dataclass(frozen=True, repr=False)
class Evidence:
    """One file that is handed on, by its name in the package; its sender's name stays here."""

    file: str  # identifier of the SealedFile
    name: str
    media_type: str
    size: int  # bytes
    sha256: str

    def facts(self) -> dict[str, Any]:
        """As `case.json` lists it."""
        return {"id": self.file, "name": self.name, "media_type": self.media_type,
                "size": self.size, "sha256": self.sha256}  # fmt: skip


@dataclass(frozen=True, repr=False)
class Draft:
    """A hand-over before it is sealed."""

    choice: Choice
    receiver: Receiver
    facts: dict[str, Any]
    evidence: list[Evidence] = field(default_factory=list)
    left_out: int = 0  # files that are not handed on


def receivers(case: Case, *, barred: Sequence[str] | None = None) -> list[Receiver]:
    """Who receives a case that is handed on today, without those that are its subject."""
    out = case.barred_authorities if barred is None else barred
    return law.receivers_of(case.subject_kind, case.breaches, local(now()).date(), barred=out)


def receiver_of(case: Case, authority: str, track: str) -> Receiver | None:
    """The one that was chosen, if the law names it for this case today."""
    named = (row for row in receivers(case) if (row.authority, row.track) == (authority, track))
    return next(named, None)


# Offices of the regency itself: their heads are called by its name.
LOCAL = ("inspectorate", "dpmd", "gakkumdu", "polres", "propam", "kpu_regency", "bawaslu_regency")


def addressee(case: Case, authority: str) -> str:
    """Whom a letter addresses: Bupati Madiun, Ketua KPU Kabupaten Madiun. To be looked over."""
    known = law.authorities().get(authority)
    head, place = known.address_to if known else authority, case.agency.region.name
    if head.startswith("Bupati"):
        return head.replace("Bupati", f"Bupati {place}", 1)
    return f"{head} {place}" if authority in LOCAL else head


def draft_of(case: Case, opened: Opened, choice: Choice, receiver: Receiver) -> Draft:
    """Everything that is handed on; raises NotFound for a key that is not of this case."""
    secret = secret_of(case, opened)
    evidence, left_out = _evidence(case, secret, unstripped=choice.unstripped)
    facts = _facts(case, secret, choice, receiver)
    facts["evidence"] = [file.facts() for file in evidence]
    facts["evidence_left_out"] = left_out
    return Draft(choice, receiver, facts, evidence, left_out)


def proposed(case: Case, opened: Opened) -> dict[str, Any]:
    """What the form begins with: whom it concerns, and what was reported."""
    told = _report(case, secret_of(case, opened))
    return {"subject": told.get("subject", ""), "summary": told.get("what", "")}


def _report(case: Case, secret: str) -> dict[str, Any]:
    leaf = case.leaves.filter(kind=Leaf.Kind.REPORT, collected=True).order_by("turn").first()
    return open_words(leaf.content, secret) if leaf else {}


def _facts(case: Case, secret: str, choice: Choice, receiver: Receiver) -> dict[str, Any]:
    operation, kind = case.operation, law.subjects().get(case.subject_kind)
    return {
        "format": FORMAT,
        "operation": operation.name,
        "election": operation.election,
        "exercise": operation.is_exercise,
        "timezone": operation.timezone,
        "from": case.agency.name,
        "to": {
            "authority": receiver.authority,
            "title": receiver.title,
            "track": receiver.track,
            "role": receiver.role,
            "basis": receiver.basis,
            "basis_mark": receiver.mark,
        },
        "case": {
            "number": case.number,
            "origin": case.origin,
            "arrived_on": case.arrived_on.isoformat(),
            "registered_at": _iso(case.registered_at),
            "decided_at": _iso(case.decided_at),
        },
        "subject": {
            "kind": case.subject_kind,
            "title": kind.title if kind else case.subject_kind,
            "post": choice.subject,
        },
        "breaches": list(_breaches(case)),
        "conditions": list(_conditions(case)),
        "summary": choice.summary,
        "decision": {"code": case.decision, "title": DECISIONS[case.decision],
                     "reasoning": _reasoning(case, secret)},
        "chronology": list(_chronology(case)),
        "reporter": REDACTED,
        "report": _own_words(case, secret) if choice.own_words else None,
    }  # fmt: skip


def _breaches(case: Case) -> Iterator[dict[str, str]]:
    rows = law.breaches()
    for row in (rows[code] for code in case.breaches if code in rows):
        yield {"code": row.code, "title": row.title, "list": row.list_title, "basis": row.basis,
               "basis_mark": row.mark}  # fmt: skip


def _conditions(case: Case) -> Iterator[dict[str, Any]]:
    """Those of the law, fulfilled or not; formal ones are not asked of what Bawaslu found."""
    for row in law.conditions(case.arrived_on, finding=case.origin == Case.Origin.FINDING):
        yield {"code": row.code, "kind": row.kind, "title": row.title,
               "fulfilled": bool(case.conditions.get(row.code))}  # fmt: skip


def _iso(moment: datetime | None) -> str | None:
    return local(moment).isoformat(timespec="seconds") if moment else None


def _reasoning(case: Case, secret: str) -> str:
    leaf = case.leaves.filter(kind=Leaf.Kind.DECISION).order_by("-turn").first()
    return str(open_words(leaf.content, secret).get("text", "")) if leaf else ""


def _own_words(case: Case, secret: str) -> dict[str, Any]:
    told = _report(case, secret)
    return {name: told.get(name, "") for name in OWN_WORDS}


def _chronology(case: Case) -> Iterator[dict[str, str]]:
    """The steps by their day: {day (ISO), shown, step}."""
    entries = JournalEntry.objects.filter(
        subject_type=Case._meta.label_lower, subject_id=str(case.pk), verb__in=STEPS
    )
    clocks = JournalEntry.objects.filter(
        subject_type="neutrality.legalclock", verb__in=STEPS,
        subject_id__in=[str(pk) for pk in case.clocks.values_list("pk", flat=True)],
    )  # fmt: skip
    found = list((entries | clocks).order_by("pk"))
    if not any(entry.verb in ARRIVALS for entry in found):
        yield _step(case.arrived_on, STEPS[ARRIVALS[0]])
    for entry in found:
        yield _step(local(entry.at).date(), STEPS[entry.verb])


def _step(day: date, text: str) -> dict[str, str]:
    return {"day": day.isoformat(), "shown": long_date(day), "step": text}


def _evidence(case: Case, secret: str, *, unstripped: bool) -> tuple[list[Evidence], int]:
    """The copies without metadata; and how many files are not handed on."""
    rows = list(case.files.filter(collected=True).order_by("day", "pk"))
    given = [row for row in rows if _path_of(row, unstripped=unstripped)]
    found = [_one(row, number, secret) for number, row in enumerate(given, start=1)]
    return found, len(rows) - len(given)


def _path_of(row: SealedFile, *, unstripped: bool) -> str:
    if row.shown_path:
        return row.shown_path
    return row.original_path if unstripped and row.original_layers == 1 else ""


def _one(row: SealedFile, number: int, secret: str) -> Evidence:
    about, shown = open_words(row.about, secret), bool(row.shown_path)
    with store.open_kept(row.shown_path or row.original_path, secret) as kept:
        size = kept.size
    ending = PurePath(str(about["name"])).suffix.lower()
    return Evidence(
        file=str(row.pk),
        name=f"bukti/{number:02d}{_ending(about, ending) if shown else ending}",
        media_type=str(about["shown_type"] if shown else about["media_type"]),
        size=size,
        sha256=str(about["shown_sha256"] if shown else about["sha256"]),
    )


def _ending(about: dict[str, Any], given: str) -> str:
    """The ending of the copy: a HEIC is shown as JPEG, for instance."""
    if about["shown_type"] == about["media_type"]:
        return given
    return "." + str(about["shown_type"]).rpartition("/")[2].replace("jpeg", "jpg")
