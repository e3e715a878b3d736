"""The transfer desk's list as a file."""

import csv
import datetime as dt
import io
import xml.etree.ElementTree as ET
import zipfile

import pytest
from django.utils import timezone

from hoks.models import Tapahtuma
from hoks.siirrot import export
from tests.siirrot.test_desk import LOPPU, URL, fault

pytestmark = pytest.mark.django_db

FORMULA = '=HYPERLINK("http://example.org";"x")'
CELL = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def csv_rows(response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig")), delimiter=";"))


def xlsx_rows(response) -> list[list[str]]:
    """Cells of the workbook, all text or numbers."""
    with zipfile.ZipFile(io.BytesIO(response.getvalue())) as files:
        sheet = ET.fromstring(files.read("xl/worksheets/sheet1.xml"))
    assert not list(sheet.iter(f"{CELL}f")), "no formulas"
    rows = []
    for row in sheet.iter(f"{CELL}row"):
        assert all(cell.get("t") == "inlineStr" or cell.findtext(f"{CELL}v").isdigit() for cell in row)
        rows.append(
            [cell.findtext(f"{CELL}v") or "".join(text.text or "" for text in cell.iter(f"{CELL}t")) for cell in row]
        )
    return rows


READERS = {"csv": csv_rows, "xlsx": xlsx_rows}


@pytest.mark.parametrize("kind", READERS)
def test_what_the_file_says(signed_in, right, make_siirto, kind):
    siirto = make_siirto(right, koodit=["oht-loppu-ennen-alkua"], virheet=[fault(LOPPU, "oht-loppu-ennen-alkua")])
    response = signed_in.get(f"{URL}lista.{kind}")
    assert f'attachment; filename="tiedonsiirrot-{timezone.localdate()}.{kind}"' == response["Content-Disposition"]
    heading, row = READERS[kind](response)
    told = dict(zip(heading, row, strict=True))
    local = timezone.localtime(siirto.aika)
    assert told["Aika"] == f"{local.day}.{local.month}.{local.year} {local.hour}.{local.minute:02}"
    assert (told["HTTP-koodi"], told["Tulos"], told["Kuka korjaa"]) == ("400", "Ratkaisematta", "Oppilaitos")
    assert told["Mitä meni vikaan"] == "Jakso päättyy ennen kuin se alkaa."
    assert told["Missä kohdassa"].endswith(f"loppupäivä ({LOPPU})")
    assert (told["Nimi"], told["Opiskeluoikeus"], told["Oppija"]) == ("Öhman, Aino Maria", right.pk, right.oppija_id)
    assert told["Tunnus"] == "palvelu" and told["Virheitä"] == "1"


def test_csv_opens_in_a_finnish_spreadsheet(signed_in, right, make_siirto):
    make_siirto(right)
    response = signed_in.get(f"{URL}lista.csv")
    assert response.streaming and response["Content-Type"] == "text/csv; charset=utf-8"
    text = response.getvalue()
    assert text.startswith(b"\xef\xbb\xbfAika;") and b"\r\n" in text


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("text", [FORMULA, "+1", "-1", "@x", "\tx", '"";=1+1', "a\nb;c"])
def test_no_cell_is_a_formula(signed_in, right, make_siirto, kind, text):
    right.oppija.sukunimi, right.oppija.etunimet = text, ""
    right.oppija.save()
    make_siirto(right, kayttaja_id=None, kayttajatunnus=text, koodit=[text])
    [_heading, row] = READERS[kind](signed_in.get(f"{URL}lista.{kind}"))
    if kind == "csv":
        assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t"))]
        assert sum(text in cell for cell in row) == 2
    else:
        assert sum(cell == text for cell in row) == 2


@pytest.mark.parametrize("kind", READERS)
def test_filters_hold(signed_in, right, make_siirto, kind):
    make_siirto(right, status=401, koodit=["ei-oikeutta"], ago=dt.timedelta(days=1))
    make_siirto(right)
    found = READERS[kind](signed_in.get(f"{URL}lista.{kind}", {"nayta": "virheet", "tila": "401"}))
    assert [row[1] for row in found[1:]] == ["401"]


@pytest.mark.parametrize("kind", READERS)
def test_a_file_that_ends_before_the_list_says_so(signed_in, right, make_siirto, kind, monkeypatch):
    monkeypatch.setattr(export, "MOST_ROWS", 3)
    monkeypatch.setattr(export, "BATCH", 2)
    made = [make_siirto(right, status=400 + number) for number in range(3)]
    query = {"nayta": "kaikki"}
    assert [row[1] for row in READERS[kind](signed_in.get(f"{URL}lista.{kind}", query))[1:]] == ["402", "401", "400"]
    make_siirto(right, status=404)
    found = READERS[kind](signed_in.get(f"{URL}lista.{kind}", query))
    assert [row[1] for row in found[1:4]] == ["404", "402", "401"] and len(made) == 3
    assert found[4][0] == "Tiedostossa on enintään 3 riviä. Rajaa hakua, niin saat loput."


@pytest.mark.parametrize("kind", READERS)
def test_taking_the_list_is_on_record_once(signed_in, right, make_siirto, virkailija, kind):
    for _each in range(3):
        make_siirto(right)
    signed_in.get(f"{URL}lista.{kind}").getvalue()
    event = Tapahtuma.objects.get()
    assert (event.kohde, event.kayttaja_id, event.toiminto) == ("tiedonsiirrot", virkailija.pk, "read")
    assert event.lisatiedot == {"oppilaitos": right.oppilaitos_oid}


def test_statements(signed_in, make_siirto, make_opiskeluoikeus, statements, monkeypatch):
    monkeypatch.setattr(export, "BATCH", 10)
    for _each in range(20):
        make_siirto(make_opiskeluoikeus())
    signed_in.get(URL)
    with statements(9 + 2 * 3):
        assert len(csv_rows(signed_in.get(f"{URL}lista.csv"))) == 21
