"""The way in: where a visitor without a session is sent, and how a verified identity becomes a user.

Passwords today and CAS later end in the same two functions: `upsert_user` stores what a trusted source says of a
user, `start_session` signs him in.
"""

from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME, login
from django.contrib.auth.hashers import check_password
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from accounts.importing import Outcome
from accounts.models import Kayttooikeus, User

SESSION_STARTED = "alkoi"
SESSION_SEEN = "nahty"
SESSION_ENDED_PARAMETER = "istunto"
SESSION_ENDED = "paattyi"


@dataclass(frozen=True, kw_only=True)
class VerifiedIdentity:
    """What a trusted source (an import, later CAS) says of a user.

    roles are (organisaatio_oid, oikeus) pairs of the service EHOKS. A name or password that the source does not
    tell is None and is then left as it was.
    """

    username: str
    kayttaja_tyyppi: str
    oid_henkilo: str | None = None
    roles: frozenset[tuple[str, str]] = field(default_factory=frozenset)
    etunimet: str | None = None
    sukunimi: str | None = None
    password: str | None = None


@transaction.atomic
def upsert_user(identity: VerifiedIdentity) -> tuple[User, Outcome]:
    """Make the user and his rights what the identity says, and tell whether anything changed.

    A deactivated user stays deactivated. Raises ValidationError when the fields do not hold; nothing is then saved.
    """
    user = User.objects.select_for_update().filter(username=identity.username).first()
    outcome = Outcome.UNCHANGED if user else Outcome.CREATED
    user = user or User(username=identity.username)
    told = {
        "kayttaja_tyyppi": identity.kayttaja_tyyppi,
        "oid_henkilo": identity.oid_henkilo,
        "etunimet": identity.etunimet,
        "sukunimi": identity.sukunimi,
    }
    changed = {
        name: value
        for name, value in told.items()
        if getattr(user, name) != value and not (value is None and name in ("etunimet", "sukunimi"))
    }
    for name, value in changed.items():
        setattr(user, name, value)
    # check_password of the hasher, not of the user: that one would re-hash and save by itself.
    new_password = identity.password is not None and not check_password(identity.password, user.password)
    if new_password or not user.password:
        user.set_password(identity.password)
    if outcome is Outcome.CREATED or changed or new_password:
        user.full_clean()
        user.save()
        outcome = Outcome.CREATED if outcome is Outcome.CREATED else Outcome.UPDATED
    if _make_rights(user, identity.roles) and outcome is Outcome.UNCHANGED:
        outcome = Outcome.UPDATED
    return user, outcome


def _make_rights(user: User, roles: frozenset[tuple[str, str]]) -> bool:
    """Add and remove Kayttooikeus rows until they are the roles; True when something changed."""
    rights = {(right.organisaatio_oid, right.oikeus): right for right in user.kayttooikeudet.all()}
    missing = [Kayttooikeus(user=user, organisaatio_oid=oid, oikeus=oikeus) for oid, oikeus in roles - rights.keys()]
    extra = [rights[key].pk for key in rights.keys() - roles]
    for right in missing:
        right.clean_fields(exclude=["user"])
    Kayttooikeus.objects.bulk_create(missing)
    if extra:
        Kayttooikeus.objects.filter(pk__in=extra).delete()
    return bool(missing or extra)


def start_session(request, user: User) -> None:
    """Sign the user in with a fresh session clock."""
    login(request, user)
    request.session.pop(SESSION_STARTED, None)
    request.session.pop(SESSION_SEEN, None)


def sign_in_url(next_url: str = "", *, session_ended: bool = False) -> str:
    """Address of the sign-in page that afterwards returns to next_url, and says so if a session just ended."""
    parameters = {REDIRECT_FIELD_NAME: next_url} if next_url else {}
    if session_ended:
        parameters[SESSION_ENDED_PARAMETER] = SESSION_ENDED
    url = resolve_url(settings.LOGIN_URL)
    return f"{url}?{urlencode(parameters, safe='/')}" if parameters else url


def redirect_to_sign_in(request) -> HttpResponse:
    """Send an anonymous visitor to sign in, and from there back to the page he is on.

    A fragment request makes the whole page go there: a sign-in form must never be swapped into a list. A request
    that cannot be repeated by GET returns to the page it was sent from.
    """
    ended = settings.SESSION_COOKIE_NAME in request.COOKIES
    htmx = HtmxDetails(request)
    if htmx:
        return HttpResponseClientRedirect(sign_in_url(htmx.current_url_abs_path or "", session_ended=ended))
    page = request.get_full_path() if request.method in ("GET", "HEAD") else _referring_page(request)
    return HttpResponseRedirect(sign_in_url(page, session_ended=ended))


def _referring_page(request) -> str:
    """Path and query of the page the request came from; its own address when that is not told or not ours."""
    referer = request.headers.get("Referer", "")
    if referer and url_has_allowed_host_and_scheme(referer, {request.get_host()}, request.is_secure()):
        parts = urlsplit(referer)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path
    return request.get_full_path()
