"""Handing a case on: whom the law names, the letter, the package, and what was answered."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sinergi.followups.offers import Offer, OfferForm, by_slug, standings
from sinergi.followups.performing import Place, perform
from sinergi.kernel.action import may
from sinergi.kernel.permission import require
from sinergi.kernel.problems import Invalid, NotFound, Problem
from sinergi.neutrality import drafting, handover, handover_permissions, law
from sinergi.neutrality.actions import handover as actions
from sinergi.neutrality.actions.identity import read_identity
from sinergi.neutrality.drafting import addressee, draft_of, proposed, receivers
from sinergi.neutrality.forms import handover as forms
from sinergi.neutrality.law import Receiver
from sinergi.neutrality.letters import marked
from sinergi.neutrality.models import Case, Handover, Paper, Proposal
from sinergi.neutrality.permissions import require_handler
from sinergi.neutrality.queries import handovers as queries
from sinergi.neutrality.queries.cases import find_case
from sinergi.neutrality.reading import OpenLeaf
from sinergi.neutrality.sealing import store
from sinergi.neutrality.sealing.case_keys import Opened, secret_of
from sinergi.neutrality.sealing.words import open_words
from sinergi.neutrality.unlocking import opened_of, require_opened
from sinergi.neutrality.views.confidential import confidential, post_of, receiving, unkept
from sinergi.neutrality.views.files import download
from sinergi.web.controls import add_problem

PDF = "application/pdf"
OFFERS = (
    Offer("send", actions.send_handover, OfferForm, _("The time to answer runs."), "send"),
    Offer("answer", actions.record_answer, forms.AnswerForm, _("The answer is kept, sealed."),
          "circle-check"),
    Offer("remind", actions.remind_authority, OfferForm, _("The reminder is set."),
          "clock-exclamation", tone="secondary"),
    Offer("withdraw", actions.withdraw_handover, forms.WithdrawForm, _("Withdrawn."), "circle-x",
          tone="danger"),
)  # fmt: skip
BY_SLUG = by_slug(OFFERS)
RECEIPT = Offer("receipt", actions.give_report_receipt, forms.ReceiptForm,
                _("The receipt is set."), "file-text")  # fmt: skip


@require_safe
@confidential
def listed(request: HttpRequest) -> HttpResponse:
    """Hand-overs, those whose answer is due first before the others."""
    post = post_of(request)
    require_handler(post)
    state = request.GET.get("state", "")
    state = state if state in queries.STATES else "open"
    authority, page = request.GET.get("authority", ""), _page_of(request)
    told = {
        "page": queries.handovers(post, state=state, authority=authority, page=page),
        "state": state,
        "authority": authority,
        "number": page,
        "states": [("open", _("Not answered yet")), ("late", _("Late")),
                   ("answered", _("Answered")), ("all", _("All"))],
    }  # fmt: skip
    return render(request, "neutrality/handovers.html", told)


def _page_of(request: HttpRequest) -> int:
    given = request.GET.get("page", "")
    return max(int(given), 1) if given.isdecimal() and len(given) < 5 else 1


@require_http_methods(["GET", "HEAD", "POST"])
@confidential
def case_handover(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Whom the law names for this case; and the letter to the one that was chosen."""
    post = post_of(request)
    case = find_case(post, pk)
    answer = may(post, "prepare_handover", case)
    told: dict[str, Any] = {
        "case": case,
        "lines": queries.lines_of_case(case),
        "receivers": receivers(case),
        "refused": answer,
        "barred": _barred(case),
    }
    receiver = _chosen(request, case)
    if receiver is None or not answer:
        return render(request, "neutrality/case_handover.html", told, status=200)
    opened = require_opened(request)
    form = forms.PrepareForm(
        request.POST or None, initial=_initial(case, receiver, opened), label_suffix=""
    )
    if request.method == "POST" and form.is_valid():
        try:
            row = _prepare(request, case, form, receiver, opened)
            messages.success(request, _("The letter is set and sealed."))
            return redirect("neutrality:handover", pk=row.pk)
        except Problem as problem:
            add_problem(form, problem)
    told |= {"form": form, "chosen": receiver}
    return render(
        request, "neutrality/case_handover.html", told, status=422 if form.errors else 200
    )


def _prepare(
    request: HttpRequest, case: Case, form: forms.PrepareForm, receiver: Receiver, opened: Opened
) -> Handover:
    draft = draft_of(case, opened, form.choice(receiver), receiver)
    return actions.prepare_handover(post_of(request), case, draft=draft)


def _chosen(request: HttpRequest, case: Case) -> Receiver | None:
    """The authority that the address names, as code.track."""
    authority, _dot, track = request.GET.get("to", "").partition(".")
    return drafting.receiver_of(case, authority, track)


def _barred(case: Case) -> list[Receiver]:
    """Those that would receive it, were they not its subject."""
    taken = {(row.track, row.authority) for row in receivers(case)}
    usual = receivers(case, barred=())
    return [row for row in usual if (row.track, row.authority) not in taken]


def _initial(case: Case, receiver: Receiver, opened: Opened) -> dict[str, Any]:
    known = law.breaches()
    rows = [known[code] for code in case.breaches if code in known]
    named = [(receiver.basis, receiver.mark), *((row.basis, row.mark) for row in rows)]
    basis = dict.fromkeys(marked(text, mark) for text, mark in named)
    return {
        **proposed(case, opened),
        "to": addressee(case, receiver.authority),
        "basis": "\n".join(basis),
        "signer": actions.signer_of(case),
    }


@require_safe
@confidential
def handover_page(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One hand-over: its letter and package, what may be done, what was answered."""
    row = queries.find_handover(post_of(request), pk)
    known = _opened_identity(request, row) is not None
    return _shown(request, row, forms.PackageForm(with_identity=known))


def _shown(
    request: HttpRequest, row: Handover, form: forms.PackageForm, status: int = 200
) -> HttpResponse:
    post, opened = post_of(request), opened_of(request)
    found, refusals = standings(post, row, OFFERS, lambda offer: _address(row, offer))
    told = {
        "row": row,
        "line": queries.HandoverLine(row),
        "case": row.case,
        "papers": list(Paper.objects.filter(handover=row).exclude(code="")),
        "opened": opened,
        "answer": _answer(row, opened),
        "standings": found,
        "refusals": refusals,
        "form": form,
        "may_take": handover_permissions.may_take(post, row),
    }
    return render(request, "neutrality/handover.html", told, status=status)


def _answer(row: Handover, opened: Opened | None) -> OpenLeaf | None:
    """What the authority answered, once the key is unlocked."""
    if row.answer is None or opened is None:
        return None
    return OpenLeaf(row.answer, open_words(row.answer.content, secret_of(row.case, opened)))


def _address(row: Handover, offer: Offer) -> str:
    if offer.slug == "answer":
        return reverse("neutrality:handover-answer", args=[row.pk])
    return reverse("neutrality:handover-do", args=[row.pk, offer.slug])


@confidential
def handover_do(request: HttpRequest, pk: uuid.UUID, slug: str) -> HttpResponse:
    """Send, remind, withdraw."""
    row = queries.find_handover(post_of(request), pk)
    if slug not in BY_SLUG or slug == "answer":
        raise NotFound()
    return perform(request, BY_SLUG[slug], row, _place(row))


@receiving
def handover_answer(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Keep an answer, with its scan."""
    row = queries.find_handover(post_of(request), pk)
    return perform(request, BY_SLUG["answer"], row, _place(row))


def _place(row: Handover) -> Place:
    title = queries.HandoverLine(row).authority
    return Place(row.number, title, reverse("neutrality:handover", args=[row.pk]))


@require_safe
@confidential
def handover_letter(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """The letter, opened while it is sent."""
    return letter_answer(request, queries.find_handover(post_of(request), pk))


def letter_answer(request: HttpRequest, row: Handover) -> HttpResponseBase:
    """The letter of a hand-over, with an unlocked key."""
    return _pdf(request, row.case, row.letter_path, f"{row.number}.pdf")


@require_safe
@confidential
def paper(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """The sheet, a reminder or a receipt, opened while it is sent."""
    row = queries.find_paper(post_of(request), pk)
    if not row.code:
        raise NotFound()
    return _pdf(request, row.case, row.path, f"{row.number}-{row.kind}.pdf")


def _pdf(request: HttpRequest, case: Case, path: str, name: str) -> HttpResponseBase:
    secret = secret_of(case, require_opened(request))
    return download(store.open_kept(path, secret), name.replace("/", "-"), PDF, attachment=False)


@require_POST
@confidential
def handover_package(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """The package. Its digest is journaled before it leaves; an identity only if it was opened."""
    row = queries.find_handover(post_of(request), pk)
    identity = _opened_identity(request, row)
    form = forms.PackageForm(request.POST, with_identity=identity is not None)
    if not form.is_valid():
        return _shown(request, row, form, status=422)
    return package_answer(
        request,
        row,
        recipient=form.cleaned_data["recipient"],
        identity=identity if form.cleaned_data.get("identity") else None,
        reason=form.cleaned_data.get("identity_reason", ""),
    )


def package_answer(
    request: HttpRequest,
    row: Handover,
    *,
    recipient: str = "",
    identity: Proposal | None = None,
    reason: str = "",
) -> HttpResponseBase:
    """The package of a hand-over, with an unlocked key; journaled before a byte of it leaves.

    Raises Invalid at `recipient` for what is no public key of age, Forbidden, Conflict.
    """
    if recipient and not handover.is_recipient(recipient):
        raise Invalid(forms.NO_RECIPIENT, field="recipient")
    post, opened = post_of(request), require_opened(request)
    require(handover_permissions.may_take(post, row))
    words = read_identity(post, identity, opened=opened).words if identity else None  # type: ignore[attr-defined]
    package = handover.package_for(row, opened, words)
    actions.take_handover_package(
        post,
        row,
        sha256=handover.digest_of(package),
        encrypted=bool(recipient),
        identity=identity,
        reason=reason,
    )
    if recipient:
        pieces = handover.encrypted_stream(package, recipient)
        return _archive(pieces, package.name + ".age", "application/octet-stream")
    return _archive(handover.stream_of(package), package.name, "application/zip")


def _archive(pieces: Iterable[bytes], name: str, media_type: str) -> HttpResponseBase:
    header = content_disposition_header(True, name) or "attachment"
    response = StreamingHttpResponse(
        pieces,
        content_type=media_type,
        headers={"Content-Disposition": header, "X-Content-Type-Options": "nosniff"},
    )
    return unkept(response)


def _opened_identity(request: HttpRequest, row: Handover) -> Proposal | None:
    """The identity of the reporter that this handler and the keeper opened, while it is open."""
    rows = row.case.proposals.filter(
        kind=Proposal.Kind.IDENTITY, leaf__isnull=False, opened__isnull=False
    )
    rows = rows.select_related("case__operation", "case__agency", "proposed_by", "answered_by")
    readable = (one for one in rows if may(post_of(request), "read_identity", one))
    return next(readable, None)


@confidential
def report_paper(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The formal receipt of a report, for a reporter who stands at the counter."""
    case = find_case(post_of(request), pk)
    place = Place(case.number, _("Receipt of the report"), case.get_absolute_url())
    return perform(
        request, RECEIPT, case, place, lambda row: reverse("neutrality:paper", args=[row.pk])
    )
