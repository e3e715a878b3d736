"""One transfer's page, and the document that was kept of it."""

import datetime as dt
import json
import re

import pytest
from django.utils import timezone

from hoks import plan, services
from hoks.models import Kanava, Opiskeluoikeus, Siirto, Tapahtuma
from hoks.siirrot.kept import shown
from tests import payloads
from tests.conftest import JARJESTAJA, TOINEN_KOULU
from tests.siirrot.test_desk import LOPPU, URL, fault, listed

pytestmark = pytest.mark.django_db


class TestPage:
    def test_tells_everything(self, signed_in, right, make_siirto, make_hoks):
        hoks = make_hoks(right)
        siirto = make_siirto(
            right,
            koodit=["oht-loppu-ennen-alkua", "pakollinen"],
            virheet=[fault(LOPPU, "oht-loppu-ennen-alkua", "Korjaa päivät."), fault("/oppija-oid", "pakollinen")],
            dokumentti="{}",
            dokumentti_asti=timezone.now() + dt.timedelta(days=30),
            hoks_id=hoks.pk,
            menetelma="PUT",
        )
        page = signed_in.get(f"{URL}{siirto.pk}/").text
        for words in (
            "Aino Maria Öhman",
            f'href="/virkailija/hoksit/{hoks.pk}/"',
            "Elintarvikealan perustutkinto",
            "400, HOKSin tiedoissa on korjattavaa",
            "PUT /ehoks-virkailija-backend/api/v1/hoks",
            "Hankittava ammatillinen tutkinnon osa 2 › osaamisen hankkimistapa 1 › loppupäivä",
            LOPPU,
            "Korjaa päivät.",
            "Jakso päättyy aikaisintaan alkamispäivänään.",
            "Pakollinen tieto puuttuu.",
            "Katso lähetetty asiakirja",
            "asti.",
        ):
            assert words in page, words
        assert not Tapahtuma.objects.filter(kohde="tiedonsiirto").exists()

    def test_later_transfers_tell_what_resolved_it(self, signed_in, right, make_siirto, make_opiskeluoikeus):
        failed = make_siirto(right, ago=dt.timedelta(days=2), ratkaistu=timezone.now())
        again = make_siirto(right, ago=dt.timedelta(days=1), ratkaistu=timezone.now())
        fine = make_siirto(right, status=204, versionumero=2)
        make_siirto(make_opiskeluoikeus())
        page = signed_in.get(f"{URL}{failed.pk}/").text
        assert "Ratkaistu" in page
        others = page.partition("Saman opiskeluoikeuden muut siirrot")[2]
        assert re.findall(r'<th scope="row"><a href="/virkailija/tiedonsiirrot/(\d+)/"', others) == [
            str(fine.pk),
            str(again.pk),
        ]

    def test_a_thousand_faults(self, signed_in, right, make_siirto, statements):
        faults = [fault(f"/hankittavat-ammat-tutkinnon-osat/{n}", "pakollinen") for n in range(1000)]
        siirto = make_siirto(right, koodit=["pakollinen"], virheet=faults, dokumentti="[]")
        with statements(12):
            page = signed_in.get(f"{URL}{siirto.pk}/").text
        assert page.count("Pakollinen tieto puuttuu.") == 100 and "Lisäksi 900 muuta virhettä." in page

    def test_refused_without_faults(self, signed_in, right, make_siirto):
        siirto = make_siirto(right, status=401, koodit=["ei-oikeutta"])
        page = signed_in.get(f"{URL}{siirto.pk}/").text
        assert "ei ole oikeutta tämän opiskeluoikeuden oppilaitokseen" in page
        assert "Lähetettyä asiakirjaa ei ole enää tallessa." in page


class TestReplacedHandEdits:
    @pytest.fixture
    def replaced(self, right, make_hoks, make_siirto, virkailija, palvelukayttaja):
        sent = payloads.rich(right)
        hoks = make_hoks(right, sent, by=palvelukayttaja, kanava=Kanava.TIEDONSIIRTO)
        typed = plan.write_shape(plan.load(hoks)) | {"puhelinnumero": "040 555 0100", "id": hoks.pk}
        services.replace_hoks(hoks, typed, by=virkailija, kanava=Kanava.VIRKAILIJA)
        services.replace_hoks(hoks, sent | {"id": hoks.pk}, by=palvelukayttaja, kanava=Kanava.TIEDONSIIRTO)
        return make_siirto(right, status=204, hoks_id=hoks.pk, versionumero=3, korvattu_versionumero=2)

    def test_listed_and_shown_with_the_difference(self, signed_in, replaced, virkailija):
        assert listed(signed_in.get(URL, {"nayta": "korvanneet"})) == [replaced.pk]
        page = signed_in.get(f"{URL}{replaced.pk}/").text
        assert "Siirto korvasi käsin tehtyjä muutoksia" in page
        assert "040 555 0100" in page and "+358 50 765 4321" in page and "1 muutos" in page
        event = Tapahtuma.objects.get(kohde="versiot")
        assert (event.kayttaja_id, event.lisatiedot) == (virkailija.pk, {"versiot": [2, 3]})

    def test_who_may_not_see_the_plan_sees_no_difference(self, client, replaced, make_user):
        """The sender's official, when the study right has moved to another provider."""
        Siirto.objects.update(oppilaitos_oid=TOINEN_KOULU)
        Opiskeluoikeus.objects.update(oppilaitos_oid=TOINEN_KOULU)
        client.force_login(make_user("lahettaja", "VIRKAILIJA", (JARJESTAJA, "READ")))
        page = client.get(f"{URL}{replaced.pk}/").text
        assert "Siirto korvasi käsin tehtyjä muutoksia" in page
        assert "040 555 0100" not in page and "Öhman" not in page


class TestDocument:
    @pytest.fixture
    def siirto(self, right, make_siirto):
        document = payloads.rich(right)
        return make_siirto(
            right,
            koodit=["oht-loppu-ennen-alkua", "pakollinen"],
            virheet=[fault(LOPPU, "oht-loppu-ennen-alkua"), fault("/puuttuva", "pakollinen")],
            dokumentti=json.dumps(document),
            dokumentti_asti=timezone.now() + dt.timedelta(days=1),
        )

    def test_places_are_marked_and_the_reading_is_on_record(self, signed_in, siirto, virkailija, right, statements):
        with statements(14):
            page = signed_in.get(f"{URL}{siirto.pk}/asiakirja/").text
        assert '<mark><span id="kohta-1"></span>          &quot;loppu&quot;: &quot;2024-12-13&quot;,</mark>' in page
        assert '<mark><span id="kohta-2"></span>{</mark>' in page
        assert 'href="#virhe-1"' in page and 'href="#kohta-2"' in page
        event = Tapahtuma.objects.get(kohde="tiedonsiirto")
        assert (event.toiminto, event.kayttaja_id) == ("read", virkailija.pk)
        assert (event.oppija_oid, event.lisatiedot) == (right.oppija_id, {"siirto": siirto.pk})

    def test_reader_may_read_too(self, client, katselija, siirto):
        client.force_login(katselija)
        assert client.get(f"{URL}{siirto.pk}/asiakirja/").status_code == 200

    def test_gone_when_its_day_has_come(self, signed_in, siirto):
        siirto.dokumentti_asti = timezone.now()
        siirto.save()
        assert signed_in.get(f"{URL}{siirto.pk}/asiakirja/").status_code == 404
        assert "ei ole enää tallessa" in signed_in.get(f"{URL}{siirto.pk}/").text
        assert not Tapahtuma.objects.filter(kohde="tiedonsiirto").exists()


class TestLayout:
    def lines(self, text, *pointers):
        return [(part.text, part.numbers) for part in shown(text, pointers).parts]

    def test_marks(self):
        text = '{"a":[{"b":1.50},{}],"c":"x","c":2}'
        assert self.lines(text, "/a/0/b", "/a/1/puuttuu", "/c", "/c") == [
            ('{\n  "a": [\n    {\n', ()),
            ('      "b": 1.50', (1,)),
            ("\n    },\n", ()),
            ("    {}", (2,)),
            ("\n  ],\n", ()),
            ('  "c": "x",', (3, 4)),
            ('\n  "c": 2\n}', ()),
        ]

    def test_keys_with_slashes(self):
        assert ('  "a/b~": 1', (1,)) in self.lines('{"a/b~":1}', "/a~1b~0")

    def test_unseen_characters_are_seen(self):
        [(text, _numbers)] = self.lines('["\u202ekäänteinen\u200b\\u0000"]')
        assert text == '[\n  "\\u202ekäänteinen\\u200b\\u0000"\n]'

    @pytest.mark.parametrize("text", ["{", "", "[" * 100_000, '{"a":}', "\udcff"])
    def test_no_json_is_shown_as_it_came(self, text):
        found = shown(text, ["/a"])
        assert not found.is_json
        assert "".join(part.text for part in found.parts) == text.replace("\udcff", "\\udcff")

    def test_long_ones_are_cut(self):
        found = shown(json.dumps(["x" * 1000] * 1000), ["/999"])
        assert found.is_cut and sum(len(part.text) for part in found.parts) < 310_000
        assert shown("x" * 400_000, []).is_cut

    @pytest.mark.parametrize("text", ["NaN", "1e999", "-0", "1" + "0" * 5000, '"x"', "null", "[]", "{}"])
    def test_values_stand_as_they_were_written(self, text):
        assert self.lines(text, "") == [(text, (1,))]
