"""How long a session lasts, who must sign in, and that no page of a session is kept in a cache (docs/adr/0006)."""

import time
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.middleware import LoginRequiredMiddleware

from accounts.sign_in import SESSION_SEEN, SESSION_STARTED, redirect_to_sign_in

TOUCH_SECONDS = 60


@dataclass(frozen=True)
class Istunto:
    """Seconds left of the session when nothing more is done (jouten), and at the most whatever is done (enintaan)."""

    jouten: int
    enintaan: int


class SessionTimeoutMiddleware:
    """Ends a session that has been idle or has lasted too long; sets request.istunto on a live one, else None.

    The session row is written at most once a minute: the clock of idleness may be that much behind, so the end is
    never later than promised. Pages show the end from request.istunto, fragments from the response header Istunto.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.istunto = self._tick(request.session) if SESSION_KEY in request.session else None
        response = self.get_response(request)
        if request.istunto and SESSION_KEY in request.session:
            response["Istunto"] = f"{request.istunto.jouten} {request.istunto.enintaan}"
        return response

    def _tick(self, session) -> Istunto | None:
        now = int(time.time())
        idle, longest = settings.ISTUNTO_JOUTEN_MINUUTTIA * 60, settings.ISTUNTO_ENINTAAN_TUNTIA * 3600
        started = session.setdefault(SESSION_STARTED, now)
        if now - session.get(SESSION_SEEN, now) >= idle or now - started >= longest:
            session.flush()
            return None
        if now - session.get(SESSION_SEEN, 0) >= min(TOUCH_SECONDS, idle // 2):
            session[SESSION_SEEN] = now
        return Istunto(jouten=session[SESSION_SEEN] + idle - now, enintaan=started + longest - now)


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Denies by default: every view that is not marked login_not_required is for signed-in users only."""

    def handle_no_permission(self, request, view_func):
        return redirect_to_sign_in(request)


class NoStoreMiddleware:
    """Marks every response to a signed-in user as not to be stored anywhere."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.user.is_authenticated:
            response["Cache-Control"] = "no-store"
        return response
