"""What stands in the way of a new plan (domain.md 2.5)."""

from tests.api.verdicts.case import (
    OPISKELUOIKEUS_OID,
    OPPIJA_OID,
    TOINEN_OPPIJA_OID,
    Case,
    Tanaan,
    estyy,
    hylataan,
    kelpaa,
)
from tests.documents import LEFT_OUT, TOINEN_OPISKELUOIKEUS_OID, hato

OIKEUS, OPPIJA = "/opiskeluoikeus-oid", "/oppija-oid"
TUNTEMATON_OIKEUS = f"Opiskeluoikeus `{OPISKELUOIKEUS_OID}` not found in Koski"
EI_TASMAA = {"ENFORCE_OPISKELUOIKEUS_MATCH": False}
SALLIVA = {"PREVENT_FINISHED_OPISKELUOIKEUS_UPDATES": False}
PAATTYNEET = ("valmistunut", "eronnut", "katsotaaneronneeksi", "peruutettu")
VOIMASSA = ("lasna", "loma", "valiaikaisestikeskeytynyt", "mitatoity", "")


def _paattynyt(tila: str) -> Case:
    return estyy(
        f"opiskeluoikeuden tila {tila}",
        [(OIKEUS, "opiskeluoikeus-paattynyt")],
        f"Opiskeluoikeus `{OPISKELUOIKEUS_OID}` is no longer active",
        _oikeus={"tila": tila},
    )


LUONTI: list[Case] = [
    estyy("opiskeluoikeutta ei ole", [(OIKEUS, "opiskeluoikeus-tuntematon")], TUNTEMATON_OIKEUS, _oikeus=None),
    # The study right is looked for before the shape is judged.
    Case(
        "opiskeluoikeutta ei ole eikä muoto kelpaa",
        {"versio": "4"},
        [("/versio", "vaara-kokonaisluku"), (OIKEUS, "opiskeluoikeus-tuntematon")],
        errors={"/versio": '(not (integer? "4"))'},
        error=TUNTEMATON_OIKEUS,
        oikeus=None,
    ),
    Case(
        "opiskeluoikeuden tunniste ei kelpaa",
        {"opiskeluoikeus_oid": "1.2.246.562.15.1"},
        [(OIKEUS, "vaara-muoto")],
        errors={OIKEUS: r'(not (re-find #"^1\.2\.246\.562\.15\.[1-9]\d{9}(\d|10)$" "1.2.246.562.15.1"))'},
        error="Opiskeluoikeus `1.2.246.562.15.1` not found in Koski",
    ),
    hylataan(
        "opiskeluoikeus puuttuu",
        [(OIKEUS, "pakollinen")],
        {OIKEUS: "missing-required-key"},
        opiskeluoikeus_oid=LEFT_OUT,
    ),
    estyy(
        "oppijaa ei ole",
        [(OPPIJA, "oppija-tuntematon")],
        f"Oppija `{TOINEN_OPPIJA_OID}` not found in Oppijanumerorekisteri",
        oppija_oid=TOINEN_OPPIJA_OID,
    ),
    estyy(
        "oppija on toinen",
        [(OIKEUS, "opiskeluoikeus-ei-oppijan")],
        f"No opiskeluoikeus {OPISKELUOIKEUS_OID} found for oppija {TOINEN_OPPIJA_OID}",
        oppija_oid=TOINEN_OPPIJA_OID,
        _tunnetaan=(TOINEN_OPPIJA_OID,),
    ),
    kelpaa(
        "oppija on toinen, eikä sitä katsota",
        oppija_oid=TOINEN_OPPIJA_OID,
        _tunnetaan=(TOINEN_OPPIJA_OID,),
        _asetukset=EI_TASMAA,
    ),
    estyy(
        "opiskeluoikeus sisältyy toiseen",
        [(OIKEUS, "sisaltyva-opiskeluoikeus")],
        f"Opiskeluoikeus `{OPISKELUOIKEUS_OID}` sisältyy toiseen opiskeluoikeuteen.",
        _oikeus={"sisaltyy_opiskeluoikeuteen": TOINEN_OPISKELUOIKEUS_OID},
    ),
    *(_paattynyt(tila) for tila in PAATTYNEET),
    *(kelpaa(f"opiskeluoikeuden tila {tila!r}", _oikeus={"tila": tila}) for tila in VOIMASSA),
    *(
        kelpaa(f"opiskeluoikeuden tila {tila}, eikä sitä katsota", _oikeus={"tila": tila}, _asetukset=SALLIVA)
        for tila in PAATTYNEET
    ),
    estyy(
        "suunnitelma on jo",
        [(OIKEUS, "hoks-olemassa")],
        "HOKS with the same opiskeluoikeus-oid already exists",
        _on_hoks="on",
    ),
    estyy(
        "suunnitelma on poistettu",
        [(OIKEUS, "hoks-arkistoitu")],
        "Archived HOKS with given opiskeluoikeus oid found. Contact eHOKS support for more information.",
        _on_hoks="poistettu",
    ),
    # The first in order is told; all are listed.
    estyy(
        "kaikki esteet yhtä aikaa",
        [
            (OIKEUS, "opiskeluoikeus-ei-oppijan"),
            (OIKEUS, "sisaltyva-opiskeluoikeus"),
            (OIKEUS, "opiskeluoikeus-paattynyt"),
            (OIKEUS, "hoks-olemassa"),
        ],
        f"No opiskeluoikeus {OPISKELUOIKEUS_OID} found for oppija {TOINEN_OPPIJA_OID}",
        oppija_oid=TOINEN_OPPIJA_OID,
        _tunnetaan=(TOINEN_OPPIJA_OID,),
        _oikeus={"sisaltyy_opiskeluoikeuteen": TOINEN_OPISKELUOIKEUS_OID, "tila": "eronnut"},
        _on_hoks="on",
    ),
    # Wrong content comes before what stands in the way.
    hylataan(
        "väärä sisältö ja suunnitelma on jo",
        [
            ("/osaamisen-saavuttamisen-pvm", "osaamisen-saavuttamisen-pvm"),
            (OIKEUS, "hoks-olemassa"),
            ("/hankittavat-ammat-tutkinnon-osat/0/olennainen-seikka", "vaara-tyyppi"),
        ],
        {
            "/osaamisen-saavuttamisen-pvm": '(not ("Osaaminen voidaan merkitä saavutetuksi enintään kaksi viikkoa\n'
            '    tulevaisuuteen ja vähintään vuodelle 2018." "…"))',
            "/hankittavat-ammat-tutkinnon-osat/0/olennainen-seikka": "(not (instance? java.lang.Boolean 1))",
        },
        osaamisen_saavuttamisen_pvm=Tanaan(15),
        hankittavat_ammat_tutkinnon_osat=[hato(olennainen_seikka=1)],
        _on_hoks="on",
    ),
    # His number may be the newer one he has been merged into.
    kelpaa(
        "oppijan uudempi numero",
        oppija_oid=TOINEN_OPPIJA_OID,
        _oppija={"oppijanumero": TOINEN_OPPIJA_OID},
        _tunnetaan=(TOINEN_OPPIJA_OID,),
    ),
    kelpaa("oppijan vanha numero", oppija_oid=OPPIJA_OID, _oppija={"oppijanumero": TOINEN_OPPIJA_OID}),
]
