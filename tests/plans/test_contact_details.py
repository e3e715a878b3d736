"""Contact details can be erased everywhere (domain.md 5.3)."""

import datetime as dt

import pytest

from hoks import plan
from hoks.contact_details import erase_contact_details, versio_document
from hoks.models import Hoks, HoksVersio, Luonnos
from tests import payloads

pytestmark = pytest.mark.django_db


@pytest.fixture
def hoks(make_opiskeluoikeus, make_hoks, virkailija):
    opiskeluoikeus = make_opiskeluoikeus()
    hoks = make_hoks(opiskeluoikeus, payloads.rich(opiskeluoikeus))
    document = plan.load(Hoks.objects.get(pk=hoks.pk))
    Luonnos.objects.create(
        opiskeluoikeus=opiskeluoikeus, omistaja=virkailija, hoks=hoks, dokumentti=document, pohja=document
    )
    return hoks


def everything(hoks) -> list[str]:
    """All that is stored of the plan, as text."""
    hoks = Hoks.objects.get(pk=hoks.pk)
    draft = Luonnos.objects.get(hoks=hoks)
    return [
        str(plan.load(hoks)),
        str(versio_document(HoksVersio.objects.get(hoks=hoks))),
        str(draft.dokumentti),
        str(draft.pohja),
    ]


def test_snapshot_is_whole_until_erased(hoks):
    assert versio_document(HoksVersio.objects.get(hoks=hoks)) == plan.load(Hoks.objects.get(pk=hoks.pk))


def test_learners_own(hoks):
    erase_contact_details(hoks, oppija=True)
    for text in everything(hoks):
        assert "oppija@example.org" not in text and "765 4321" not in text
        assert "ossi@example.org" in text


def test_instructors_of_ended_periods(hoks):
    erase_contact_details(hoks, ohjaajat_ennen=dt.date(2024, 12, 14))
    for text in everything(hoks):
        assert "ossi@example.org" not in text and "123 4567" not in text
        assert "Ossi Ohjaaja" in text
        assert "oppija@example.org" in text


def test_instructors_of_later_periods_stay(hoks):
    erase_contact_details(hoks, ohjaajat_ennen=dt.date(2024, 12, 13))
    for text in everything(hoks):
        assert "ossi@example.org" in text


def test_erased_is_marked_in_the_snapshot(hoks):
    erase_contact_details(hoks, oppija=True)
    assert HoksVersio.objects.get(hoks=hoks).yhteystiedot["/sahkoposti"] is None
