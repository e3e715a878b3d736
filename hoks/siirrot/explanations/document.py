"""What may be wrong with a plan: the codes of the rules and of the contract."""

from django.utils.translation import gettext_lazy as _

from hoks.siirrot.explanations.explanation import Explanation, Tekija

OPPILAITOS, TOIMITTAJA, OPH = Tekija.OPPILAITOS, Tekija.TOIMITTAJA, Tekija.OPH

RULES = (
    Explanation(
        "opiskeluoikeus-tuntematon",
        OPPILAITOS,
        _("Opiskeluoikeutta ei löydy."),
        _("Tarkista, että opiskeluoikeus on Koskessa ja että sen tunniste on opiskelijahallinnossa oikein."),
    ),
    Explanation(
        "opiskeluoikeuden-tyyppi",
        OPPILAITOS,
        _("Opiskeluoikeus on tyyppiä, jolle ei tehdä HOKSia."),
        _("Tarkista, että HOKS on tehty oikealle opiskeluoikeudelle. Jos on, älä lähetä sitä."),
    ),
    Explanation(
        "opiskeluoikeus-ei-oppijan",
        OPPILAITOS,
        _("Opiskeluoikeus on jonkun muun kuin HOKSin oppijan."),
        _("Tarkista opiskelijahallinnosta, kenen opiskeluoikeus on, ja korjaa HOKSin oppija tai opiskeluoikeus."),
    ),
    Explanation(
        "sisaltyva-opiskeluoikeus",
        OPPILAITOS,
        _("Opiskeluoikeus sisältyy toiseen opiskeluoikeuteen."),
        _("Tee HOKS siihen opiskeluoikeuteen, johon tämä sisältyy. Hankintakoulutuksen järjestäjä ei lähetä HOKSia."),
    ),
    Explanation(
        "opiskeluoikeus-paattynyt",
        OPPILAITOS,
        _("Opiskeluoikeus on päättynyt."),
        _("Jos opiskelu jatkuu, korjaa opiskeluoikeuden tila Koskeen. Muuten HOKSia ei enää voi lähettää."),
    ),
    Explanation(
        "opiskeluoikeus-vaihtunut",
        TOIMITTAJA,
        _("HOKSin opiskeluoikeus yritettiin vaihtaa toiseksi."),
        _("Lähetä HOKS sen omalla opiskeluoikeudella. Toisen opiskeluoikeuden HOKS luodaan uutena."),
    ),
    Explanation(
        "oppija-tuntematon",
        OPPILAITOS,
        _("Oppijaa ei löydy oppijanumerorekisteristä."),
        _("Tarkista oppijanumero opiskelijahallinnosta, tai hae oppijalle oppijanumero."),
    ),
    Explanation(
        "oppija-vaihtunut",
        OPPILAITOS,
        _("HOKSin oppija yritettiin vaihtaa toiseksi."),
        _("Tarkista oppijanumero. Vain saman henkilön uusin oppijanumero kelpaa entisen tilalle."),
    ),
    Explanation(
        "hoks-olemassa",
        TOIMITTAJA,
        _("Opiskeluoikeudella on jo HOKS."),
        _("Päivitä olemassa olevaa HOKSia (PUT) uuden luomisen sijaan. Sen id on hylkäyksen vastauksessa."),
    ),
    Explanation(
        "hoks-arkistoitu",
        OPH,
        _("Opiskeluoikeuden HOKS on poistettu, eikä sen tilalle voi luoda uutta."),
        _("Pyydä Opetushallituksen pääkäyttäjää palauttamaan poistettu HOKS, ja päivitä sitä."),
    ),
    Explanation(
        "id-ei-tasmaa",
        TOIMITTAJA,
        _("Lähetetyn HOKSin id on eri kuin osoitteessa."),
        _("Anna lähetettävässä HOKSissa sama id kuin osoitteessa."),
    ),
    Explanation(
        "osaamisen-saavuttamisen-pvm",
        OPPILAITOS,
        _("Osaamisen saavuttamisen päivä ei ole mahdollinen."),
        _("Korjaa päivä, tai poista se, kunnes osaaminen on saavutettu."),
    ),
    Explanation(
        "osa-aikaisuustieto",
        OPPILAITOS,
        _("Työpaikkajakson osa-aikaisuustieto puuttuu tai ei ole välillä 1–100."),
        _("Täytä jaksolle osa-aikaisuustieto prosentteina. Kokoaikainen on 100."),
    ),
    Explanation(
        "yksiloiva-tunniste",
        TOIMITTAJA,
        _("Työpaikkajakson yksilöivä tunniste puuttuu."),
        _("Anna jokaiselle työpaikkajaksolle oma tunniste, joka pysyy samana siirrosta toiseen."),
    ),
    Explanation(
        "tyopaikan-y-tunnus",
        OPPILAITOS,
        _("Työpaikan Y-tunnus puuttuu."),
        _("Täytä työpaikan Y-tunnus."),
    ),
    Explanation(
        "oppisopimuksen-perusta",
        OPPILAITOS,
        _("Oppisopimuksen perusta puuttuu."),
        _("Valitse jaksolle oppisopimuksen perusta: työsopimus, yrittäjyys tai virkasuhde."),
    ),
    Explanation(
        "oht-loppu-ennen-alkua",
        OPPILAITOS,
        _("Jakso päättyy ennen kuin se alkaa."),
        _("Korjaa jakson alku- tai loppupäivä."),
    ),
    Explanation(
        "oht-alku-ennen-opiskeluoikeutta",
        OPPILAITOS,
        _("Jakso alkaa ennen opiskeluoikeutta."),
        _("Korjaa jakson alkupäivä, tai opiskeluoikeuden alkamispäivä Koskeen, jos se on väärin."),
    ),
    Explanation(
        "oht-loppu-opiskeluoikeuden-jalkeen",
        OPPILAITOS,
        _("Jakso päättyy opiskeluoikeuden arvioidun päättymispäivän jälkeen."),
        _("Korjaa jakson loppupäivä, tai arvioitu päättymispäivä Koskeen, jos opinnot pitkittyvät."),
    ),
    Explanation(
        "oht-yli-viisi-vuotta",
        OPPILAITOS,
        _("Jakso kestää yli viisi vuotta."),
        _("Korjaa jakson päivät, tai jaa jakso lyhyempiin."),
    ),
    Explanation(
        "keskeytykset-limittain",
        OPPILAITOS,
        _("Jakson keskeytykset menevät limittäin."),
        _("Korjaa keskeytysten päivät niin, että edellinen päättyy ennen kuin seuraava alkaa."),
    ),
    Explanation(
        "oppimisen-tuki",
        OPPILAITOS,
        _("Oppimisen tuen tiedot eivät sovi tuen tyyppiin."),
        _("Täytä tukiopetuksen päivät ja tutkinnon osan tyyppi; poista ne muulta tuelta."),
    ),
    Explanation(
        "tuva-tutkinnon-osa",
        OPPILAITOS,
        _("TUVA-koulutuksen HOKSissa on tutkinnon osa."),
        _("Poista tutkinnon osa, tai vaihda HOKSin opiskeluoikeus, jos se on väärä."),
    ),
    Explanation(
        "tuva-tukevat-opinnot",
        OPPILAITOS,
        _("TUVA-koulutuksen HOKSissa on opiskeluvalmiuksia tukevia opintoja."),
        _("Poista opiskeluvalmiuksia tukevat opinnot, tai vaihda HOKSin opiskeluoikeus, jos se on väärä."),
    ),
    Explanation(
        "ei-tuva-koulutuksen-osa",
        OPPILAITOS,
        _("Muun kuin TUVA-koulutuksen HOKSissa on koulutuksen osa."),
        _("Poista koulutuksen osa, tai vaihda HOKSin opiskeluoikeus, jos se on väärä."),
    ),
    Explanation(
        "tuva-opiskeluoikeus-oid",
        OPPILAITOS,
        _("TUVA-koulutuksen HOKSissa on rinnakkainen TUVA-opiskeluoikeus."),
        _("Poista rinnakkainen TUVA-opiskeluoikeus: se merkitään vain toisen koulutuksen HOKSiin."),
    ),
)

# Of "pakollinen": the plan's id is no field that a school fills in.
ID_MISSING = Explanation(
    "pakollinen-id",
    TOIMITTAJA,
    _("Päivitettävän HOKSin id puuttuu."),
    _("Lähetä päivityksessä sama id kuin osoitteessa."),
)

CONTRACT = (
    Explanation(
        "pakollinen",
        OPPILAITOS,
        _("Pakollinen tieto puuttuu."),
        _("Täytä tieto opiskelijahallintoon. Jos se on jo täytetty, pyydä toimittajaa korjaamaan siirto."),
    ),
    Explanation(
        "tyhja",
        OPPILAITOS,
        _("Tieto on tyhjä."),
        _("Täytä tieto opiskelijahallintoon, tai poista se kokonaan."),
    ),
    Explanation(
        "tarkistusmerkki",
        OPPILAITOS,
        _("Tunnisteen viimeinen merkki ei täsmää, joten tunnisteessa on kirjoitusvirhe."),
        _("Tarkista oppijanumero tai opiskeluoikeuden tunniste opiskelijahallinnosta."),
    ),
    Explanation(
        "y-tunnus",
        OPPILAITOS,
        _("Y-tunnus ei ole oikea."),
        _("Tarkista Y-tunnus. Siinä on seitsemän numeroa, väliviiva ja tarkistusnumero."),
    ),
    Explanation(
        "puhelinnumero",
        OPPILAITOS,
        _("Puhelinnumerossa on merkkejä, joita siinä ei voi olla."),
        _("Kirjoita puhelinnumero numeroina, alussa tarvittaessa +358."),
    ),
    Explanation(
        "negatiivinen",
        OPPILAITOS,
        _("Luku on pienempi kuin nolla."),
        _("Korjaa luku."),
    ),
    Explanation(
        "liian-suuri-luku",
        OPPILAITOS,
        _("Luku on liian suuri."),
        _("Tarkista luku ja korjaa se."),
    ),
    Explanation(
        "kielletty-merkki",
        TOIMITTAJA,
        _("Tekstissä on merkki, jota ei voi tallentaa."),
        _("Poista ohjausmerkit ja rikkinäiset merkit ennen lähetystä."),
    ),
    Explanation(
        "tuntematon-kentta",
        TOIMITTAJA,
        _("HOKSissa on tieto, jota rajapinta ei tunne."),
        _("Poista tieto siirrosta, tai korjaa sen nimi rajapinnan kuvauksen mukaiseksi."),
    ),
    Explanation(
        "vaara-tyyppi",
        TOIMITTAJA,
        _("Tieto on väärää tyyppiä."),
        _("Lähetä tieto rajapinnan kuvauksen mukaisena tyyppinä."),
    ),
    Explanation(
        "vaara-kokonaisluku",
        TOIMITTAJA,
        _("Tieto ei ole kokonaisluku."),
        _("Lähetä kokonaisluku numerona, ilman lainausmerkkejä ja desimaaleja."),
    ),
    Explanation(
        "vaara-luku",
        TOIMITTAJA,
        _("Tieto ei ole luku."),
        _("Lähetä luku numerona, ilman lainausmerkkejä."),
    ),
    Explanation(
        "vaara-muoto",
        TOIMITTAJA,
        _("Tunniste tai koodi ei ole oikeassa muodossa."),
        _("Lähetä tunniste tai koodi kokonaan ja rajapinnan kuvauksen mukaisessa muodossa."),
    ),
    Explanation(
        "vaara-paivamaara",
        TOIMITTAJA,
        _("Päivämäärä ei ole oikea tai se on väärässä muodossa."),
        _("Lähetä oikea päivä muodossa vuosi-kuukausi-päivä, esimerkiksi 2026-08-01."),
    ),
    Explanation(
        "vaara-aikaleima",
        TOIMITTAJA,
        _("Aikaleima ei ole oikea tai se on väärässä muodossa."),
        _("Lähetä aikaleima muodossa 2026-08-01T09:00:00Z."),
    ),
)
