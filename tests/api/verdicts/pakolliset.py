"""What must be given, at each node and in each variant (domain.md 1.4, 1.5)."""

from typing import Any

from tests.api.verdicts.case import (
    HATO,
    OHT,
    OO,
    PUUTTUU,
    TJK,
    YLIMAARAINEN,
    Case,
    hylataan,
    kelpaa,
)
from tests.documents import (
    LEFT_OUT,
    OPPILAITOS_OID,
    ahato,
    ahpto,
    ahyto,
    ahyto_osa_alue,
    hato,
    hpto,
    hyto,
    koulutuksen_osa,
    oht,
    oo,
    osa_alue,
    oto,
    tjk,
    tuki,
)


def _without(path: str, wire: str, fields: dict[str, Any], **given: Any) -> Case:
    place = f"{path}/{wire}"
    return hylataan(f"{place} puuttuu", [(place, "pakollinen")], {place: PUUTTUU}, **fields, **given)


# --- Variants of the top level ---------------------------------------------------------------

UUSI = ("oppija-oid", "opiskeluoikeus-oid", "ensikertainen-hyvaksyminen", "osaamisen-hankkimisen-tarve")
OSAT = {
    "aiemmin-hankitut-ammat-tutkinnon-osat": ahato(),
    "aiemmin-hankitut-yhteiset-tutkinnon-osat": ahyto(),
    "aiemmin-hankitut-paikalliset-tutkinnon-osat": ahpto(),
    "opiskeluvalmiuksia-tukevat-opinnot": oto(),
    "oppimisen-tuki": tuki(),
    "hankittavat-ammat-tutkinnon-osat": hato(),
    "hankittavat-yhteiset-tutkinnon-osat": hyto(),
    "hankittavat-paikalliset-tutkinnon-osat": hpto(),
    "hankittavat-koulutuksen-osat": koulutuksen_osa(),
}


def _py(wire: str) -> str:
    return wire.replace("-", "_")


def _updated(name: str, toiminto: str, left_out: tuple[str, ...], expected: tuple[str, ...] = (), **given: Any) -> Case:
    fields = given | {_py(wire): LEFT_OUT for wire in left_out}
    if not expected:
        return kelpaa(name, _toiminto=toiminto, **fields)
    paths = ["/" + wire for wire in expected]
    return hylataan(
        name, [(path, "pakollinen") for path in paths], dict.fromkeys(paths, PUUTTUU), _toiminto=toiminto, **fields
    )


YLATASO = [
    kelpaa("uusi: vain pakolliset"),
    *(_without("", wire, {_py(wire): LEFT_OUT}) for wire in UUSI[:1] + UUSI[2:]),
    hylataan("uusi: id", [("/id", "tuntematon-kentta")], {"/id": YLIMAARAINEN}, id=5),
    hylataan(
        "uusi: ei mitään",
        [("/" + wire, "pakollinen") for wire in UUSI],
        {"/" + wire: PUUTTUU for wire in UUSI},
        _document={},
    ),
    _updated("korvaus: kaikki", "korvaus", ()),
    _updated("korvaus: ilman OIDeja", "korvaus", UUSI[:2]),
    _updated("korvaus: ilman oppijaa", "korvaus", UUSI[:1]),
    _updated("korvaus: ilman opiskeluoikeutta", "korvaus", UUSI[1:2]),
    _updated("korvaus: ilman id:tä", "korvaus", ("id",), ("id",)),
    _updated("korvaus: ilman hyväksymistä", "korvaus", UUSI[2:3], UUSI[2:3]),
    _updated("korvaus: ilman tarvetta", "korvaus", UUSI[3:], UUSI[3:]),
    _updated("muutos: kaikki", "muutos", ()),
    _updated("muutos: vain id", "muutos", UUSI),
    _updated("muutos: ilman hyväksymistä", "muutos", UUSI[2:3]),
    _updated("muutos: ilman tarvetta", "muutos", UUSI[3:]),
    _updated("muutos: ilman id:tä", "muutos", ("id",), ("id",)),
    *(
        hylataan(
            f"{toiminto}: {wire} null",
            [("/" + wire, code)],
            {"/" + wire: f"(not ({question} nil))"},
            _toiminto=toiminto,
            **{_py(wire): None},
        )
        for toiminto in ("korvaus", "muutos")
        for wire, code, question in (
            ("id", "vaara-kokonaisluku", "integer?"),
            ("oppija-oid", "vaara-tyyppi", "string?"),
            ("sahkoposti", "vaara-tyyppi", "instance? java.lang.String"),
        )
    ),
    *(kelpaa(f"korvaus: {wire}", _toiminto="korvaus", **{_py(wire): [part]}) for wire, part in list(OSAT.items())[:-1]),
    *(
        hylataan(
            f"muutos: {wire}",
            [("/" + wire, "tuntematon-kentta")],
            {"/" + wire: YLIMAARAINEN},
            _toiminto="muutos",
            **{_py(wire): [part]},
        )
        for wire, part in OSAT.items()
    ),
    hylataan(
        "muutos: tyhjäkin osien taulukko",
        [("/oppimisen-tuki", "tuntematon-kentta")],
        {"/oppimisen-tuki": YLIMAARAINEN},
        _toiminto="muutos",
        oppimisen_tuki=[],
    ),
    *(
        kelpaa(f"{toiminto}: muut kentät", _toiminto=toiminto, **muut)
        for toiminto in ("luonti", "korvaus", "muutos")
        for muut in (
            {
                "tuva_opiskeluoikeus_oid": "1.2.246.562.15.78573431000",
                "sahkoposti": "a@example.org",
                "puhelinnumero": "1",
                "urasuunnitelma_koodi_uri": "urasuunnitelma_0001",
                "urasuunnitelma_koodi_versio": 1,
                "versio": 1,
                "hyvaksytty": "2024-08-15",
                "paivitetty": "2024-08-15",
                "osaamisen_saavuttamisen_pvm": "2024-08-15",
            },
        )
    ),
    *(
        hylataan(
            f"{toiminto}: {wire}", [("/" + wire, "tuntematon-kentta")], {"/" + wire: YLIMAARAINEN},
            _toiminto=toiminto, **{_py(wire): value},
        )
        for toiminto in ("korvaus", "muutos")
        for wire, value in (("eid", "x"), ("manuaalisyotto", True), ("poistettu", "2024-08-15"))
    ),
]  # fmt: skip

# --- Nodes ---------------------------------------------------------------------------------

HYTO = "/hankittavat-yhteiset-tutkinnon-osat/0"
AHYTO = "/aiemmin-hankitut-yhteiset-tutkinnon-osat/0"
AHATO = "/aiemmin-hankitut-ammat-tutkinnon-osat/0"
AHPTO = "/aiemmin-hankitut-paikalliset-tutkinnon-osat/0"
ARVIOIJA = {"nimi": "Aino", "organisaatio": {}}
TYOELAMASTA = {"nimi": "Leo", "organisaatio": {"nimi": "Paja Oy"}}
EDUSTAJA = {"nimi": "Oili", "oppilaitos-oid": OPPILAITOS_OID}
YMPARISTO = {
    "oppimisymparisto-koodi-uri": "oppimisymparistot_0001",
    "oppimisymparisto-koodi-versio": 1,
    "alku": "2024-09-01",
    "loppu": "2024-09-02",
}


def _hatossa(**fields: Any) -> dict:
    return {"hankittavat_ammat_tutkinnon_osat": [hato(**fields)]}


def _jaksossa(**fields: Any) -> dict:
    return _hatossa(osaamisen_hankkimistavat=[oht(**fields)])


def _naytossa(**fields: Any) -> dict:
    return _hatossa(osaamisen_osoittaminen=[oo(**fields)])


def _ahatossa(**fields: Any) -> dict:
    return {"aiemmin_hankitut_ammat_tutkinnon_osat": [ahato(**fields)]}


def _ohjaaja(ohjaaja: dict) -> dict:
    return _jaksossa(tyopaikalla_jarjestettava_koulutus=tjk(vastuullinen_tyopaikka_ohjaaja=ohjaaja))


# (path, node, required keys, the plan's fields around such a node)
SOLMUT: list[tuple[str, dict, tuple[str, ...], Any]] = [
    (
        HATO,
        hato(),
        ("tutkinnon-osa-koodi-uri", "tutkinnon-osa-koodi-versio"),
        lambda node: {"hankittavat_ammat_tutkinnon_osat": [node]},
    ),
    (
        HYTO,
        hyto(),
        ("tutkinnon-osa-koodi-uri", "tutkinnon-osa-koodi-versio", "osa-alueet"),
        lambda node: {"hankittavat_yhteiset_tutkinnon_osat": [node]},
    ),
    (
        HYTO + "/osa-alueet/0",
        osa_alue(),
        ("osa-alue-koodi-uri", "osa-alue-koodi-versio"),
        lambda node: {"hankittavat_yhteiset_tutkinnon_osat": [hyto(osa_alueet=[node])]},
    ),
    (
        AHATO,
        ahato(),
        ("tutkinnon-osa-koodi-uri", "tutkinnon-osa-koodi-versio"),
        lambda node: {"aiemmin_hankitut_ammat_tutkinnon_osat": [node]},
    ),
    (
        AHPTO,
        ahpto(),
        ("valittu-todentamisen-prosessi-koodi-uri", "valittu-todentamisen-prosessi-koodi-versio"),
        lambda node: {"aiemmin_hankitut_paikalliset_tutkinnon_osat": [node]},
    ),
    (
        AHYTO,
        ahyto(),
        ("tutkinnon-osa-koodi-uri", "tutkinnon-osa-koodi-versio", "osa-alueet"),
        lambda node: {"aiemmin_hankitut_yhteiset_tutkinnon_osat": [node]},
    ),
    (
        AHYTO + "/osa-alueet/0",
        ahyto_osa_alue(),
        (
            "osa-alue-koodi-uri",
            "osa-alue-koodi-versio",
            "valittu-todentamisen-prosessi-koodi-uri",
            "valittu-todentamisen-prosessi-koodi-versio",
        ),
        lambda node: {"aiemmin_hankitut_yhteiset_tutkinnon_osat": [ahyto(osa_alueet=[node])]},
    ),
    (
        OHT,
        oht(),
        ("osaamisen-hankkimistapa-koodi-uri", "osaamisen-hankkimistapa-koodi-versio", "alku", "loppu"),
        lambda node: _hatossa(osaamisen_hankkimistavat=[node]),
    ),
    (
        TJK,
        tjk(),
        ("tyopaikan-nimi", "vastuullinen-tyopaikka-ohjaaja", "keskeiset-tyotehtavat"),
        lambda node: _jaksossa(tyopaikalla_jarjestettava_koulutus=node),
    ),
    (TJK + "/vastuullinen-tyopaikka-ohjaaja", {"nimi": "Olli"}, ("nimi",), _ohjaaja),
    (OHT + "/jarjestajan-edustaja", EDUSTAJA, tuple(EDUSTAJA), lambda node: _jaksossa(jarjestajan_edustaja=node)),
    (OHT + "/hankkijan-edustaja", EDUSTAJA, tuple(EDUSTAJA), lambda node: _jaksossa(hankkijan_edustaja=node)),
    (
        OHT + "/muut-oppimisymparistot/0",
        YMPARISTO,
        tuple(YMPARISTO),
        lambda node: _jaksossa(muut_oppimisymparistot=[node]),
    ),
    (
        OHT + "/keskeytymisajanjaksot/0",
        {"alku": "2024-10-01"},
        ("alku",),
        lambda node: _jaksossa(keskeytymisajanjaksot=[node]),
    ),
    (
        OO,
        oo(),
        ("alku", "loppu", "nayttoymparisto", "sisallon-kuvaus"),
        lambda node: _hatossa(osaamisen_osoittaminen=[node]),
    ),
    (
        AHATO + "/tarkentavat-tiedot-naytto/0",
        oo(),
        ("alku", "loppu", "nayttoymparisto", "sisallon-kuvaus"),
        lambda node: _ahatossa(tarkentavat_tiedot_naytto=[node]),
    ),
    (OO + "/nayttoymparisto", {"nimi": "Paja"}, ("nimi",), lambda node: _naytossa(nayttoymparisto=node)),
    (
        OO + "/osa-alueet/0",
        {"koodi-uri": "x", "koodi-versio": 1},
        ("koodi-uri", "koodi-versio"),
        lambda node: _naytossa(osa_alueet=[node]),
    ),
    (
        OO + "/koulutuksen-jarjestaja-osaamisen-arvioijat/0",
        ARVIOIJA,
        tuple(ARVIOIJA),
        lambda node: _naytossa(koulutuksen_jarjestaja_osaamisen_arvioijat=[node]),
    ),
    (
        OO + "/tyoelama-osaamisen-arvioijat/0",
        TYOELAMASTA,
        tuple(TYOELAMASTA),
        lambda node: _naytossa(tyoelama_osaamisen_arvioijat=[node]),
    ),
    (
        OO + "/tyoelama-osaamisen-arvioijat/0/organisaatio",
        {"nimi": "Paja Oy"},
        ("nimi",),
        lambda node: _naytossa(tyoelama_osaamisen_arvioijat=[TYOELAMASTA | {"organisaatio": node}]),
    ),
    (
        AHATO + "/tarkentavat-tiedot-osaamisen-arvioija/aiemmin-hankitun-osaamisen-arvioijat/0",
        ARVIOIJA,
        tuple(ARVIOIJA),
        lambda node: _ahatossa(tarkentavat_tiedot_osaamisen_arvioija={"aiemmin-hankitun-osaamisen-arvioijat": [node]}),
    ),
    (
        "/opiskeluvalmiuksia-tukevat-opinnot/0",
        oto(),
        tuple(oto()),
        lambda node: {"opiskeluvalmiuksia_tukevat_opinnot": [node]},
    ),
    (
        "/oppimisen-tuki/0",
        tuki(),
        ("oppimisen-tuen-tyyppi-koodi-uri",),
        lambda node: {"oppimisen_tuki": [node]},
    ),
    (
        "/hankittavat-koulutuksen-osat/0",
        koulutuksen_osa(),
        tuple(koulutuksen_osa()),
        lambda node: {"hankittavat_koulutuksen_osat": [node], "_oikeus": {"tyyppi": "tuva"}},
    ),
]

OSIEN_PAKOLLISET = [
    case
    for path, node, required, around in SOLMUT
    for case in (
        kelpaa(f"{path} vähimmillään", **around({wire: node[wire] for wire in required})),
        *(_without(path, wire, around({name: node[name] for name in required if name != wire})) for wire in required),
    )
]

# What may be left out altogether (1.5).
VALINNAISET = [
    kelpaa("aiemmin hankittu paikallinen ilman nimeä", aiemmin_hankitut_paikalliset_tutkinnon_osat=[ahpto()]),
    kelpaa("tyhjä arviointi", **_ahatossa(tarkentavat_tiedot_osaamisen_arvioija={})),
    kelpaa("tyhjä järjestäjä", **_naytossa(jarjestaja={})),
    kelpaa("tyhjä arvioijan oppilaitos", **_naytossa(koulutuksen_jarjestaja_osaamisen_arvioijat=[ARVIOIJA])),
]

PAKOLLISET: list[Case] = [*YLATASO, *OSIEN_PAKOLLISET, *VALINNAISET]
