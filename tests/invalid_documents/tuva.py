"""TUVA and its opposite."""

from tests.documents import (
    LEFT_OUT,
    TOINEN_OPISKELUOIKEUS_OID,
    ahpto,
    ahyto,
    ahyto_osa_alue,
    hato,
    koulutuksen_osa,
    oto,
    tukiopetus,
)
from tests.invalid_documents.case import Invalid, in_plan

TUVA: list[Invalid] = [
    in_plan(
        "koulutuksen osa ilman TUVAa",
        [("/hankittavat-koulutuksen-osat/0", "ei-tuva-koulutuksen-osa")],
        hankittavat_koulutuksen_osat=[koulutuksen_osa()],
        typable=False,
    ),
    in_plan(
        "koulutuksen osan laajuus negatiivinen",
        [("/hankittavat-koulutuksen-osat/0/laajuus", "negatiivinen")],
        hankittavat_koulutuksen_osat=[koulutuksen_osa(laajuus=-1)],
        tuva=True,
    ),
    in_plan(
        "koulutuksen osan laajuus sanoina",
        [("/hankittavat-koulutuksen-osat/0/laajuus", "vaara-luku")],
        hankittavat_koulutuksen_osat=[koulutuksen_osa(laajuus="4 viikkoa")],
        tuva=True,
    ),
    in_plan(
        "koulutuksen osan laajuus puuttuu",
        [("/hankittavat-koulutuksen-osat/0/laajuus", "pakollinen")],
        hankittavat_koulutuksen_osat=[koulutuksen_osa(laajuus=LEFT_OUT)],
        tuva=True,
    ),
    in_plan(
        "koulutuksen osa on muuta muotoa",
        [("/hankittavat-koulutuksen-osat/0/koulutuksen-osa-koodi-uri", "vaara-muoto")],
        hankittavat_koulutuksen_osat=[koulutuksen_osa(koulutuksen_osa_koodi_uri="koulutuksenosattuva_1")],
        tuva=True,
    ),
    in_plan(
        "koulutuksen osan päivät",
        [
            ("/hankittavat-koulutuksen-osat/0/alku", "vaara-paivamaara"),
            ("/hankittavat-koulutuksen-osat/0/loppu", "pakollinen"),
        ],
        hankittavat_koulutuksen_osat=[koulutuksen_osa(alku="nyt", loppu=LEFT_OUT)],
        tuva=True,
    ),
    in_plan(
        "TUVAn oma suunnitelma nimeää toisen TUVAn",
        [("/tuva-opiskeluoikeus-oid", "tuva-opiskeluoikeus-oid")],
        tuva_opiskeluoikeus_oid=TOINEN_OPISKELUOIKEUS_OID,
        tuva=True,
        typable=False,
    ),
    in_plan(
        "tutkinnon osia TUVAssa",
        [
            ("/aiemmin-hankitut-paikalliset-tutkinnon-osat/0", "tuva-tutkinnon-osa"),
            ("/hankittavat-ammat-tutkinnon-osat/0", "tuva-tutkinnon-osa"),
            ("/hankittavat-ammat-tutkinnon-osat/1", "tuva-tutkinnon-osa"),
        ],
        aiemmin_hankitut_paikalliset_tutkinnon_osat=[ahpto()],
        hankittavat_ammat_tutkinnon_osat=[hato(), hato()],
        tuva=True,
        typable=False,
    ),
    in_plan(
        "osa-alueita TUVAssa",
        [("/aiemmin-hankitut-yhteiset-tutkinnon-osat/0", "tuva-tutkinnon-osa")],
        aiemmin_hankitut_yhteiset_tutkinnon_osat=[ahyto(osa_alueet=[ahyto_osa_alue()])],
        tuva=True,
        typable=False,
    ),
    in_plan(
        "tukevia opintoja TUVAssa",
        [("/opiskeluvalmiuksia-tukevat-opinnot/0", "tuva-tukevat-opinnot")],
        opiskeluvalmiuksia_tukevat_opinnot=[oto()],
        tuva=True,
        typable=False,
    ),
    in_plan(
        "tukiopetus TUVAssa ilman päiviä",
        [("/oppimisen-tuki/0", "oppimisen-tuki")],
        oppimisen_tuki=[tukiopetus(alku=LEFT_OUT, loppu=LEFT_OUT)],
        tuva=True,
    ),
]
