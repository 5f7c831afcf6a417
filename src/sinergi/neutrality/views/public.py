"""The pages of reporters: no account, no cookie, no script needed, and no trace (see `Blind`)."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from sinergi.kernel.clock import use_operation
from sinergi.kernel.context import use_door
from sinergi.kernel.models import Operation
from sinergi.kernel.problems import Problem
from sinergi.neutrality import letterbox, receipts, thresholds
from sinergi.neutrality.casebook import Keyring
from sinergi.neutrality.forms.public import CodeForm, IdentityForm, MessageForm, ReportForm
from sinergi.neutrality.report_poster import report_poster
from sinergi.neutrality.reporting import open_operations, told_of
from sinergi.neutrality.thresholds import CODE, MESSAGE, REPORT, Passage
from sinergi.neutrality.upload import MOST_BYTES, MOST_FILES, SealingHandler
from sinergi.web.controls import add_problem

MB = 1024 * 1024
View = Callable[..., HttpResponse]


def of_reporters(view: View) -> View:
    """A page of reporters. What is posted to it is sealed while it arrives.

    There is no cookie, so none can be misused from elsewhere: a form proves by its ticket that it
    comes from one of our pages, and Django's token is not needed.
    """

    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @functools.wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.upload_handlers = [SealingHandler(request)]
        with use_door("letterbox", request_id="-"):
            return view(request, *args, **kwargs)

    return shown


@of_reporters
def report(request: HttpRequest, operation: str = "") -> HttpResponse:
    """The form, and on its POST the receipt, shown once."""
    opened = open_operations()
    if not opened:
        return render(request, "neutrality/public/closed.html")
    if len(opened) > 1 and not operation:
        return render(request, "neutrality/public/choose.html", {"operations": list(opened)})
    found = next((one for one in opened if operation in ("", one.code)), None)
    if found is None:
        raise Http404
    with use_operation(found):
        return _report(request, found, opened[found])


def _report(request: HttpRequest, operation: Operation, keyring: Keyring) -> HttpResponse:
    if request.method != "POST":
        return _form(request, ReportForm(operation=operation, keyring=keyring), REPORT)
    work = _Work(REPORT, request.POST)
    form = ReportForm(
        request.POST, request.FILES,
        operation=operation, keyring=keyring, strictly=work.passage is not None,
    )  # fmt: skip
    sent = work.do(form, lambda passage: _lay(operation, form, passage))
    if sent is None:
        return _form(request, form, REPORT, work)
    return render(request, "neutrality/public/sent.html", {"sent": sent})


def _lay(operation: Operation, form: ReportForm, passage: Passage) -> letterbox.Sent:
    return letterbox.lay_report(
        operation,
        report=form.report(),
        identity=form.given_identity(),
        files=form.cleaned_data["files"],
        barred=form.barred_posts(),
        passage=passage,
    )


class _Work:
    """What a sender did for her form, and what came of it."""

    def __init__(self, form: str, given: Any, bound: str = "") -> None:
        self.form, self.given, self.bound = form, given, bound
        self.status = 422
        self.problem: Problem | None = None
        self.passage: Passage | None = None
        try:
            self.passage = thresholds.examine(form, given, bound=bound)
        except Problem as problem:
            self.problem = problem

    def do(self, form: forms.Form, laying: Callable[[Passage], Any]) -> Any:
        """Lay what is in `form`; None when something is wrong with it, which it then says."""
        if not form.is_valid() or self.passage is None:
            if self.problem is not None and self.problem.field is None:
                add_problem(form, self.problem)
            return None
        try:
            thresholds.admit(self.passage)
            return laying(self.passage)
        except Problem as problem:
            self.status = problem.status
            add_problem(form, problem)
            return None

    @property
    def answer_error(self) -> str:
        """What was wrong with the sum."""
        at_sum = self.problem is not None and self.problem.field is not None
        return str(self.problem.detail) if self.problem and at_sum else ""


def _form(
    request: HttpRequest, form: forms.Form, kind: str, work: _Work | None = None
) -> HttpResponse:
    # What was done for a report counts for its next try; each guess of a code is work of its own.
    passage = work.passage if work and kind != CODE else None
    page = {
        "form": form,
        "ticket": thresholds.new_ticket(kind, done=passage.way if passage else ""),
        "work": work,
        "agency": form.keyring.recovery.agency if isinstance(form, ReportForm) else "",
        "files_lost": bool(request.FILES),
        "most_files": MOST_FILES,
        "most_mb": MOST_BYTES // MB,
    }
    status = work.status if work else 200
    return render(request, f"neutrality/public/{kind}.html", page, status=status)


@of_reporters
def poster(request: HttpRequest) -> HttpResponse:
    """The sheet for notice boards."""
    exercise = any(operation.is_exercise for operation in open_operations())
    return HttpResponse(report_poster(exercise=exercise), content_type="application/pdf")


@of_reporters
def receipt(request: HttpRequest) -> HttpResponse:
    """With the words of a receipt: what became of it, and writing to and fro."""
    if request.method != "POST":
        return _form(request, CodeForm(), CODE)
    if "code" in request.POST and "doing" not in request.POST:
        return _enter(request)
    return _write(request)


def _enter(request: HttpRequest) -> HttpResponse:
    """A right and a wrong code cost the same work."""
    form, work = CodeForm(request.POST), _Work(CODE, request.POST)
    found = work.do(form, lambda passage: _opened(request.POST["code"], passage))
    if found is None:
        return _form(request, form, CODE, work)
    mailbox, letters, bound = found
    if mailbox is None:
        form.add_error("code", _("There is no report with these words. Please check them."))
        return _form(request, form, CODE, work)
    return _mailbox(request, mailbox, letters, bound)


Opened = tuple[receipts.Mailbox | None, list[receipts.Letter], str]


def _opened(words: str, passage: Passage | None = None) -> Opened:
    """The letterbox of these words, what is in it, and what binds a form to them."""
    if passage is not None:
        thresholds.spend(passage)
    code = receipts.code_of(words)
    mailbox = receipts.open_mailbox(code)
    return mailbox, receipts.letters_of(mailbox), receipts.bound_to(code)


def _write(request: HttpRequest) -> HttpResponse:
    """Something from inside a letterbox; its ticket is bound to the words."""
    words = request.POST.get("code", "")
    work = _Work(MESSAGE, request.POST, receipts.bound_to(receipts.code_of(words)))
    if work.passage is None:  # also for words that were only guessed: nothing was looked up
        return _enter_again(request)
    mailbox, letters, bound = _opened(words)
    if mailbox is None:
        return _enter_again(request)
    naming = request.POST.get("doing") == "identity"
    form = IdentityForm(request.POST) if naming else MessageForm(request.POST, request.FILES)
    with use_operation(mailbox.receipt.case.operation):
        done = work.do(form, lambda passage: _lay_in(mailbox, form, passage))
    if done is None:
        return _mailbox(request, mailbox, letters, bound, form=form, status=work.status)
    fresh, letters, bound = _opened(words)
    said = _("Your name was added.") if naming else _("Your message was put in.")
    return _mailbox(request, fresh or mailbox, letters, bound, said=said)


def _lay_in(mailbox: receipts.Mailbox, form: Any, passage: Passage) -> Any:
    if isinstance(form, IdentityForm):
        return letterbox.lay_identity(mailbox, form.identity(), passage=passage)
    given = form.cleaned_data
    return letterbox.lay_message(
        mailbox, given["text"].strip(), files=given["files"], passage=passage
    )


def _enter_again(request: HttpRequest) -> HttpResponse:
    form = CodeForm({"code": request.POST.get("code", "")})
    form.add_error(None, _("This page was open for too long. Please send once more."))
    return _form(request, form, CODE, _Work(CODE, {}))


def _mailbox(
    request: HttpRequest,
    mailbox: receipts.Mailbox,
    letters: list[receipts.Letter],
    bound: str,
    *,
    form: Any = None,
    said: str = "",
    status: int = 200,
) -> HttpResponse:
    case = mailbox.receipt.case
    with use_operation(case.operation):
        page = {
            "case": case,
            "told": told_of(case),
            "letters": letters,
            "words": request.POST["code"],
            "said": said,
            "message": form if isinstance(form, MessageForm) else MessageForm(),
            "identity": form if isinstance(form, IdentityForm) else IdentityForm(),
            "failed": form,
            "message_ticket": thresholds.new_ticket(MESSAGE, bound=bound, done=thresholds.PROOF),
            "identity_ticket": thresholds.new_ticket(MESSAGE, bound=bound, done=thresholds.PROOF),
            "most_files": MOST_FILES,
            "most_mb": MOST_BYTES // MB,
        }
        return render(request, "neutrality/public/mailbox.html", page, status=status)
