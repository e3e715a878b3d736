"""Files of reports: made by a worker, fetched by their maker alone, expired; and a worker that ends in the middle."""

import csv
import datetime as dt
import html
import io
import re
import threading
import zipfile

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone
from playwright.sync_api import expect
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.models import Kayttooikeus
from hoks import tehtavat
from hoks.models import Opiskeluoikeus, Tapahtuma, Vienti, Vientipala
from hoks.raportit import RAPORTIT, raportti, viennit
from hoks.raportit.rajaus import KAIKKI, KOKO_MAA, Rajaus
from hoks.taulukot import CSV, XLSX
from tests.axe import findings
from tests.conftest import JARJESTAJA, KOULU, SISARKOULU

URL = "/virkailija/raportit/viennit/"
JAKSOT, _OIKEUDET, TILAT, OPETUS = RAPORTIT


def start(user, avain: str = OPETUS, muoto: str = CSV, oppilaitos: str = KOULU) -> Vienti:
    return viennit.start(user, RAPORTIT[avain], Rajaus(oppilaitos), muoto)


def made(user, *args, **kwargs) -> Vienti:
    vienti = start(user, *args, **kwargs)
    tehtavat.tee_vienti(str(vienti.pk))
    vienti.refresh_from_db()
    return vienti


def content(user, vienti: Vienti) -> bytes:
    return b"".join(viennit.fetch(user, vienti))


@pytest.fixture
def some_rows(people, make_reported):
    for right in people("Öhman Åsa", "Aava A", "=HYPERLINK A"):
        make_reported(right, 7.25, lacking=True)


class TestMaking:
    def test_csv_is_what_a_finnish_spreadsheet_opens(self, virkailija, some_rows):
        vienti = made(virkailija)
        file = content(virkailija, vienti)
        assert file.startswith(b"\xef\xbb\xbf") and len(file) == vienti.koko
        [heading, row] = csv.reader(io.StringIO(file.decode("utf-8-sig")), delimiter=";")
        assert dict(zip(heading, row, strict=True))["Tunteja yhteensä"] == "21,8"
        assert (vienti.tila, vienti.rivit, vienti.rivit_kaikki, vienti.yritys) == (Vienti.Tila.VALMIS, 1, 1, 1)
        names = [
            row[0]
            for row in csv.reader(io.StringIO(content(virkailija, made(virkailija, JAKSOT)).decode()), delimiter=";")
        ]
        assert names[1:] == ["Öhman, Åsa", "Aava, A", "'=HYPERLINK, A"]

    def test_workbook(self, virkailija, some_rows):
        vienti = made(virkailija, muoto=XLSX)
        with zipfile.ZipFile(io.BytesIO(content(virkailija, vienti))) as files:
            sheet = files.read("xl/worksheets/sheet1.xml").decode()
        assert "<v>21.8</v>" in sheet and "Tunteja yhteensä" in sheet and "<f>" not in sheet

    def test_many_batches_and_pieces(self, virkailija, some_rows, monkeypatch):
        whole = content(virkailija, made(virkailija, JAKSOT))
        monkeypatch.setattr(raportti, "ERA", 1)
        monkeypatch.setattr(viennit, "PIECE", 100)
        vienti = made(virkailija, JAKSOT)
        assert content(virkailija, vienti) == whole and vienti.palat.count() > 3 and vienti.rivit == 3

    def test_twice_pressed_is_one(self, virkailija, some_rows):
        first, again = start(virkailija), start(virkailija)
        assert first == again and ProcrastinateJob.objects.filter(args={"vienti": str(first.pk)}).count() == 1
        assert start(virkailija, muoto=XLSX) != first
        tehtavat.tee_vienti(str(first.pk))
        assert start(virkailija) != first

    def test_no_more_than_three_at_a_time(self, signed_in, virkailija, toinen_virkailija, some_rows):
        for avain, muoto in ((OPETUS, CSV), (OPETUS, XLSX), (TILAT, CSV)):
            start(virkailija, avain, muoto)
        with pytest.raises(viennit.TooMany):
            start(virkailija, TILAT, XLSX)
        start(toinen_virkailija, TILAT, XLSX)
        told = {"oppilaitos": KOULU, "muoto": XLSX}
        page = signed_in.post(f"/virkailija/raportit/{TILAT}/vie/", told, follow=True).content.decode()
        assert "Sinulla on jo 3 tiedostoa tekeillä" in page

    def test_by_the_rights_of_the_day(self, virkailija, some_rows, make_user):
        vienti = start(virkailija)
        Kayttooikeus.objects.filter(user=virkailija).delete()
        tehtavat.tee_vienti(str(vienti.pk))
        vienti.refresh_from_db()
        assert vienti.tila == Vienti.Tila.EPAONNISTUI and "oikeutta" in vienti.virhe and not vienti.palat.exists()
        gone = make_user("lahtenyt", "VIRKAILIJA", (KOULU, "READ"))
        vienti = start(gone)
        type(gone).objects.filter(pk=gone.pk).update(is_active=False)
        tehtavat.tee_vienti(str(vienti.pk))
        vienti.refresh_from_db()
        assert vienti.tila == Vienti.Tila.EPAONNISTUI

    def test_a_workbook_has_so_much_room(self, virkailija, some_rows, monkeypatch):
        monkeypatch.setattr(viennit, "MOST_ROWS_XLSX", 2)
        assert "mahtuu 2 riviä" in made(virkailija, JAKSOT, XLSX).virhe
        assert made(virkailija, JAKSOT, CSV).on_valmis

    def test_what_goes_wrong_is_told_and_logged(self, virkailija, some_rows):
        vienti = start(virkailija)
        # As after a release that no longer has the report.
        Vienti.objects.filter(pk=vienti.pk).update(raportti="poistunut")
        with pytest.raises(KeyError):
            tehtavat.tee_vienti(str(vienti.pk))
        vienti.refresh_from_db()
        assert vienti.tila == Vienti.Tila.EPAONNISTUI and "Tee se uudelleen" in vienti.virhe


class TestWorkersThatEnd:
    def test_another_begins_anew_and_the_first_writes_no_more(self, virkailija, some_rows):
        """The first worker is at its second row when it is taken for dead."""
        vienti = start(virkailija, JAKSOT)
        first = viennit._claim(str(vienti.pk))
        rows = viennit._cells(first, RAPORTIT[JAKSOT], virkailija, Rajaus(KOULU))
        next(rows)
        tehtavat.tee_vienti(str(vienti.pk))
        whole = content(virkailija, Vienti.objects.get(pk=vienti.pk))
        with pytest.raises(viennit._Superseded):
            list(rows)
        with pytest.raises(viennit._Superseded):
            viennit._keep(first, io.BytesIO(b"half"))
        viennit._give_up(first, "Liian myöhään")
        assert content(virkailija, Vienti.objects.get(pk=vienti.pk)) == whole
        assert Vienti.objects.get(pk=vienti.pk).on_valmis

    def test_not_for_ever(self, virkailija, some_rows):
        vienti = start(virkailija)
        for _attempt in range(viennit.MOST_ATTEMPTS):
            assert viennit._claim(str(vienti.pk))
        tehtavat.tee_vienti(str(vienti.pk))
        vienti.refresh_from_db()
        assert vienti.tila == Vienti.Tila.EPAONNISTUI

    @pytest.mark.parametrize(("tila", "patience"), [("kesken", viennit.SILENT), ("jonossa", viennit.WAITED)])
    def test_what_nobody_makes_is_given_up(self, virkailija, some_rows, tila, patience):
        vienti = start(virkailija)
        for ago, expected in ((patience - dt.timedelta(minutes=1), tila), (patience, "epaonnistui")):
            Vienti.objects.filter(pk=vienti.pk).update(tila=tila, edennyt=timezone.now() - ago)
            viennit.expire()
            vienti.refresh_from_db()
            assert vienti.tila == expected

    def test_deleted_meanwhile(self, virkailija, some_rows):
        vienti = start(virkailija)
        claimed = viennit._claim(str(vienti.pk))
        Vienti.objects.all().delete()
        with pytest.raises(viennit._Superseded):
            viennit._make(claimed)
        tehtavat.tee_vienti(str(vienti.pk))
        assert not Vientipala.objects.exists()


class TestFetching:
    def test_by_its_maker_and_on_record(self, client, signed_in, virkailija, toinen_virkailija, paakayttaja, some_rows):
        vienti = made(virkailija)
        response = signed_in.get(f"{URL}{vienti.pk}/")
        assert response.getvalue() == content(virkailija, vienti)
        assert response["Content-Disposition"] == f'attachment; filename="{OPETUS}-{timezone.localdate()}.csv"'
        assert response["Content-Length"] == str(vienti.koko) and "no-store" in response["Cache-Control"]
        records = Tapahtuma.objects.filter(kayttaja_id=virkailija.pk, lisatiedot__vienti=str(vienti.pk))
        assert {"raporttivienti", "raporttitiedosto"} == set(records.values_list("kohde", flat=True))
        for other in (toinen_virkailija, paakayttaja):
            client.force_login(other)
            assert client.get(f"{URL}{vienti.pk}/").status_code == 404
            assert client.post(f"{URL}{vienti.pk}/poista/").status_code == 404
            assert "Ei tiedostoja" in client.get(URL).content.decode()

    def test_not_when_a_right_has_gone(self, client, make_user, some_rows, people, make_reported):
        make_reported(people("Sisar A", oppilaitos_oid=SISARKOULU)[0], 1)
        official = make_user("kaksikoulu", "VIRKAILIJA", (KOULU, "READ"), (SISARKOULU, "READ"))
        vienti = made(official, oppilaitos=KAIKKI)
        assert vienti.koulut == sorted((KOULU, SISARKOULU))
        client.force_login(official)
        assert client.get(f"{URL}{vienti.pk}/").status_code == 200
        Kayttooikeus.objects.filter(user=official, organisaatio_oid=SISARKOULU).delete()
        assert client.get(f"{URL}{vienti.pk}/").status_code == 403

    def test_the_country_is_for_paakayttaja(self, paakayttaja, virkailija, some_rows):
        vienti = made(paakayttaja, oppilaitos=KOKO_MAA)
        assert vienti.koulut is None and content(paakayttaja, vienti)
        Kayttooikeus.objects.filter(user=paakayttaja).update(organisaatio_oid=JARJESTAJA)
        with pytest.raises(PermissionDenied):
            content(type(paakayttaja).objects.get(pk=paakayttaja.pk), vienti)

    def test_expires(self, signed_in, virkailija, some_rows, settings):
        settings.VIENTI_SAILYTYS_PAIVAA = 3
        vienti = made(virkailija)
        assert vienti.vanhenee - vienti.luotu == dt.timedelta(days=3)
        assert viennit.expire() == 0
        Vienti.objects.filter(pk=vienti.pk).update(vanhenee=timezone.now())
        assert signed_in.get(f"{URL}{vienti.pk}/").status_code == 404
        assert "Ei tiedostoja" in signed_in.get(URL).content.decode()
        assert viennit.expire() == 1 and not Vientipala.objects.exists()

    def test_unfinished_is_not_there_yet(self, signed_in, virkailija, some_rows):
        vienti = start(virkailija)
        assert signed_in.get(f"{URL}{vienti.pk}/").status_code == 404
        page = signed_in.get(URL).content.decode()
        assert "Odottaa vuoroaan" in page and "Päivitä tilanne" in page
        Vienti.objects.update(tila=Vienti.Tila.KESKEN, rivit=50, rivit_kaikki=120)
        assert "50/120 riviä" in signed_in.get(URL).content.decode()

    def test_leads_to_the_report_as_it_was_narrowed(self, signed_in, virkailija, some_rows):
        rajaus = Rajaus(KOULU, dt.date(2024, 8, 1), None, "elin & tarvike")
        viennit.start(virkailija, RAPORTIT[TILAT], rajaus, CSV)
        page = signed_in.get(URL).content.decode()
        address = html.unescape(re.search(r'href="(/virkailija/raportit/hoksit-tiloittain/[^"]*)"', page)[1])
        form = signed_in.get(address).content.decode()
        assert 'value="1.8.2024"' in form and 'value="elin &amp; tarvike"' in form

    def test_deleting_gives_it_up(self, signed_in, virkailija, some_rows):
        vienti = start(virkailija)
        assert "poistettu" in signed_in.post(f"{URL}{vienti.pk}/poista/", follow=True).content.decode()
        tehtavat.tee_vienti(str(vienti.pk))
        assert not Vienti.objects.exists()

    def test_statements(self, signed_in, virkailija, some_rows, statements):
        for avain in RAPORTIT:
            made(virkailija, avain)
        signed_in.get(URL)
        with statements(5):
            signed_in.get(URL)


def test_maintenance_runs(db, make_opiskeluoikeus, virkailija):
    for task in (tehtavat.vanhenna_viennit, tehtavat.kayttoonotto, tehtavat.yo):
        task(timestamp=0)


def work() -> None:
    """Do what waits, as `manage.py procrastinate worker` does."""

    def run() -> None:
        with app.replace_connector(app.connector.get_worker_connector()) as working:
            working.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)

    # Playwright's loop runs in this thread.
    thread = threading.Thread(target=run)
    thread.start()
    thread.join(60)
    assert not thread.is_alive()


@pytest.mark.django_db(transaction=True)
def test_a_job_whose_worker_died_is_begun_anew(virkailija, some_rows):
    vienti = start(virkailija)
    assert viennit._claim(str(vienti.pk))
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH dead AS (INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 minute')"
            " RETURNING id) UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT id FROM dead)"
            " WHERE args ->> 'vienti' = %s",
            [str(vienti.pk)],
        )
        assert cursor.rowcount == 1
    tehtavat.jatka_keskeytyneet.defer(timestamp=0)
    work()
    work()
    vienti.refresh_from_db()
    assert (vienti.tila, vienti.yritys) == (Vienti.Tila.VALMIS, 2)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("javascript", [True, False])
def test_from_the_report_to_the_file(visit, some_rows, javascript):
    Opiskeluoikeus.objects.update(koski404=True)
    page = visit("/virkailija/raportit/", width=360, java_script_enabled=javascript)
    for link in ("Työpaikkajaksot, joilta puuttuu", "HOKSit, joiden opiskeluoikeutta"):
        page.get_by_role("link", name=re.compile(link)).focus()
        page.keyboard.press("Enter")
        expect(page.locator("th[scope=row]")).to_have_count(3)
        assert not javascript or findings(page) == []
        page.get_by_role("navigation", name="Päävalikko").get_by_role("link", name="Raportit").press("Enter")
    page.get_by_role("link", name=re.compile("Työpaikkajaksot, joilta puuttuu")).press("Enter")
    page.get_by_label("Tutkinto tai koulutus").fill("elintarvike")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Tee CSV-tiedosto").press("Enter")
    expect(page.get_by_text("Odottaa vuoroaan")).to_be_visible()
    assert not javascript or findings(page) == []
    work()
    if not javascript:
        page.get_by_role("link", name="Päivitä tilanne").press("Enter")
    expect(page.get_by_text("Valmis", exact=True)).to_be_visible()
    assert not javascript or findings(page) == []
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("Lataa")).press("Enter")
    with open(download.value.path(), "rb") as file:
        assert "Öhman, Åsa" in file.read().decode("utf-8-sig")
    page.get_by_role("button", name=re.compile("Poista")).press("Enter")
    expect(page.get_by_text("Ei tiedostoja.")).to_be_visible()
