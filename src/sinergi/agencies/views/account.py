"""My account: signing in, language, posts, tokens."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account.views import LoginView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language

from sinergi.agencies import actions
from sinergi.agencies.actions.tokens import new_secret
from sinergi.agencies.actors import Oneself
from sinergi.agencies.current import POST_KEY, acting, posts_of, signed_in
from sinergi.agencies.forms.tokens import TokenForm
from sinergi.agencies.models import Account, ApiToken
from sinergi.agencies.queries.people import devices_of
from sinergi.agencies.views.paths import safe_next
from sinergi.kernel.action import may
from sinergi.kernel.clock import real_now
from sinergi.kernel.models import Operation
from sinergi.kernel.problems import NotFound, Problem
from sinergi.web.controls import add_problem


class SignInView(LoginView):  # type: ignore[misc]
    """The sign-in; in a rehearsal it says with whom one may sign in."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the `accounts` of the rehearsal, when this house holds nothing else."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "accounts": _accounts_of_rehearsal()}


sign_in_view = SignInView.as_view()


def _accounts_of_rehearsal() -> list[dict[str, str]]:
    """Title, login and password of each; none in production, or beside a real operation."""
    if settings.PRODUCTION or not settings.SINERGI_SIGN_IN_HINT:
        return []
    modes = set(Operation.objects.values_list("mode", flat=True).distinct())
    if not modes or Operation.Mode.ACTUAL in modes:
        return []
    accounts = import_string(settings.SINERGI_DEMO_ACCOUNTS)
    try:
        return [dict(zip(("title", "login", "password"), told, strict=True)) for told in accounts()]
    except Operation.DoesNotExist:
        return []


@require_POST
def language_view(request: HttpRequest) -> HttpResponse:
    """Change the language: of this browser, and of the account of who is signed in."""
    response: HttpResponse = set_language(request)
    wanted = request.POST.get("language")
    known = wanted in dict(settings.LANGUAGES)
    if request.user.is_authenticated and known and request.user.language != wanted:
        account = Account.objects.get(pk=request.user.pk)
        actions.set_language(Oneself(account), account, language=str(wanted))
    return response


@require_safe
@login_required
def account_view(request: HttpRequest) -> HttpResponse:
    """Who I am here, and how my account is kept safe."""
    account: Any = request.user
    context = {"posts": posts_of(account), "devices": devices_of(account)}
    return render(request, "agencies/account/account.html", context)


@require_POST
@login_required
def choose_post_view(request: HttpRequest) -> HttpResponse:
    """Go on in another of my posts."""
    account: Any = request.user
    wanted = request.POST.get("post")
    post = next((post for post in posts_of(account) if str(post.pk) == wanted), None)
    if post is None:
        raise NotFound()
    request.session[POST_KEY] = str(post.pk)
    messages.success(request, _("You now act as %(post)s.") % {"post": post.title})
    return HttpResponseRedirect(safe_next(request))


@sensitive_variables("secret")
@signed_in
def tokens_view(request: HttpRequest) -> HttpResponse:
    """My tokens; a new one shows its secret here, once."""
    post = acting(request)
    form = TokenForm(request.POST or None)
    secret = ""
    if request.method == "POST" and form.is_valid():
        secret = new_secret()
        try:
            actions.make_token(post, post, secret=secret, **_told(form))
            form = TokenForm()
        except Problem as problem:
            secret = ""
            add_problem(form, problem)
    rows = ApiToken.objects.filter(post=post)
    context = {"form": form, "secret": secret, "tokens": rows, "may": _may_make(post)}
    response = render(request, "agencies/account/tokens.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _may_make(post: Any) -> Any:
    return may(post, "make_token", post)


def _told(form: TokenForm) -> dict[str, Any]:
    days = timedelta(days=int(form.cleaned_data["days"]))
    return {
        "name": form.cleaned_data["name"],
        "scopes": form.cleaned_data["scopes"],
        "expires_at": real_now() + days,
    }


@require_POST
@signed_in
def token_revoke_view(request: HttpRequest, pk: Any) -> HttpResponse:
    """Revoke a token of mine, or of somebody of whom I keep account."""
    token = ApiToken.objects.select_related("post").filter(pk=pk).first()
    if token is None:
        raise NotFound()
    actions.revoke_token(acting(request), token)
    messages.success(request, _("The token opens nothing any more."))
    own = token.post_id == acting(request).pk
    return redirect(reverse("agencies:tokens") if own else reverse("agencies:all-tokens"))
