"""What the actions of a case are sent, strictly typed; the actions themselves judge it."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from sinergi.incidents.api.shapes import Severity
from sinergi.kernel.identifiers import uuid7
from sinergi.kernel.rest import (
    Body,
    Count,
    Flag,
    Lat,
    Line,
    Lon,
    Moment,
    Note,
    Prose,
    Remark,
    Word,
)

Reason = Annotated[Remark, Field(min_length=3, description="Why; it stays in the journal.")]
Code = Annotated[
    str,
    Field(
        pattern=r"^\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?$",
        max_length=13,
        description="Official code of a place.",
        examples=["35.19.04.2007"],
    ),
]
Party = Annotated[Line, Field(min_length=1, max_length=120)]
Pillar = Literal["village_head", "babinsa", "bhabinkamtibmas"]


class ReportBody(Body):
    """What happened. The village, the kind and one sentence are enough."""

    region: Code
    kind: Annotated[Word, Field(description="A code of `GET /catalogue`.")]
    what: Annotated[Prose, Field(min_length=10, description="What happened, in a sentence.")]
    severity: Severity | None = Field(None, description="Left out: what the kind suggests.")
    happened_at: Moment | None = Field(None, description="Left out: now.")
    place: Line = ""
    lon: Lon | None = None
    lat: Lat | None = None
    injured: Count = 0
    dead: Count = 0
    damage: Note = ""


class NewReport(ReportBody):
    """A report. The same `client_id` again is the same report, however often it is sent."""

    client_id: UUID = Field(default_factory=uuid7, description="A UUID drawn by the sender.")

    model_config = {
        "json_schema_extra": {
            "examples": [
                {
                    "client_id": "0190f3c2-7a4e-7c1d-9a55-1f0f6f9f8a11",
                    "region": "35.19.04.2007",
                    "kind": "neighbour_dispute",
                    "what": "Warga berselisih soal pemasangan spanduk di depan balai desa.",
                    "place": "Balai desa",
                }
            ]
        }
    }


class Verify(Body):
    """The desk has made sure that it happened."""

    remark: Remark = ""


class Reject(Body):
    """It did not happen."""

    reason: Reason
    hoax: Flag = False


class Merge(Body):
    """It tells of the same event as another case."""

    into: UUID = Field(description="The case that stays.")


class Correct(ReportBody):
    """What is right, as a whole, and why it is corrected."""

    reason: Reason


class Handle(Body):
    """What is being done."""

    steps: Prose = Field(min_length=3)


class Settle(Body):
    """How it was settled."""

    outcome: Prose = Field(min_length=3)


class Because(Body):
    """The reason."""

    reason: Reason


class Mediate(Body):
    """A deliberation. Parties are named by their role, never by their name."""

    held_at: Moment
    place: Line = Field(min_length=3)
    parties: Annotated[list[Party], Field(min_length=2, max_length=30)]
    attendance: dict[Pillar, Flag] = Field(description="Which of the three pillars were there.")
    matter: Prose = Field(min_length=3)
    outcome: Literal["agreed", "not_agreed"]
    agreement: Prose = ""


class Ask(Body):
    """What is asked of another agency."""

    agency: UUID
    kind: Literal["assistance", "advice", "task"]
    title: Line = Field(min_length=1)
    detail: Prose = ""
    due_at: Moment | None = None


class Refer(Body):
    """To which body outside it is passed on."""

    body: Literal["bawaslu", "gakkumdu", "polres", "kejari", "kpu", "dkpp", "bkn", "kodim", "other"]
    reason: Reason
    body_name: Line = Field("", max_length=120)
    answer_due: Moment | None = Field(None, description="Left out: in seven days.")


class Restrict(Body):
    """Who alone may see the case from now on; one's own agency always may."""

    agencies: Annotated[list[UUID], Field(max_length=50)]


class Check(Body):
    """Whether the agreement held."""

    held: Flag
    remark: Remark = ""


Minutes = Annotated[int, Field(strict=True, ge=5, le=30 * 24 * 60)]


class SetPolicy(Body):
    """A new version of the policy: severity, level, [acknowledge, settle] in minutes."""

    table: dict[
        Severity,
        dict[
            Literal["village", "district", "regency"],
            Annotated[list[Minutes], Field(min_length=2, max_length=2)],
        ],
    ]
    remark: Note = ""
