"""What the actions of a case are sent, strictly typed; the actions themselves judge it."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from sinergi.incidents.api.shapes import Severity
from sinergi.kernel.identifiers import uuid7
from sinergi.kernel.rest import Body, Count, Flag, Lat, Lon, Moment, text

Reason = Annotated[text(2000, least=3), Field(description="Why; it stays in the journal.")]
Code = Annotated[
    str,
    Field(
        pattern=r"^\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?$",
        max_length=13,
        description="Official code of a place.",
        examples=["35.19.04.2007"],
    ),
]
Pillar = Literal["village_head", "babinsa", "bhabinkamtibmas"]


class ReportBody(Body):
    """What happened. The village, the kind and one sentence are enough."""

    region: Code
    kind: Annotated[text(30), Field(description="A code of `GET /catalogue`.")]
    what: Annotated[text(5000, least=10), Field(description="What happened, in a sentence.")]
    severity: Severity | None = Field(None, description="Left out: what the kind suggests.")
    happened_at: Moment | None = Field(None, description="Left out: now.")
    place: text(200) = ""  # type: ignore[valid-type]
    lon: Lon | None = None
    lat: Lat | None = None
    injured: Count = 0
    dead: Count = 0
    damage: text(300) = ""  # type: ignore[valid-type]


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

    remark: text(2000) = ""  # type: ignore[valid-type]


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

    steps: text(5000, least=3)  # type: ignore[valid-type]


class Settle(Body):
    """How it was settled."""

    outcome: text(5000, least=3)  # type: ignore[valid-type]


class Because(Body):
    """The reason."""

    reason: Reason


class Mediate(Body):
    """A deliberation. Parties are named by their role, never by their name."""

    held_at: Moment
    place: text(200, least=3)  # type: ignore[valid-type]
    parties: Annotated[list[text(120, least=1)], Field(min_length=2, max_length=30)]  # type: ignore[valid-type]
    attendance: dict[Pillar, Flag] = Field(description="Which of the three pillars were there.")
    matter: text(5000, least=3)  # type: ignore[valid-type]
    outcome: Literal["agreed", "not_agreed"]
    agreement: text(5000) = ""  # type: ignore[valid-type]


class Ask(Body):
    """What is asked of another agency."""

    agency: UUID
    kind: Literal["assistance", "advice", "task"]
    title: text(200, least=1)  # type: ignore[valid-type]
    detail: text(5000) = ""  # type: ignore[valid-type]
    due_at: Moment | None = None


class Refer(Body):
    """To which body outside it is passed on."""

    body: Literal[
        "bawaslu", "gakkumdu", "polres", "kejari", "kpu", "dkpp", "bkn", "kodim", "other"
    ]
    reason: Reason
    body_name: text(120) = ""  # type: ignore[valid-type]
    answer_due: Moment | None = Field(None, description="Left out: in seven days.")


class Restrict(Body):
    """Who alone may see the case from now on; one's own agency always may."""

    agencies: Annotated[list[UUID], Field(max_length=50)]


class Check(Body):
    """Whether the agreement held."""

    held: Flag
    remark: text(2000) = ""  # type: ignore[valid-type]


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
    remark: text(300) = ""  # type: ignore[valid-type]
