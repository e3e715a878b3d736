"""Signing in and out, the front page, and keeping a session alive."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from accounts.permissions import is_oppija, is_virkailija


@method_decorator(login_not_required, name="dispatch")
class SignInView(LoginView):
    """The sign-in page."""

    template_name = "accounts/kirjaudu.html"


class SignOutView(LogoutView):
    """Signs out, by POST only."""


def etusivu(request):
    """The front page sends everyone to his own pages."""
    if is_virkailija(request.user):
        return redirect("/virkailija/")
    if is_oppija(request.user):
        return redirect("/oppija/")
    raise PermissionDenied


@require_POST
def istunto_jatka(request):
    """Keep the session alive."""
    return HttpResponse(status=204)


def lukittu(request, response=None, credentials=None):
    """The answer to a locked account."""
    return HttpResponse(status=423)
