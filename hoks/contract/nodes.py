"""What a plan looks like: one class per node, fields as on the wire (domain.md 1.4-1.5, hoks-fields.csv).

A field is described here and as a model column, nowhere else: form, page and API documentation are built from these.
`identity=True` marks lists whose elements are nodes with a key of their own. `asked_when` names the condition
under which the hand-entry form asks for the field (hoks.forms); it never decides what is accepted.
"""

from django.utils.translation import gettext_noop as _

from hoks.contract.fields import Node, array, dropped_id, optional, required
from hoks.contract.types import (
    Array,
    Bool,
    Date,
    Int,
    NonEmptyText,
    Number,
    OrganisaatioOid,
    PhoneNumber,
    Text,
    YTunnus,
    koodi_uri,
)

TODENTAMISEN_PROSESSI = koodi_uri("osaamisentodentamisenprosessi", r"\d+")
TUTKINNON_OSA = koodi_uri("tutkinnonosat", r"\d+")
OSA_ALUE = koodi_uri("ammatillisenoppiaineet", ".+")


# --- People, places ------------------------------------------------------------------------


class OppilaitosOrganisaatio(Node):
    oppilaitos_oid: OrganisaatioOid = optional(_("Oppilaitos"))


class TyoelamaOrganisaatio(Node):
    nimi: Text = required(_("Työpaikan tai organisaation nimi"))
    y_tunnus: YTunnus = optional(_("Y-tunnus"), _("Esimerkiksi 1234567-1."))


class KoulutuksenJarjestajanArvioija(Node):
    nimi: Text = required(_("Arvioijan nimi"))
    organisaatio: OppilaitosOrganisaatio = required(_("Arvioijan oppilaitos"))
    id: Int = dropped_id()


class TyoelamanArvioija(Node):
    nimi: Text = required(_("Arvioijan nimi"))
    organisaatio: TyoelamaOrganisaatio = required(_("Arvioijan organisaatio"))
    id: Int = dropped_id()


class Edustaja(Node):
    nimi: Text = required(_("Nimi"))
    oppilaitos_oid: OrganisaatioOid = required(_("Oppilaitos"))
    rooli: Text = optional(_("Rooli"), _("Esimerkiksi opettaja tai koulutuspäällikkö."))
    id: Int = dropped_id()


class Tyopaikkaohjaaja(Node):
    nimi: Text = required(_("Työpaikkaohjaajan nimi"))
    sahkoposti: Text = optional(
        _("Työpaikkaohjaajan sähköposti"), _("Työpaikkakysely lähetetään tähän osoitteeseen."), kind="email"
    )
    puhelinnumero: PhoneNumber = optional(
        _("Työpaikkaohjaajan puhelinnumero"), _("Numeroita, välilyöntejä ja merkkejä + - ( ).")
    )
    id: Int = dropped_id()


class TyopaikallaJarjestettavaKoulutus(Node):
    tyopaikan_nimi: Text = required(_("Työpaikan nimi"))
    tyopaikan_y_tunnus: YTunnus = optional(
        _("Työpaikan Y-tunnus"), _("Esimerkiksi 1234567-1. Y-tunnus vaikuttaa koulutuksen rahoitukseen.")
    )
    vastuullinen_tyopaikka_ohjaaja: Tyopaikkaohjaaja = required(_("Vastuullinen työpaikkaohjaaja"))
    keskeiset_tyotehtavat: Array[Text] = required(_("Keskeiset työtehtävät"), typing=_("Yksi työtehtävä riville."))
    id: Int = dropped_id()


class MuuOppimisymparisto(Node):
    oppimisymparisto_koodi_uri: koodi_uri("oppimisymparistot", r"\d{4}") = required(
        _("Oppimisympäristö"), koodisto="oppimisymparistot"
    )
    oppimisymparisto_koodi_versio: Int = required(_("Oppimisympäristön koodin versio"))
    alku: Date = required(_("Alkupäivä"))
    loppu: Date = required(_("Loppupäivä"))


class Keskeytymisajanjakso(Node):
    alku: Date = required(_("Keskeytyksen alkupäivä"))
    loppu: Date = optional(_("Keskeytyksen loppupäivä"), typing=_("Jätä tyhjäksi, jos keskeytys jatkuu."))


# --- Acquiring and showing -----------------------------------------------------------------


class OsaamisenHankkimistapa(Node):
    osaamisen_hankkimistapa_koodi_uri: koodi_uri("osaamisenhankkimistapa", ".+") = required(
        _("Osaamisen hankkimistapa"), koodisto="osaamisenhankkimistapa"
    )
    osaamisen_hankkimistapa_koodi_versio: Int = required(_("Osaamisen hankkimistavan koodin versio"))
    alku: Date = required(_("Alkupäivä"))
    loppu: Date = required(_("Loppupäivä"))
    ajanjakson_tarkenne: Text = optional(_("Ajanjakson tarkenne"), _("Esimerkiksi viikonpäivät tai jaksotus."))
    oppisopimuksen_perusta_koodi_uri: koodi_uri("oppisopimuksenperusta", ".+") = optional(
        _("Oppisopimuksen perusta"), koodisto="oppisopimuksenperusta", asked_when="oppisopimus"
    )
    oppisopimuksen_perusta_koodi_versio: Int = optional(_("Oppisopimuksen perustan koodin versio"))
    tyopaikalla_jarjestettava_koulutus: TyopaikallaJarjestettavaKoulutus = optional(
        _("Työpaikalla järjestettävä koulutus"),
        _("Tallenna tiedot viimeistään päivää ennen jakson loppua, jotta työpaikkakysely lähtee."),
        asked_when="tyopaikkajakso",
    )
    osa_aikaisuustieto: Int = optional(
        _("Osa-aikaisuus"),
        _("Kokonaisluku 1–100. Kokoaikainen jakso on 100."),
        unit=_("prosenttia"),
        asked_when="tyopaikkajakso",
    )
    jarjestajan_edustaja: Edustaja = optional(_("Koulutuksen järjestäjän edustaja"))
    hankkijan_edustaja: Edustaja = optional(
        _("Hankkivan koulutuksen järjestäjän edustaja"), _("Vain hankintakoulutuksessa.")
    )
    muut_oppimisymparistot: Array[MuuOppimisymparisto] = array(_("Muut oppimisympäristöt"))
    keskeytymisajanjaksot: Array[Keskeytymisajanjakso] = array(_("Keskeytykset"))
    yksiloiva_tunniste: NonEmptyText = optional(
        _("Yksilöivä tunniste"),
        _("Jakson tunniste opiskelijahallintojärjestelmässä."),
        typing=_("Jos jätät tyhjäksi, tunniste luodaan puolestasi."),
        kind="text",
    )


class OsaamisenOsoittamisenOsaAlue(Node):
    koodi_uri: Text = required(_("Osa-alue"), koodisto="ammatillisenoppiaineet")
    koodi_versio: Int = required(_("Osa-alueen koodin versio"))


class NaytonJarjestaja(Node):
    oppilaitos_oid: OrganisaatioOid = optional(_("Näytön järjestävä oppilaitos"))
    id: Int = dropped_id()


class Nayttoymparisto(Node):
    nimi: Text = required(_("Näyttöympäristön nimi"), _("Työpaikka tai muu paikka, jossa osaaminen osoitetaan."))
    y_tunnus: YTunnus = optional(_("Näyttöympäristön Y-tunnus"), _("Esimerkiksi 1234567-1."))
    kuvaus: Text = optional(_("Näyttöympäristön kuvaus"), kind="longtext")


class OsaamisenOsoittaminen(Node):
    alku: Date = required(_("Alkupäivä"))
    loppu: Date = required(_("Loppupäivä"))
    nayttoymparisto: Nayttoymparisto = required(_("Näyttöympäristö"))
    sisallon_kuvaus: Array[Text] = required(_("Näytön sisältö"), typing=_("Yksi työtehtävä tai tilanne riville."))
    jarjestaja: NaytonJarjestaja = optional(_("Näytön järjestäjä"))
    koulutuksen_jarjestaja_osaamisen_arvioijat: Array[KoulutuksenJarjestajanArvioija] = array(
        _("Koulutuksen järjestäjän arvioijat")
    )
    tyoelama_osaamisen_arvioijat: Array[TyoelamanArvioija] = array(_("Työelämän arvioijat"))
    osa_alueet: Array[OsaamisenOsoittamisenOsaAlue] = array(
        _("Näytön kattamat osa-alueet"), _("Yhteisten tutkinnon osien osa-alueet, jotka osoitetaan samassa näytössä.")
    )
    vaatimuksista_tai_tavoitteista_poikkeaminen: Text = optional(
        _("Poikkeaminen vaatimuksista tai tavoitteista"), kind="longtext"
    )
    yksilolliset_kriteerit: Array[Text] = array(
        _("Yksilölliset arviointikriteerit"), typing=_("Yksi kriteeri riville.")
    )


class TarkentavatTiedotOsaamisenArvioija(Node):
    lahetetty_arvioitavaksi: Date = optional(_("Lähetetty arvioitavaksi"))
    aiemmin_hankitun_osaamisen_arvioijat: Array[KoulutuksenJarjestajanArvioija] = array(
        _("Aiemmin hankitun osaamisen arvioijat")
    )


# --- Units ---------------------------------------------------------------------------------


class TutkinnonOsanKoodi(Node):
    tutkinnon_osa_koodi_uri: TUTKINNON_OSA = required(_("Tutkinnon osa"), koodisto="tutkinnonosat")
    tutkinnon_osa_koodi_versio: Int = required(_("Tutkinnon osan koodin versio"))


class Diaarinumerollinen(Node):
    tutkinnon_osan_perusteen_diaarinro: Text = optional(
        _("Tutkinnon perusteen diaarinumero"), _("Muodossa OPH-1234-2026.")
    )


class PaikallinenOsa(Node):
    nimi: Text = optional(_("Tutkinnon osan nimi"))
    laajuus: Int = optional(_("Laajuus"), unit=_("osp"))
    amosaa_tunniste: Text = optional(_("ePerusteiden paikallisen tutkinnon osan tunniste"))
    tavoitteet_ja_sisallot: Text = optional(_("Tavoitteet ja sisällöt"), kind="longtext")


class OsaAlueenKoodi(Node):
    osa_alue_koodi_uri: OSA_ALUE = required(_("Osa-alue"), koodisto="ammatillisenoppiaineet")
    osa_alue_koodi_versio: Int = required(_("Osa-alueen koodin versio"))


class Jarjestetty(Node):
    koulutuksen_jarjestaja_oid: OrganisaatioOid = optional(
        _("Toteuttava koulutuksen järjestäjä"), _("Täytä, jos toteuttaja on muu kuin opiskelijan oma oppilaitos.")
    )


class Toteutettu(Jarjestetty):
    vaatimuksista_tai_tavoitteista_poikkeaminen: Text = optional(
        _("Poikkeaminen vaatimuksista tai tavoitteista"), kind="longtext"
    )
    olennainen_seikka: Bool = optional(
        _("Osaamisen arvioinnissa huomioitava olennainen seikka"),
        _("Onko sovittu jotain, mikä arvioijien pitää tietää?"),
    )


class Hankittava(Node):
    opetus_ja_ohjaus_maara: Number = optional(_("Opetuksen ja ohjauksen määrä"), unit=_("tuntia"))
    osaamisen_hankkimistavat: Array[OsaamisenHankkimistapa] = array(_("Osaamisen hankkimistavat"), identity=True)
    osaamisen_osoittaminen: Array[OsaamisenOsoittaminen] = array(_("Osaamisen osoittaminen"), identity=True)


class Todentaminen(Node):
    tarkentavat_tiedot_osaamisen_arvioija: TarkentavatTiedotOsaamisenArvioija = optional(_("Osaamisen arviointi"))
    tarkentavat_tiedot_naytto: Array[OsaamisenOsoittaminen] = array(_("Osaamisen osoittaminen"), identity=True)


class Todennettu(Node):
    valittu_todentamisen_prosessi_koodi_uri: TODENTAMISEN_PROSESSI = optional(
        _("Todentamisen prosessi"), koodisto="osaamisentodentamisenprosessi"
    )
    valittu_todentamisen_prosessi_koodi_versio: Int = optional(_("Todentamisen prosessin koodin versio"))


class TodennettuAina(Node):
    valittu_todentamisen_prosessi_koodi_uri: TODENTAMISEN_PROSESSI = required(
        _("Todentamisen prosessi"), koodisto="osaamisentodentamisenprosessi"
    )
    valittu_todentamisen_prosessi_koodi_versio: Int = required(_("Todentamisen prosessin koodin versio"))


# Pydantic collects fields from the last base to the first, so bases are listed in reverse reading order.


class HankittavaAmmatillinen(Hankittava, Toteutettu, Diaarinumerollinen, TutkinnonOsanKoodi):
    """HATO."""


class HankittavaPaikallinen(Hankittava, Toteutettu, PaikallinenOsa):
    """HPTO."""


class HankittavaOsaAlue(Hankittava, Toteutettu, OsaAlueenKoodi):
    """Sub-area of a HYTO."""


class HankittavaYhteinen(Jarjestetty, TutkinnonOsanKoodi):
    """HYTO."""

    osa_alueet: Array[HankittavaOsaAlue] = required(_("Osa-alueet"), identity=True)


class AiemminHankittuAmmatillinen(Todentaminen, Toteutettu, Todennettu, Diaarinumerollinen, TutkinnonOsanKoodi):
    """AHATO."""


class AiemminHankittuPaikallinen(Todentaminen, Toteutettu, TodennettuAina, PaikallinenOsa):
    """AHPTO."""


class AiemminHankittuOsaAlue(Todentaminen, Toteutettu, TodennettuAina, OsaAlueenKoodi):
    """Sub-area of an AHYTO."""


class AiemminHankittuYhteinen(Todentaminen, Jarjestetty, Todennettu, TutkinnonOsanKoodi):
    """AHYTO."""

    osa_alueet: Array[AiemminHankittuOsaAlue] = required(_("Osa-alueet"), identity=True)


class HankittavaKoulutuksenOsa(Node):
    """Unit of TUVA education."""

    koulutuksen_osa_koodi_uri: koodi_uri("koulutuksenosattuva", r"\d{3}") = required(
        _("Koulutuksen osa"), koodisto="koulutuksenosattuva"
    )
    koulutuksen_osa_koodi_versio: Int = required(_("Koulutuksen osan koodin versio"))
    alku: Date = required(_("Alkupäivä"))
    loppu: Date = required(_("Loppupäivä"))
    laajuus: Number = required(_("Laajuus"), unit=_("viikkoa"))
    id: Int = dropped_id()


class OppimisenTuki(Node):
    oppimisen_tuen_tyyppi_koodi_uri: koodi_uri("ammatillinenkoulutusoppimisentuentyyppi", r"\d{2}") = required(
        _("Oppimisen tuen tyyppi"), koodisto="ammatillinenkoulutusoppimisentuentyyppi"
    )
    alku: Date = optional(_("Alkupäivä"), asked_when="tukiopetus")
    loppu: Date = optional(_("Loppupäivä"), asked_when="tukiopetus")
    tutkinnon_osan_tyyppi_koodi_uri: koodi_uri("ammatillisentutkinnonosanryhma", "[12]") = optional(
        _("Tutkinnon osan tyyppi"), koodisto="ammatillisentutkinnonosanryhma", asked_when="tukiopetus"
    )


class OpiskeluvalmiuksiaTukevaOpinto(Node):
    nimi: Text = required(_("Opinnon nimi"))
    kuvaus: Text = required(_("Kuvaus"), kind="longtext")
    alku: Date = required(_("Alkupäivä"))
    loppu: Date = required(_("Loppupäivä"))
    id: Int = dropped_id()
