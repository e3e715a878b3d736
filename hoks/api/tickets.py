"""CAS REST protocol: a machine's script gets its tickets here as it would from the national CAS (docs/adr/0009).

Where CAS_URL names another CAS these addresses don't exist.
"""

from urllib.parse import urljoin

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.signals import user_logged_in
from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from accounts import rate_limit, tickets
from accounts.forms import SignInForm
from accounts.models import User
from accounts.permissions import is_palvelu, is_virkailija
from accounts.upkeep import minutes_locked
from hoks.audit import client_address
from hoks.siirrot.log import record_ticket_refusal

FORM = "application/x-www-form-urlencoded"
# What HTTP clients of Java say of their forms by default; Django would refuse anything but UTF-8.
LATIN_1 = {"iso-8859-1", "us-ascii"}
TGT_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>201 Created</title></head><body><h1>TGT Created</h1>
<form action="{}" method="POST">Service: <input type="text" name="service" value="">
<input type="submit" value="Submit"></form></body></html>
"""


class CredentialsForm(SignInForm):
    """The sign-in page's judgement of a username and password, for those whose tickets the interface knows.

    account_name: the username that was tried, empty when no account can have it
    """

    account_name = ""

    def clean(self):
        self.account_name = self.cleaned_data.get("username", "")
        return super().clean()

    def confirm_login_allowed(self, user):
        """Machines, and officials, whom the interface tells that theirs is the wrong kind of account."""
        if not (is_palvelu(user) or is_virkailija(user)):
            raise self.get_invalid_login_error()

    def lacks_a_field(self) -> bool:
        return any(error.code == "required" for errors in self.errors.as_data().values() for error in errors)


@method_decorator([csrf_exempt, login_not_required], name="dispatch")
class CasView(View):
    """An address of the CAS protocol, which answers in plain text and needs no session."""

    def dispatch(self, request, *args, **kwargs):
        if settings.CAS_URL:
            raise Http404
        if request.content_type == FORM and (request.encoding or "").lower() in LATIN_1:
            request.POST = QueryDict(request.body, encoding="iso-8859-1")
        try:
            response = super().dispatch(request, *args, **kwargs)
        except tickets.InvalidTicket:
            response = _text(_("Lippua ei ole, tai se on vanhentunut. Kirjaudu uudelleen."), 404)
        response["Cache-Control"] = "no-store"
        return response


@method_decorator(sensitive_post_parameters("password"), name="dispatch")
class TicketsView(CasView):
    """Signing in: a username and a password for a ticket-granting ticket."""

    http_method_names = ["post", "options"]

    def post(self, request):
        wait = rate_limit.hit(f"kirjautumislippu:{client_address(request)}", settings.KIRJAUTUMISLIPPUJA_MINUUTISSA)
        if wait:
            return _text(_("Liian monta kirjautumista. Odota ja yritä uudelleen."), 429, {"Retry-After": str(wait)})
        form = CredentialsForm(request, request.POST)
        if form.is_valid():
            return self._signed_in(form.get_user())
        if form.lacks_a_field():
            return _text(_("Lähetä lomakkeen kentät username ja password."), 400)
        return self._refused(form)

    def _signed_in(self, user: User) -> HttpResponse:
        # As a session would: the failures before it are forgotten, and the time is kept.
        user_logged_in.send(sender=User, request=self.request, user=user)
        path = reverse("cas:tgt", args=[tickets.grant_tgt(user)])
        # On the host that clients know, also behind a proxy.
        url = urljoin(tickets.service_url(self.request), path)
        return HttpResponse(format_html(TGT_PAGE, url), status=201, headers={"Location": url})

    def _refused(self, form: CredentialsForm) -> HttpResponse:
        """Say so and keep it in the transfer log; a locked username is told from a wrong pair."""
        name = form.account_name
        user = User.objects.filter(username=name).first() if name else None
        tried = name or form["username"].value()
        if getattr(self.request, "axes_locked_out", False):
            minutes = minutes_locked(name)
            record_ticket_refusal(self.request, tried, user, 423, "tunnus-lukittu")
            told = _("Tunnus on lukittu. Yritä uudelleen %(minutes)d minuutin kuluttua.") % {"minutes": minutes}
            return _text(told, 423, {"Retry-After": str(minutes * 60)})
        record_ticket_refusal(self.request, tried, user, 401, "tunnus-tai-salasana")
        return _text(_("Käyttäjätunnus tai salasana on väärin."), 401)


class TgtView(CasView):
    """A ticket-granting ticket: service tickets are got from it, and deleting it signs out."""

    http_method_names = ["get", "head", "post", "delete", "options"]

    def get(self, request, tgt: str):
        tickets.holder(tgt)
        return _text("", 200)

    def post(self, request, tgt: str):
        service = request.POST.get("service", "").strip()
        if not service:
            return _text(_("Lähetä lomakkeen kenttä service."), 400)
        return _text(tickets.grant_service_ticket(tgt, service), 200)

    def delete(self, request, tgt: str):
        tickets.revoke(tgt)
        return _text("", 200)


def _text(text: str, status: int, headers: dict[str, str] | None = None) -> HttpResponse:
    return HttpResponse(text, status=status, headers=headers, content_type="text/plain; charset=utf-8")
