"""Which kind of account gets into which kind of view."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse

from accounts.decorators import oppija_required, paakayttaja_required, virkailija_required
from tests.accounts.conftest import ROOT, SCHOOL

VIEWS = {
    "virkailija": virkailija_required(lambda request: HttpResponse("sisällä")),
    "oppija": oppija_required(lambda request: HttpResponse("sisällä")),
    "paakayttaja": paakayttaja_required(lambda request: HttpResponse("sisällä")),
}


@pytest.mark.parametrize(
    ("tyyppi", "role", "fields", "inside"),
    [
        ("VIRKAILIJA", "CRUD", {}, {"virkailija"}),
        ("VIRKAILIJA", "OPHPAAKAYTTAJA", {}, {"virkailija", "paakayttaja"}),
        ("VIRKAILIJA", "OPHPAAKAYTTAJA", {"is_active": False}, set()),
        ("PALVELU", "OPHPAAKAYTTAJA", {}, set()),
        ("OPPIJA", "OPHPAAKAYTTAJA", {}, {"oppija"}),
    ],
)
@pytest.mark.parametrize("kind", VIEWS)
def test_each_kind_of_view_takes_its_own(rf, make_user, kind, tyyppi, role, fields, inside):
    request = rf.get("/")
    request.user = make_user("u", (role, SCHOOL), (role, ROOT), kayttaja_tyyppi=tyyppi, **fields)
    if kind in inside:
        assert VIEWS[kind](request).status_code == 200
    else:
        with pytest.raises(PermissionDenied):
            VIEWS[kind](request)


@pytest.mark.parametrize("kind", VIEWS)
def test_anonymous_is_sent_to_sign_in(rf, kind):
    request = rf.get("/x/")
    request.user = AnonymousUser()
    assert VIEWS[kind](request).url == "/kirjaudu/?next=/x/"
