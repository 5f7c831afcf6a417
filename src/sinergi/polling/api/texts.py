"""Short texts that a gateway hands over."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Field

from sinergi.kernel.problems import Forbidden
from sinergi.kernel.rest import NO_NUL, Asking, Body, Moment, Shape
from sinergi.polling.api.routes import router
from sinergi.polling.texting.answering import Line, Text, answer_text


class ShortTextBody(Body):
    """A text, and from which number it came."""

    sender: Annotated[str, Field(max_length=30, pattern=NO_NUL, alias="from")]
    text: Annotated[str, Field(max_length=1_000, pattern=NO_NUL)]
    id: Annotated[str, Field(min_length=1, max_length=100, pattern=NO_NUL)] = Field(
        description="The gateway's own: the same again does nothing new."
    )
    sent_at: Moment | None = Field(None, description="By the clock of the operation.")


class TextLine(Shape):
    """What became of one report in the text."""

    state: str = Field(description="done, known, asked (answer YA), refused, or unclear")
    text: str
    check_in: UUID | None


class TextOut(Shape):
    """What is to be sent back to the phone."""

    answer: str
    items: list[TextLine]


@router.post(
    "/polling/texts", response=TextOut, operation_id="text_receive", summary="Hand over a text"
)
def receive_text(request: Asking, body: ShortTextBody) -> TextOut:
    """Do what a short text says, as the post of its sender, and give the answer for her phone.

    For the gateway of KPU or the desk. The grammar is in the handbook. Journal:
    `station.checked_in`, by the post of the sender, through the door `text`.
    """
    if not request.post.can("manage_stations"):
        raise Forbidden(_("Only the gateway of KPU or the desk hands over texts."))
    lines = answer_text(request.operation, Text(body.sender, body.text, body.id, body.sent_at))
    return TextOut.model_construct(
        answer="\n".join(line.words for line in lines), items=[_line_out(one) for one in lines]
    )


def _line_out(line: Line) -> TextLine:
    made = line.check_in.pk if line.check_in else None
    return TextLine.model_construct(state=line.state, text=line.words, check_in=made)
