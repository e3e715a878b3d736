"""What a plan's pages and saves ask of the database: no more for a plan of 60 units than for one of 5."""

import datetime as dt

import pytest
from django.urls import reverse

from ehoks_portal.bench import documents
from hoks.contract import HoksPost
from hoks.drafts import store
from hoks.models import Koodi, Oppija
from hoks.presentation.naming import references
from tests.virkailija.editor.pages import HATOT, form_of, node_url, url


@pytest.fixture(params=[5, 60], ids="{} units".format)
def hoks(request, make_opiskeluoikeus, make_hoks, oppija):
    """A learner's plan with so many units; a name for each of its codes, and another plan of the learner."""
    learner = Oppija.objects.get(pk=oppija.oid_henkilo)
    right = make_opiskeluoikeus(learner, arvioitu_paattymispaiva=dt.date(2028, 5, 31))
    make_hoks(make_opiskeluoikeus(learner))
    document = documents.hoks(1, request.param) | {"oppija-oid": learner.pk, "opiskeluoikeus-oid": right.pk}
    uris = {uri for spec, uri, _data in references(HoksPost, document) if spec.kind == "koodi"}
    for uri in uris:
        koodisto, _line, arvo = uri.partition("_")
        Koodi.objects.create(koodisto=koodisto, arvo=arvo, koodi_uri=uri, versio=1, nimi={"fi": f"Nimi {arvo}"})
    return make_hoks(right, document)


def test_officials_page(client, virkailija, hoks, statements):
    client.force_login(virkailija)
    address = reverse("virkailija:hoks", args=[hoks.pk])
    client.get(address)
    with statements(12):
        assert hoks.opiskeluoikeus_id in client.get(address).text


def test_learners_page(client, oppija, hoks, statements):
    client.force_login(oppija)
    address = reverse("oppija:hoks", args=[hoks.eid])
    client.get(address)
    with statements(8):
        assert client.get(address).status_code == 200


class TestEditor:
    @pytest.fixture
    def draft(self, hoks, virkailija):
        return store.open_existing(hoks, by=virkailija)

    @pytest.mark.parametrize(("toiminto", "most"), [("kesken", 8), ("valmis", 8), ("kentta", 10)])
    def test_node_save(self, signed_in, draft, statements, toiminto, most):
        key = draft.dokumentti[HATOT][0]["osaamisen-hankkimistavat"][0]["_key"]
        posted = form_of(signed_in, draft, key) | {"ajanjakson-tarkenne": "Aamupäivisin"}
        if toiminto != "kentta":
            posted["toiminto"] = toiminto
        with statements(most):
            response = signed_in.post(node_url(draft, key) + "?kentta" * (toiminto == "kentta"), posted)
        assert response.status_code == (200 if toiminto == "kentta" else 302)
        draft.refresh_from_db()
        assert draft.revisio == 2

    def test_publishing(self, signed_in, draft, hoks, virkailija, statements):
        store.remove_node(draft.pk, draft.dokumentti[HATOT][-1]["_key"], by=virkailija)
        posted = {"revisio": 2, "opiskeluoikeus": draft.opiskeluoikeus_id}
        with statements(24):
            response = signed_in.post(url("luonnos-tarkista", draft.pk), posted)
        assert response.url == url("hoks", hoks.pk)

    @pytest.mark.parametrize(("name", "most"), [("luonnos", 12), ("luonnos-tarkista", 12)])
    def test_pages(self, signed_in, draft, statements, name, most):
        signed_in.get("/virkailija/luonnokset/")
        with statements(most):
            assert signed_in.get(url(name, draft.pk)).status_code == 200
