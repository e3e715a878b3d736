"""What stands in the way of replacing or changing a plan (domain.md 2.6)."""

from tests.api.verdicts.case import (
    OPISKELUOIKEUS_OID,
    OPPIJA_OID,
    TOINEN_OPPIJA_OID,
    Case,
    estyy,
    hylataan,
    kelpaa,
    saanto,
)
from tests.documents import LEFT_OUT, TOINEN_OPISKELUOIKEUS_OID, oto

OIKEUS, OPPIJA = "/opiskeluoikeus-oid", "/oppija-oid"
ID = "HOKS id in the body does not match the id in the path"
TYYPPI = (
    'Opiskeluoikeuden tyypin on oltava joko "Ammatillinen koulutus" tai "Tutkintokoulutukseen valmentava koulutus'
    ' (TUVA)".'
)
SALLIVA = {"PREVENT_FINISHED_OPISKELUOIKEUS_UPDATES": False}
PAATTYNEET = ("valmistunut", "eronnut", "katsotaaneronneeksi", "peruutettu")
VOIMASSA = ("lasna", "loma", "valiaikaisestikeskeytynyt", "mitatoity", "")
OIKEUS_VAIHTUI = (
    f"Tried to update `opiskeluoikeus-oid` from `{OPISKELUOIKEUS_OID}` to `{TOINEN_OPISKELUOIKEUS_OID}` but updating"
    " `opiskeluoikeus-oid` in HOKS is not allowed!"
)
OPPIJA_VAIHTUI = (
    f"Tried to update `oppija-oid` from `{OPPIJA_OID}` to `{TOINEN_OPPIJA_OID}` but updating `oppija-oid` in HOKS is"
    " only allowed with latest master oppija oid!"
)


def _molemmat(toiminto: str) -> list[Case]:
    """The same by PUT and PATCH."""
    vanha = {"_toiminto": toiminto}
    return [
        kelpaa(f"{toiminto}: ennallaan", **vanha),
        kelpaa(f"{toiminto}: OIDit pois", opiskeluoikeus_oid=LEFT_OUT, oppija_oid=LEFT_OUT, **vanha),
        estyy(f"{toiminto}: toisen id", [("/id", "id-ei-tasmaa")], ID, id=987_654_321, **vanha),
        estyy(f"{toiminto}: id 0", [("/id", "id-ei-tasmaa")], ID, id=0, **vanha),
        hylataan(
            f"{toiminto}: id tekstinä",
            [("/id", "vaara-kokonaisluku")],
            {"/id": '(not (integer? "5"))'},
            id="5",
            **vanha,
        ),
        *(
            estyy(
                f"{toiminto}: tila {tila}",
                [(OIKEUS, "opiskeluoikeus-paattynyt")],
                f"Opiskeluoikeus `{OPISKELUOIKEUS_OID}` is no longer active.",
                _oikeus={"tila": tila},
                **vanha,
            )
            for tila in PAATTYNEET
        ),
        estyy(
            f"{toiminto}: päättynyt, eikä opiskeluoikeutta nimetä",
            [(OIKEUS, "opiskeluoikeus-paattynyt")],
            "Opiskeluoikeus `null` is no longer active.",
            opiskeluoikeus_oid=LEFT_OUT,
            _oikeus={"tila": "eronnut"},
            **vanha,
        ),
        *(kelpaa(f"{toiminto}: tila {tila!r}", _oikeus={"tila": tila}, **vanha) for tila in VOIMASSA),
        *(
            kelpaa(f"{toiminto}: tila {tila}, eikä sitä katsota", _oikeus={"tila": tila}, _asetukset=SALLIVA, **vanha)
            for tila in PAATTYNEET
        ),
        estyy(
            f"{toiminto}: toinen opiskeluoikeus",
            [(OIKEUS, "opiskeluoikeus-vaihtunut")],
            OIKEUS_VAIHTUI,
            opiskeluoikeus_oid=TOINEN_OPISKELUOIKEUS_OID,
            **vanha,
        ),
        estyy(
            f"{toiminto}: toinen oppija",
            [(OPPIJA, "oppija-vaihtunut")],
            OPPIJA_VAIHTUI,
            oppija_oid=TOINEN_OPPIJA_OID,
            **vanha,
        ),
        estyy(
            f"{toiminto}: toinen oppija, joka tunnetaan",
            [(OPPIJA, "oppija-vaihtunut")],
            OPPIJA_VAIHTUI,
            oppija_oid=TOINEN_OPPIJA_OID,
            _tunnetaan=(TOINEN_OPPIJA_OID,),
            **vanha,
        ),
        kelpaa(
            f"{toiminto}: oppijan uudempi numero",
            oppija_oid=TOINEN_OPPIJA_OID,
            _oppija={"oppijanumero": TOINEN_OPPIJA_OID},
            **vanha,
        ),
        estyy(
            f"{toiminto}: oppijalla on uudempi numero, mutta ei tämä",
            [(OPPIJA, "oppija-vaihtunut")],
            OPPIJA_VAIHTUI,
            oppija_oid=TOINEN_OPPIJA_OID,
            _oppija={"oppijanumero": "1.2.246.562.24.160683787010"},
            **vanha,
        ),
        estyy(
            f"{toiminto}: molemmat vaihtuvat",
            [(OIKEUS, "opiskeluoikeus-vaihtunut"), (OPPIJA, "oppija-vaihtunut")],
            OIKEUS_VAIHTUI,
            oppija_oid=TOINEN_OPPIJA_OID,
            opiskeluoikeus_oid=TOINEN_OPISKELUOIKEUS_OID,
            **vanha,
        ),
        # Creation's questions are not asked again.
        kelpaa(
            f"{toiminto}: opiskeluoikeus sisältyy toiseen",
            _oikeus={"sisaltyy_opiskeluoikeuteen": TOINEN_OPISKELUOIKEUS_OID},
            **vanha,
        ),
        # The type is asked about only when the study right is named (2.4).
        hylataan(
            f"{toiminto}: tyyppi",
            [(OIKEUS, "opiskeluoikeuden-tyyppi")],
            {OIKEUS: saanto(TYYPPI, "a-java.lang.String")},
            _oikeus={"tyyppi": "lukiokoulutus"},
            **vanha,
        ),
        kelpaa(
            f"{toiminto}: tyyppi, eikä opiskeluoikeutta nimetä",
            opiskeluoikeus_oid=LEFT_OUT,
            _oikeus={"tyyppi": "lukiokoulutus"},
            **vanha,
        ),
        hylataan(
            f"{toiminto}: TUVAn rinnakkainen TUVA",
            [("/tuva-opiskeluoikeus-oid", "tuva-opiskeluoikeus-oid")],
            {
                "/tuva-opiskeluoikeus-oid": saanto(
                    "Ota tuva-opiskeluoikeus-oid pois, koska se on sallittu vain TUVA-opiskeluoikeuden kanssa"
                    " rinnakkaiselle opiskeluoikeudelle, ei TUVA-opiskeluoikeudelle.",
                    "a-java.lang.String",
                )
            },
            tuva_opiskeluoikeus_oid="1.2.246.562.15.78573431000",
            _oikeus={"tyyppi": "tuva"},
            **vanha,
        ),
    ]


PAIVITYS: list[Case] = [
    *_molemmat("korvaus"),
    *_molemmat("muutos"),
    hylataan(
        "korvaus: TUVAn tukevat opinnot",
        [("/opiskeluvalmiuksia-tukevat-opinnot/0", "tuva-tukevat-opinnot")],
        {
            "/opiskeluvalmiuksia-tukevat-opinnot/0": saanto(
                "Ota tukevat opinnot pois, koska opiskeluoikeus on TUVA.", oto()
            )
        },
        opiskeluvalmiuksia_tukevat_opinnot=[oto()],
        opiskeluoikeus_oid=LEFT_OUT,
        _oikeus={"tyyppi": "tuva"},
        _toiminto="korvaus",
    ),
]
