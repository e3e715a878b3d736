"""Opening and saving any node of any valid plan untouched changes nothing (design 7)."""

import json

import pytest
from django.template.loader import render_to_string
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hoks.drafts import document as documents
from hoks.forms.inputs import Form, build
from hoks.forms.picking import Picking
from hoks.forms.reading import read
from hoks.models import Koodi, Opiskeluoikeus
from hoks.tree import tree
from tests import documents as builders
from tests.forms.browser_form import untouched
from tests.strategies import plans

OPISKELUOIKEUDET = [
    Opiskeluoikeus(oid=builders.OPISKELUOIKEUS_OID, oppija_id=builders.OPPIJA_OID, tyyppi=tyyppi)
    for tyyppi in ("ammatillinenkoulutus", "tuva")
]


@pytest.fixture
def koodit(db):
    """A few codes of every kind of list; what plans hold is mostly unknown to them."""
    for uri in (
        "osaamisenhankkimistapa_koulutussopimus",
        "osaamisenhankkimistapa_oppisopimus",
        "urasuunnitelma_0001",
        "oppisopimuksenperusta_01",
        "oppimisymparistot_0002",
        "tutkinnonosat_100031",
        "ammatillisenoppiaineet_vvai",
        "ammatillinenkoulutusoppimisentuentyyppi_01",
        "osaamisentodentamisenprosessi_0001",
    ):
        koodisto, arvo = uri.split("_")
        Koodi.objects.create(koodisto=koodisto, arvo=arvo, koodi_uri=uri, versio=3, nimi={"fi": f"Nimi  {arvo} "})


def round_trip(node, opiskeluoikeus, *, done: bool) -> dict:
    """The node's own values after its form was shown and sent back as it was."""
    own = documents.own(node)
    form = Form(opiskeluoikeus.on_tuva, Picking(opiskeluoikeus, [(node.cls, own)]))
    context = {"inputs": build(node.cls, own, form), "key": "k", "fingerprint": "", "node_url": "/"}
    html = render_to_string("hoks/editor/_lomake.html", context | {"luonnos": {"pk": 1}})
    posted = untouched(html, "lomake-k")
    return read(node.cls, own, posted, form, done=done)


@pytest.mark.parametrize("opiskeluoikeus", OPISKELUOIKEUDET, ids=lambda right: right.tyyppi)
@given(data=st.data())
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_an_untouched_form_changes_nothing(koodit, opiskeluoikeus, data):
    plan = json.loads(json.dumps(data.draw(plans(opiskeluoikeus))))
    done = data.draw(st.booleans())
    for node in tree(plan).walk():
        after = round_trip(node, opiskeluoikeus, done=done)
        assert documents.canonical(after) == documents.canonical(documents.own(node))
