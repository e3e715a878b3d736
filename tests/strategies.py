"""Hypothesis strategies for valid plans: small ones, with everything odd that the wire allows.

`plans(opiskeluoikeus)` is the entry: wire documents of new plans (POST) that every rule accepts for the study right.
"""

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from hoks.models import Kanava, Opiskeluoikeus
from tests.documents import TODAY, TOINEN_OPISKELUOIKEUS_OID

Plans = st.SearchStrategy[dict[str, Any]]

KOULUTUSSOPIMUS = "osaamisenhankkimistapa_koulutussopimus"
OPPISOPIMUS = "osaamisenhankkimistapa_oppisopimus"
FIVE_YEARS = dt.timedelta(days=5 * 365)

ODD_TEXTS = [
    "",
    " ",
    "  reunoilla tilaa \t",
    "rivi\r\ntoinen\nkolmas",
    "\u200bnolla\u200cleveä\ufeff",
    "\u202eoikealta vasemmalle\u202c שלום مرحبا",
    "👩‍🎓 ja \U0001f3f4\U000e0067\U000e0062\U000e007f",
    "<script>alert('x')</script> & \"lainaus\"",
    "{% raw %} %(nimi)s ${x} \\0 \\u0000",
    "e\u0301 e\u0308 Å ÅÄÖ",
    "pitkäsana" * 1200,
]
NUMBERS = [0, 1, 12.5, 0.1, 150.0, -0.0, 1e308, 5e-324, 2**53 + 1, 10**40]
ORGANISAATIOT = [
    "1.2.246.562.10.00000000001",
    "1.2.246.562.10.12944436166",
    "1.2.246.562.10.123456789010",
    "1.2.246.562.99.98765432109",
    "1.2.246.562.10.2013110810265150100000",
]
Y_TUNNUKSET = ["1234567-1", "5523718-7", "0000000-0"]


# --- Scalars -------------------------------------------------------------------------------


def texts() -> st.SearchStrategy[str]:
    """Text as it comes: short, empty, untrimmed, long, right to left; never what cannot be stored."""
    characters = st.characters(exclude_categories=("Cs",), exclude_characters="\0")
    return st.one_of(st.sampled_from(ODD_TEXTS), st.text(characters, max_size=12))


def nonblank_texts() -> st.SearchStrategy[str]:
    return st.builds(lambda first, rest: first + rest, st.sampled_from("aÖ1-\u200b"), texts())


def int32s() -> st.SearchStrategy[int | float]:
    """Whole numbers of 32 bits, sometimes written as 4.0."""
    return st.one_of(st.integers(-(2**31), 2**31 - 1), st.sampled_from([0, 1, 4.0]))


def versions() -> st.SearchStrategy[int | float]:
    return st.one_of(st.integers(1, 9), int32s())


def numbers() -> st.SearchStrategy[int | float]:
    """Any finite number from zero."""
    return st.one_of(
        st.sampled_from(NUMBERS),
        st.integers(0, 500),
        st.floats(min_value=0, allow_nan=False, allow_infinity=False),
    )


def days(earliest: dt.date = dt.date.min, latest: dt.date = dt.date.max) -> st.SearchStrategy[str]:
    """Dates as on the wire, from the whole calendar or a part of it, its ends more often than by chance."""
    whole = st.dates(earliest, latest)
    return st.one_of(whole, st.sampled_from([earliest, latest])).map(dt.date.isoformat)


def timestamps() -> st.SearchStrategy[str]:
    """Moments in every form that is accepted."""
    moments = st.datetimes(dt.datetime(2, 1, 1), dt.datetime(9998, 12, 31))
    forms = st.sampled_from(["%H:%M", "%H:%M:%S", "%H:%M:%SZ", "%H:%M:%S.%fZ", "%H:%M:%S+03:00", "%H:%M:%S-1130"])
    with_time = st.builds(lambda moment, form: f"{moment.date().isoformat()}T{moment.strftime(form)}", moments, forms)
    return st.one_of(with_time, days())


def koodit(koodisto: str, *values: str) -> st.SearchStrategy[str]:
    return st.sampled_from([f"{koodisto}_{value}" for value in values])


def tuva_opiskeluoikeudet() -> st.SearchStrategy[str]:
    return st.sampled_from([TOINEN_OPISKELUOIKEUS_OID, "1.2.246.562.15.298574987110"])


def organisaatiot() -> st.SearchStrategy[str]:
    return st.sampled_from(ORGANISAATIOT)


def y_tunnukset() -> st.SearchStrategy[str]:
    return st.sampled_from(Y_TUNNUKSET)


def some(items: st.SearchStrategy, most: int = 2) -> st.SearchStrategy[list | None]:
    """A short array, seldom empty; null, which means an empty one, now and then."""
    return st.one_of(st.lists(items, min_size=1, max_size=most), st.lists(items, max_size=1), st.none())


@st.composite
def node(draw, required: dict[str, st.SearchStrategy], **optional: st.SearchStrategy) -> dict[str, Any]:
    """An object with the required keys and any of the optional ones; underscores stand for dashes."""
    drawn = {wire: draw(value) for wire, value in required.items()}
    for name, value in optional.items():
        if draw(st.booleans()):
            drawn[name.replace("_", "-")] = draw(value)
    return drawn


# --- People and places ---------------------------------------------------------------------


def koulun_arvioijat() -> Plans:
    return node({"nimi": texts(), "organisaatio": node({}, oppilaitos_oid=organisaatiot())}, id=int32s())


def tyoelaman_arvioijat() -> Plans:
    return node({"nimi": texts(), "organisaatio": node({"nimi": texts()}, y_tunnus=y_tunnukset())}, id=int32s())


def edustajat() -> Plans:
    return node({"nimi": texts(), "oppilaitos-oid": organisaatiot()}, rooli=texts(), id=int32s())


def ohjaajat() -> Plans:
    numbers_ = st.one_of(st.text("-+0123456789() ", max_size=20), st.just("1" * 256))
    return node({"nimi": texts()}, sahkoposti=texts(), puhelinnumero=numbers_, id=int32s())


def tyopaikat() -> Plans:
    """Tyopaikalla jarjestettava koulutus."""
    return node(
        {
            "tyopaikan-nimi": texts(),
            "vastuullinen-tyopaikka-ohjaaja": ohjaajat(),
            "keskeiset-tyotehtavat": some(texts()),
        },
        tyopaikan_y_tunnus=y_tunnukset(),
        id=int32s(),
    )


# --- Acquiring and showing -----------------------------------------------------------------


@st.composite
def keskeytykset(draw) -> list[dict[str, str]]:
    """Interruptions that do not overlap, in any order; a single one in any shape."""
    if draw(st.booleans()):
        return [draw(node({"alku": days()}, loppu=days()))]
    ends = sorted(draw(st.lists(st.dates(), min_size=0, max_size=6, unique=True)))
    periods = [
        {"alku": alku.isoformat(), "loppu": loppu.isoformat()}
        for alku, loppu in zip(ends[::2], ends[1::2], strict=False)
    ]
    if len(ends) % 2:
        periods.append({"alku": ends[-1].isoformat()})
    return draw(st.permutations(periods))


def bounds(opiskeluoikeus: Opiskeluoikeus) -> tuple[dt.date, dt.date]:
    """First and last day that a period of the study right may have."""
    if opiskeluoikeus.ohittaa_paivavertailun:
        return dt.date.min, dt.date.max
    return opiskeluoikeus.alkamispaiva or dt.date.min, opiskeluoikeus.arvioitu_paattymispaiva or dt.date.max


@st.composite
def hankkimistavat(draw, opiskeluoikeus: Opiskeluoikeus, kanava: Kanava) -> dict[str, Any]:
    """A period within its study right that every rule accepts."""
    earliest, latest = bounds(opiskeluoikeus)
    alku = dt.date.fromisoformat(draw(days(earliest, latest)))
    five_years_on = alku + FIVE_YEARS if alku <= dt.date.max - FIVE_YEARS else dt.date.max
    loppu = draw(days(alku, min(latest, five_years_on)))
    tapa = draw(
        st.sampled_from([KOULUTUSSOPIMUS, OPPISOPIMUS, "osaamisenhankkimistapa_muu", "osaamisenhankkimistapa_ !"])
    )
    period = draw(
        node(
            {"osaamisen-hankkimistapa-koodi-versio": versions()},
            yksiloiva_tunniste=nonblank_texts(),
            ajanjakson_tarkenne=texts(),
            jarjestajan_edustaja=edustajat(),
            hankkijan_edustaja=edustajat(),
            tyopaikalla_jarjestettava_koulutus=tyopaikat(),
            muut_oppimisymparistot=some(
                node(
                    {
                        "oppimisymparisto-koodi-uri": koodit("oppimisymparistot", "0002", "9999"),
                        "oppimisymparisto-koodi-versio": versions(),
                        "alku": days(),
                        "loppu": days(),
                    }
                )
            ),
            osa_aikaisuustieto=st.one_of(st.integers(1, 100), int32s()),
            oppisopimuksen_perusta_koodi_uri=koodit("oppisopimuksenperusta", "01", "jokin muu"),
            oppisopimuksen_perusta_koodi_versio=versions(),
            keskeytymisajanjaksot=keskeytykset(),
        )
    )
    period |= {"osaamisen-hankkimistapa-koodi-uri": tapa, "alku": alku.isoformat(), "loppu": loppu}
    if tapa in (KOULUTUSSOPIMUS, OPPISOPIMUS):
        period |= draw(asked_of_tyopaikkajakso(period, opiskeluoikeus, kanava))
    return period


@st.composite
def asked_of_tyopaikkajakso(
    draw, period: dict[str, Any], opiskeluoikeus: Opiskeluoikeus, kanava: Kanava
) -> dict[str, Any]:
    """What the rules ask of this workplace period besides what it has; dates compare as text."""
    added: dict[str, Any] = {}
    if kanava == Kanava.TIEDONSIIRTO and "yksiloiva-tunniste" not in period:
        added["yksiloiva-tunniste"] = draw(nonblank_texts())
    if period["loppu"] >= "2023-07-01" and not opiskeluoikeus.on_telma:
        added["osa-aikaisuustieto"] = draw(st.integers(1, 100))
    if period["loppu"] >= "2021-08-26" and "tyopaikalla-jarjestettava-koulutus" in period:
        koulutus = period["tyopaikalla-jarjestettava-koulutus"]
        added["tyopaikalla-jarjestettava-koulutus"] = koulutus | {"tyopaikan-y-tunnus": draw(y_tunnukset())}
    if period["loppu"] >= "2021-07-01" and period["osaamisen-hankkimistapa-koodi-uri"] == OPPISOPIMUS:
        added["oppisopimuksen-perusta-koodi-uri"] = draw(koodit("oppisopimuksenperusta", "01", "02"))
    return added


def osoittamiset() -> Plans:
    """Demonstrations; nobody compares their dates."""
    return node(
        {
            "alku": days(),
            "loppu": days(),
            "nayttoymparisto": node({"nimi": texts()}, y_tunnus=y_tunnukset(), kuvaus=texts()),
            "sisallon-kuvaus": some(texts()),
        },
        jarjestaja=node({}, oppilaitos_oid=organisaatiot(), id=int32s()),
        osa_alueet=some(node({"koodi-uri": texts(), "koodi-versio": versions()})),
        koulutuksen_jarjestaja_osaamisen_arvioijat=some(koulun_arvioijat()),
        tyoelama_osaamisen_arvioijat=some(tyoelaman_arvioijat()),
        vaatimuksista_tai_tavoitteista_poikkeaminen=texts(),
        yksilolliset_kriteerit=some(texts()),
    )


# --- Units ---------------------------------------------------------------------------------


def toteutus() -> dict[str, st.SearchStrategy]:
    return {
        "vaatimuksista_tai_tavoitteista_poikkeaminen": texts(),
        "koulutuksen_jarjestaja_oid": organisaatiot(),
        "olennainen_seikka": st.booleans(),
    }


def tutkinnon_osan_koodi() -> dict[str, st.SearchStrategy]:
    return {
        "tutkinnon-osa-koodi-uri": koodit("tutkinnonosat", "100031", "400012", "0", "12345678901234567890"),
        "tutkinnon-osa-koodi-versio": versions(),
    }


def osa_alueen_koodi() -> dict[str, st.SearchStrategy]:
    return {
        "osa-alue-koodi-uri": koodit("ammatillisenoppiaineet", "vvai", "ytyk", "jokin muu ÄÖ"),
        "osa-alue-koodi-versio": versions(),
    }


def paikallinen() -> dict[str, st.SearchStrategy]:
    return {"nimi": texts(), "laajuus": int32s(), "amosaa_tunniste": texts(), "tavoitteet_ja_sisallot": texts()}


def todennus() -> dict[str, st.SearchStrategy]:
    return {
        "tarkentavat_tiedot_naytto": some(osoittamiset(), 1),
        "tarkentavat_tiedot_osaamisen_arvioija": node(
            {}, lahetetty_arvioitavaksi=days(), aiemmin_hankitun_osaamisen_arvioijat=some(koulun_arvioijat())
        ),
    }


def prosessi() -> dict[str, st.SearchStrategy]:
    return {
        "valittu-todentamisen-prosessi-koodi-uri": koodit("osaamisentodentamisenprosessi", "0001", "0003", "2"),
        "valittu-todentamisen-prosessi-koodi-versio": versions(),
    }


def prosessi_tai_ei() -> dict[str, st.SearchStrategy]:
    return {name.replace("-", "_"): value for name, value in prosessi().items()}


def hankkiminen(opiskeluoikeus: Opiskeluoikeus, kanava: Kanava) -> dict[str, st.SearchStrategy]:
    return toteutus() | {
        "opetus_ja_ohjaus_maara": numbers(),
        "osaamisen_hankkimistavat": some(hankkimistavat(opiskeluoikeus, kanava)),
        "osaamisen_osoittaminen": some(osoittamiset(), 1),
    }


def tuet() -> Plans:
    """Learning support of each kind."""
    tyyppi = "ammatillinenkoulutusoppimisentuentyyppi"
    tukiopetus = node(
        {
            "oppimisen-tuen-tyyppi-koodi-uri": st.just(f"{tyyppi}_01"),
            "alku": days(),
            "loppu": days(),
            "tutkinnon-osan-tyyppi-koodi-uri": koodit("ammatillisentutkinnonosanryhma", "1", "2"),
        }
    )
    return st.one_of(tukiopetus, node({"oppimisen-tuen-tyyppi-koodi-uri": koodit(tyyppi, "02", "03")}))


def koulutuksen_osat() -> Plans:
    return node(
        {
            "koulutuksen-osa-koodi-uri": koodit("koulutuksenosattuva", "101", "107", "999"),
            "koulutuksen-osa-koodi-versio": versions(),
            "alku": days(),
            "loppu": days(),
            "laajuus": numbers(),
        },
        id=int32s(),
    )


def ammatilliset_osat(opiskeluoikeus: Opiskeluoikeus, kanava: Kanava) -> dict[str, st.SearchStrategy]:
    """The arrays that a plan outside TUVA may have."""
    hankittava = hankkiminen(opiskeluoikeus, kanava)
    diaari = {"tutkinnon_osan_perusteen_diaarinro": texts()}
    aiemmin = toteutus() | todennus() | prosessi_tai_ei()
    jarjestaja = {"koulutuksen_jarjestaja_oid": organisaatiot()}
    return {
        "hankittavat_ammat_tutkinnon_osat": some(node(tutkinnon_osan_koodi(), **diaari, **hankittava)),
        "hankittavat_yhteiset_tutkinnon_osat": some(
            node(tutkinnon_osan_koodi() | {"osa-alueet": some(node(osa_alueen_koodi(), **hankittava))}, **jarjestaja), 1
        ),
        "hankittavat_paikalliset_tutkinnon_osat": some(st.one_of(st.just({}), node({}, **paikallinen(), **hankittava))),
        "aiemmin_hankitut_ammat_tutkinnon_osat": some(node(tutkinnon_osan_koodi(), **diaari, **aiemmin)),
        "aiemmin_hankitut_yhteiset_tutkinnon_osat": some(
            node(
                tutkinnon_osan_koodi()
                | {"osa-alueet": some(node(osa_alueen_koodi() | prosessi(), **toteutus(), **todennus()))},
                **jarjestaja,
                **todennus(),
                **prosessi_tai_ei(),
            ),
            1,
        ),
        "aiemmin_hankitut_paikalliset_tutkinnon_osat": some(
            node(prosessi(), **paikallinen(), **toteutus(), **todennus())
        ),
        "opiskeluvalmiuksia_tukevat_opinnot": some(
            node({"nimi": texts(), "kuvaus": texts(), "alku": days(), "loppu": days()}, id=int32s())
        ),
    }


# --- Plans ---------------------------------------------------------------------------------


@st.composite
def plans(
    draw, opiskeluoikeus: Opiskeluoikeus, *, kanava: Kanava = Kanava.TIEDONSIIRTO, today: dt.date = TODAY
) -> dict[str, Any]:
    """New plans of the study right that hold by the door; those for transfer hold by every door.

    Only what a rule reads is asked of the study right: it need not be in the database.
    """
    plan = draw(
        node(
            {
                "oppija-oid": st.just(opiskeluoikeus.oppija_id),
                "opiskeluoikeus-oid": st.just(opiskeluoikeus.oid),
                "ensikertainen-hyvaksyminen": days(),
                "osaamisen-hankkimisen-tarve": st.booleans(),
            },
            sahkoposti=texts(),
            puhelinnumero=texts(),
            urasuunnitelma_koodi_uri=koodit("urasuunnitelma", "0001", "9999"),
            urasuunnitelma_koodi_versio=versions(),
            versio=int32s(),
            hyvaksytty=timestamps(),
            paivitetty=timestamps(),
            osaamisen_saavuttamisen_pvm=days(dt.date(2018, 1, 2), today + dt.timedelta(days=14)),
        )
    )
    parts = {"oppimisen_tuki": some(tuet())}
    if opiskeluoikeus.on_tuva:
        parts["hankittavat_koulutuksen_osat"] = some(koulutuksen_osat())
    else:
        parts |= ammatilliset_osat(opiskeluoikeus, kanava)
        if draw(st.booleans()):
            plan["tuva-opiskeluoikeus-oid"] = draw(tuva_opiskeluoikeudet())
    return plan | draw(node({}, **parts))
