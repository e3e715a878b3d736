"""What is kept of a saved plan for lists: what it lacks, its warnings, and two dates."""

import datetime as dt

import pytest

from hoks.arvio import TYHJA, Puute, arvioi
from tests.documents import TODAY, hato, hoks, hpto, hyto, koulutuksen_osa, oht, oo, opiskeluoikeus, osa_alue

WHOLE = {"osaamisen_hankkimistavat": [oht()], "osaamisen_osoittaminen": [oo()]}
NEEDED = {"osaamisen_hankkimisen_tarve": True, "sahkoposti": "aino@opiskelija.example"}


def lacking(**told) -> list[int]:
    return arvioi(hoks(**NEEDED | told), opiskeluoikeus(), tallennettu=TODAY).puutteet


@pytest.mark.parametrize(
    ("told", "puutteet"),
    [
        ({}, [Puute.EI_OSIA]),
        ({"osaamisen_hankkimisen_tarve": False}, []),
        ({"osaamisen_hankkimisen_tarve": None, "sahkoposti": None}, []),
        ({"hankittavat_ammat_tutkinnon_osat": [hato(**WHOLE)]}, []),
        ({"hankittavat_ammat_tutkinnon_osat": [hato(**WHOLE)], "sahkoposti": None}, [Puute.EI_SAHKOPOSTIA]),
        ({"hankittavat_koulutuksen_osat": [koulutuksen_osa()]}, []),
        (
            {"hankittavat_ammat_tutkinnon_osat": [hato(osaamisen_hankkimistavat=[], osaamisen_osoittaminen=[])]},
            [Puute.EI_JAKSOA],
        ),
        (
            {"hankittavat_paikalliset_tutkinnon_osat": [hpto(**WHOLE | {"osaamisen_osoittaminen": []})]},
            [Puute.EI_NAYTTOA],
        ),
        ({"hankittavat_yhteiset_tutkinnon_osat": [hyto(osa_alueet=[])]}, [Puute.EI_JAKSOA]),
        ({"hankittavat_yhteiset_tutkinnon_osat": [hyto(osa_alueet=[osa_alue(**WHOLE)])]}, []),
        (
            {
                "hankittavat_yhteiset_tutkinnon_osat": [
                    hyto(
                        osa_alueet=[
                            osa_alue(**WHOLE),
                            osa_alue(osaamisen_hankkimistavat=[], osaamisen_osoittaminen=[]),
                            osa_alue(**WHOLE | {"osaamisen_osoittaminen": []}),
                        ]
                    )
                ]
            },
            [Puute.EI_JAKSOA, Puute.EI_NAYTTOA],
        ),
    ],
)
def test_what_a_plan_lacks(told, puutteet):
    assert lacking(**told) == puutteet


def test_last_demonstration_is_told_when_every_unit_has_one():
    naytot = [oo(alku="2025-03-01", loppu="2025-03-02"), oo(alku="2025-01-01", loppu="2025-01-02")]
    shown = hato(**WHOLE | {"osaamisen_osoittaminen": naytot})
    document = hoks(hankittavat_ammat_tutkinnon_osat=[shown], osaamisen_saavuttamisen_pvm="2025-04-01")
    arvio = arvioi(document, opiskeluoikeus(), tallennettu=TODAY)
    assert (arvio.nayttojen_loppu, arvio.saavutettu) == (dt.date(2025, 3, 2), dt.date(2025, 4, 1))
    document["hankittavat-ammat-tutkinnon-osat"].append(hato(osaamisen_osoittaminen=[]))
    assert arvioi(document, opiskeluoikeus(), tallennettu=TODAY).nayttojen_loppu is None


def test_warnings_are_those_of_the_day_it_was_saved():
    document = hoks(ensikertainen_hyvaksyminen=TODAY.isoformat())
    oikeus = opiskeluoikeus()
    assert arvioi(document, oikeus, tallennettu=TODAY - dt.timedelta(days=1)).huomautukset == [
        "hyvaksyminen-tulevaisuudessa"
    ]
    assert arvioi(document, oikeus, tallennettu=TODAY).huomautukset == []


def test_what_no_document_can_tell_lacks_nothing():
    assert arvioi(None, opiskeluoikeus(), tallennettu=TODAY) == TYHJA
