"""Opening and saving any node of any valid plan untouched changes nothing (design 7)."""

import json

import pytest
from django.template.loader import render_to_string
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hoks.contract import fields
from hoks.drafts import document as documents
from hoks.forms.inputs import Form, build, layout
from hoks.forms.picking import Picking
from hoks.forms.reading import add_row, read
from hoks.models import Koodi, Opiskeluoikeus
from hoks.tree import tree
from tests import documents as builders
from tests import payloads
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
    context = layout(build(node.cls, own, form)) | {"key": "k", "fingerprint": "", "node_url": "/"}
    html = render_to_string("hoks/editor/_form.html", context | {"luonnos": {"pk": 1}})
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
        # As JSON text: 1, 1.0 and true are equal in Python.
        assert json.dumps(after, sort_keys=True) == json.dumps(documents.own(node), sort_keys=True)


def lists_of_rows(cls, data: dict, path: str = "") -> list[str]:
    """HTML name of the list of every row of small objects in a node, once a row."""
    found = []
    for spec in fields(cls):
        held = data.get(spec.wire)
        if spec.kind == "objects":
            found += [path + spec.wire] * len(held or [])
        elif spec.kind == "object" and held:
            found += lists_of_rows(spec.node, held, f"{path}{spec.wire}.")
    return found


@pytest.mark.parametrize("opiskeluoikeus", OPISKELUOIKEUDET, ids=lambda right: right.tyyppi)
def test_every_field_can_be_typed_into_an_empty_node(koodit, opiskeluoikeus):
    plan = payloads.tuva(opiskeluoikeus) if opiskeluoikeus.on_tuva else payloads.rich(opiskeluoikeus)
    for node in tree(plan).walk():
        wanted = documents.own(node)
        form = Form(opiskeluoikeus.on_tuva, Picking(opiskeluoikeus, [(node.cls, wanted)]))
        context = layout(build(node.cls, wanted, form)) | {"key": "k", "fingerprint": "", "node_url": "/"}
        typed = untouched(render_to_string("hoks/editor/_form.html", context | {"luonnos": {"pk": 1}}), "lomake-k")
        empty = {name: value for name, value in wanted.items() if name in ("oppija-oid", "opiskeluoikeus-oid")}
        for name in lists_of_rows(node.cls, wanted):
            empty = add_row(node.cls, empty, name)
        after = read(node.cls, empty, typed, Form(opiskeluoikeus.on_tuva, Picking(opiskeluoikeus)))
        assert after == wanted
