"""Signing in and out, the front page, and keeping a session alive."""

from axes.helpers import get_client_username
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe
from django_htmx.middleware import HtmxDetails

from accounts.forms import SignInForm
from accounts.permissions import is_oppija, is_virkailija
from accounts.sign_in import SESSION_ENDED, SESSION_ENDED_PARAMETER, sign_in_url, start_session
from accounts.upkeep import minutes_locked


@method_decorator(login_not_required, name="dispatch")
class SignInView(LoginView):
    """The sign-in page; afterwards the visitor is where he was going (next, only within this site)."""

    http_method_names = ["get", "head", "post", "options"]
    authentication_form = SignInForm
    template_name = "accounts/kirjaudu.html"
    redirect_authenticated_user = True

    def get_redirect_url(self):
        """The safe next address; none when it is this page, which would send the visitor in a circle."""
        url = super().get_redirect_url()
        return "" if url.partition("?")[0] == self.request.path else url

    def get_context_data(self, **kwargs):
        form = kwargs.get("form") or self.get_form()
        errors = [
            {"href": f"#{form[name].id_for_label}", "text": text}
            for name, texts in form.errors.items()
            for text in texts
        ]
        session_ended = self.request.GET.get(SESSION_ENDED_PARAMETER) == SESSION_ENDED
        return super().get_context_data(**kwargs | {"form": form, "errors": errors, "session_ended": session_ended})

    def form_valid(self, form):
        start_session(self.request, form.get_user())
        return HttpResponseRedirect(self.get_success_url())


@method_decorator(login_not_required, name="dispatch")
class SignOutView(LogoutView):
    """Signs out, by POST only; a session that has ended already is no reason to ask for a password."""

    http_method_names = ["post", "options"]


@require_safe
def etusivu(request):
    """The front page sends everyone to his own pages; a machine account is told that it has none."""
    if is_virkailija(request.user):
        return redirect("virkailija:etusivu")
    if is_oppija(request.user):
        return redirect("oppija:etusivu")
    return render(request, "accounts/ei_sivuja.html", status=403)


@require_POST
def istunto_jatka(request):
    """Keep the session alive: coming here did it, and the response header says until when.

    Without htmx the visitor goes back to the page of the form's next.
    """
    if HtmxDetails(request):
        return HttpResponse(status=204)
    url = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(url, {request.get_host()}, request.is_secure())
    return HttpResponseRedirect(url if safe else reverse("etusivu"))


def lukittu(request, response=None, credentials=None):
    """Answer 423 to a sign-in with a locked username, whether the password was right or not.

    A door for machines says so in its own way, and that answer stays.
    """
    if response is not None and response.status_code == settings.AXES_HTTP_RESPONSE_CODE:
        return response
    minutes = minutes_locked(get_client_username(request, credentials) or "")
    form_url = sign_in_url(request.POST.get("next", ""))
    return render(request, "423.html", {"minutes": minutes, "form_url": form_url}, status=423)


@login_not_required
def csrf_failure(request, reason=""):
    """Answer 403 to a form whose security token is stale, with a way back to the page it was on."""
    referer = request.headers.get("Referer", "")
    safe = url_has_allowed_host_and_scheme(referer, {request.get_host()}, request.is_secure())
    return render(request, "accounts/csrf.html", {"page_url": referer if safe else reverse("etusivu")}, status=403)
