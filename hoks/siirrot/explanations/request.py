"""What may be wrong with a request, whatever plan it carries."""

from django.utils.translation import gettext_lazy as _

from hoks.siirrot.explanations.explanation import Explanation, Tekija

OPPILAITOS, TOIMITTAJA, OPH = Tekija.OPPILAITOS, Tekija.TOIMITTAJA, Tekija.OPH

REQUEST = (
    Explanation(
        "lippu-puuttuu",
        TOIMITTAJA,
        _("Pyynnössä ei ollut lippua, joten lähettäjää ei tunnistettu."),
        _("Hae lippu palvelukäyttäjän tunnuksella ja lähetä se otsakkeessa ticket."),
    ),
    Explanation(
        "lippu-ei-kelpaa",
        TOIMITTAJA,
        _("Lippu oli tuntematon, käytetty, vanhentunut tai toisen palvelun."),
        _("Hae jokaista pyyntöä varten uusi lippu ja käytä se heti."),
    ),
    Explanation(
        "caller-id-puuttuu",
        TOIMITTAJA,
        _("Pyynnössä ei ollut otsaketta caller-id."),
        _("Lähetä jokaisessa pyynnössä otsake caller-id: organisaation OID, piste ja järjestelmän nimi."),
    ),
    Explanation(
        "tunnus-tai-salasana",
        OPPILAITOS,
        _("Palvelukäyttäjän tunnus tai salasana oli väärä, tai tunnusta ei ole."),
        _("Tarkista järjestelmään asetettu tunnus ja salasana. Uuden tunnuksen saa oman organisaation pääkäyttäjältä."),
    ),
    Explanation(
        "tunnus-lukittu",
        OPPILAITOS,
        _("Tunnus on lukittu liian monen väärän salasanan vuoksi."),
        _("Korjaa järjestelmään oikea salasana ja odota lukituksen päättymistä, tai pyydä pääkäyttäjää avaamaan se."),
    ),
    Explanation(
        "vaara-kayttajatyyppi",
        OPPILAITOS,
        _("Siirtoa yritettiin muulla kuin palvelukäyttäjän tunnuksella."),
        _("Aseta järjestelmään palvelukäyttäjän tunnus. Virkailijan omalla tunnuksella ei voi siirtää tietoja."),
    ),
    Explanation(
        "ei-oikeutta",
        OPPILAITOS,
        _("Palvelukäyttäjällä ei ole oikeutta tämän opiskeluoikeuden oppilaitokseen."),
        _("Pyydä tunnukselle oikeus organisaation pääkäyttäjältä, tai tarkista, kenen opiskeluoikeus on."),
    ),
    Explanation(
        "hoks-tuntematon",
        TOIMITTAJA,
        _("HOKSia ei ole, tai se on poistettu."),
        _("Tarkista id. Jos HOKSia ei ole vielä luotu, luo se ensin (POST)."),
    ),
    Explanation(
        "opiskeluoikeudella-ei-hoksia",
        TOIMITTAJA,
        _("Opiskeluoikeudella ei ole HOKSia."),
        _("Luo HOKS ensin (POST)."),
    ),
    Explanation(
        "jakso-tuntematon",
        TOIMITTAJA,
        _("Osaamisen hankkimistapaa ei ole."),
        _("Tarkista osaamisen hankkimistavan tunniste."),
    ),
    Explanation(
        "versio-vanhentunut",
        TOIMITTAJA,
        _("HOKSia oli muutettu sen jälkeen, kun järjestelmä luki sen."),
        _("Lue HOKS uudelleen, tee muutokset siihen ja lähetä se. Mitään ei korvattu."),
    ),
    Explanation(
        "ei-json",
        TOIMITTAJA,
        _("Lähetetty tieto ei ollut kelvollista JSONia."),
        _("Korjaa siirron muodostus. Tarkista ennalta -sivu näyttää, missä kohdassa virhe on."),
    ),
    Explanation(
        "tyhja-dokumentti",
        TOIMITTAJA,
        _("Pyynnössä ei ollut sisältöä."),
        _("Lähetä HOKS pyynnön sisältönä."),
    ),
    Explanation(
        "vaara-merkisto",
        TOIMITTAJA,
        _("Lähetetyn tiedon merkistö oli väärä."),
        _("Lähetä tiedot merkistöllä UTF-8."),
    ),
    Explanation(
        "tavujarjestysmerkki",
        TOIMITTAJA,
        _("Lähetetyn tiedon alussa oli tavujärjestysmerkki."),
        _("Lähetä tiedot ilman tavujärjestysmerkkiä (BOM)."),
    ),
    Explanation(
        "katkennut",
        TOIMITTAJA,
        _("Lähetys katkesi kesken."),
        _("Lähetä uudelleen. Jos lähetys katkeaa toistuvasti, tarkista verkkoyhteys."),
    ),
    Explanation(
        "ei-luku",
        TOIMITTAJA,
        _("Lukuna oli jotain, mikä ei ole luku."),
        _("Lähetä äärellinen luku, tai jätä tieto pois."),
    ),
    Explanation(
        "toistuva-avain",
        TOIMITTAJA,
        _("Sama tieto oli annettu kahteen kertaan."),
        _("Lähetä kukin tieto vain kerran."),
    ),
    Explanation(
        "liian-syva",
        TOIMITTAJA,
        _("Lähetetyssä tiedossa oli liikaa sisäkkäisiä tasoja."),
        _("Lähetä HOKS rajapinnan kuvauksen mukaisena."),
    ),
    Explanation(
        "vaara-sisaltotyyppi",
        TOIMITTAJA,
        _("Pyynnön sisältötyyppi oli väärä."),
        _("Lähetä otsake Content-Type: application/json."),
    ),
    Explanation(
        "liian-suuri",
        TOIMITTAJA,
        _("Lähetetty tieto oli liian suuri."),
        _("Lähetä yksi HOKS kerrallaan, ilman ylimääräistä sisältöä."),
    ),
    Explanation(
        "liian-tiheaan",
        TOIMITTAJA,
        _("Pyyntöjä tuli liian tiheään."),
        _("Odota vastauksen otsakkeessa Retry-After kerrottu aika ja lähetä uudelleen hitaammin."),
    ),
    Explanation(
        "poistunut-reitti",
        TOIMITTAJA,
        _("Osoite on poistunut käytöstä."),
        _("Lähetä koko HOKS: osia ei enää siirretä yksitellen."),
    ),
    Explanation(
        "vaara-pyynto",
        TOIMITTAJA,
        _("Pyyntöä ei voitu lukea."),
        _("Korjaa pyynnön osoite, parametrit ja otsakkeet rajapinnan kuvauksen mukaisiksi."),
    ),
    Explanation(
        "reitti-tuntematon",
        TOIMITTAJA,
        _("Osoitetta ei ole."),
        _("Korjaa osoite rajapinnan kuvauksen mukaiseksi."),
    ),
    Explanation(
        "vaara-menetelma",
        TOIMITTAJA,
        _("Osoitetta käytettiin väärällä menetelmällä."),
        _("Käytä rajapinnan kuvauksen mukaista menetelmää: luonti POST, päivitys PUT tai PATCH, haku GET."),
    ),
    Explanation(
        "cas-ei-vastaa",
        OPH,
        _("Tunnistuspalvelu ei vastannut."),
        _("Lähetä uudelleen myöhemmin. Jos virhe toistuu, ilmoita siitä Opetushallitukselle."),
    ),
    Explanation(
        "palvelun-virhe",
        OPH,
        _("Palvelussa tapahtui virhe."),
        _("Lähetä uudelleen myöhemmin. Jos virhe toistuu, ilmoita siitä Opetushallitukselle."),
    ),
)
