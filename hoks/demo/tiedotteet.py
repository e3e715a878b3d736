"""News of the demo world: what officials, one provider's officials and learners are told, and when webinars are."""

import datetime as dt
from dataclasses import dataclass, replace

from hoks.demo.organisaatiot import Organisaatiot
from hoks.models import Tiedote
from hoks.tiedotteet.kirjoitus import Sisalto

Kohderyhma = Tiedote.Kohderyhma


@dataclass(frozen=True)
class DemoTiedote:
    """An announcement by the paakayttaja. alkaen, asti: days from today; asti None: for good.

    jarjestaja: the provider whose officials it is for; its key in hoks.demo.organisaatiot here, its OID in the world.
    """

    otsikko: dict[str, str]
    teksti: dict[str, str]
    kohderyhma: str = Kohderyhma.KAIKKI
    jarjestaja: str = ""
    alkaen: int = 0
    asti: int | None = None
    kiinnitetty: bool = False
    kiireellinen: bool = False
    julkaistu: bool = True

    def sisalto(self, start_of_today: dt.datetime) -> Sisalto:
        """As its writer would type it."""
        asti = None if self.asti is None else start_of_today + dt.timedelta(days=self.asti)
        return Sisalto(
            otsikko=self.otsikko,
            teksti=self.teksti,
            kohderyhma=self.kohderyhma,
            jarjestaja_oid=self.jarjestaja,
            nakyy_alkaen=start_of_today + dt.timedelta(days=self.alkaen),
            nakyy_asti=asti,
            kiinnitetty=self.kiinnitetty,
            kiireellinen=self.kiireellinen,
        )


TIEDOTTEET = (
    DemoTiedote(
        {"fi": "Tervetuloa käyttämään eHOKSia", "sv": "Välkommen till eHOKS"},
        {
            "fi": (
                "Tähän palveluun tallennetaan jokaisen opiskelijan **HOKS**.\n\n"
                "## Näin pääset alkuun\n\n"
                "1. Etsi opiskelija listasta.\n2. Avaa suunnitelma tai luo uusi.\n3. Tarkista ja tallenna.\n\n"
                "Lue lisää [Opetushallituksen sivuilta](https://www.oph.fi/)."
            ),
            "sv": (
                "I den här tjänsten sparas varje studerandes **PUK**.\n\n"
                "Läs mer på [Utbildningsstyrelsens webbplats](https://www.oph.fi/sv)."
            ),
        },
        alkaen=-60,
        kiinnitetty=True,
    ),
    DemoTiedote(
        {"fi": "Huoltokatko viime viikonloppuna"},
        {"fi": "Palvelu oli pois käytöstä lauantaina klo 8–10. Tietoja ei kadonnut."},
        alkaen=-8,
        asti=-5,
        kiireellinen=True,
    ),
    DemoTiedote(
        {"fi": "Osa-aikaisuustieto puuttuu monesta työpaikkajaksosta"},
        {
            "fi": (
                "Merkitse osa-aikaisuus jokaiseen työpaikkajaksoon *ennen kuin jakso päättyy*.\n\n"
                "- Koulutussopimus\n- Oppisopimus\n\nMuuten työpaikkaohjaaja ei saa kyselyä."
            )
        },
        kohderyhma=Kohderyhma.JARJESTAJA,
        jarjestaja="harjulanmaa",
        alkaen=-3,
    ),
    DemoTiedote(
        {"fi": "Siirtojen osoite vaihtuu"},
        {"fi": "Pyydä järjestelmätoimittajaa vaihtamaan tiedonsiirron osoite."},
        kohderyhma=Kohderyhma.JARJESTAJA,
        jarjestaja="rannikko",
        alkaen=-2,
    ),
    DemoTiedote(
        {
            "fi": "Vastaa kyselyyn opinnoistasi",
            "sv": "Svara på enkäten om dina studier",
            "en": "Tell us about your studies",
        },
        {
            "fi": "Saat kyselyn sähköpostiisi, kun opintosi alkavat ja kun ne päättyvät. Tarkista osoitteesi.",
            "sv": "Du får en enkät per e-post när dina studier börjar och slutar. Kontrollera att din adress är rätt.",
            "en": "You get a survey by e-mail when your studies begin and end. Check that your address is right.",
        },
        kohderyhma=Kohderyhma.OPPIJAT,
        alkaen=-10,
    ),
    DemoTiedote(
        {"fi": "Uudet tutkinnon perusteet ensi kaudella"},
        {"fi": "Kerromme tässä, mitä uudet perusteet muuttavat."},
        julkaistu=False,
    ),
)


def tiedotteet(places: Organisaatiot) -> tuple[DemoTiedote, ...]:
    """The announcements, the one written first first."""
    return tuple(replace(each, jarjestaja=each.jarjestaja and places.oid(each.jarjestaja)) for each in TIEDOTTEET)


def webinaarisaanto(today: dt.date) -> dict:
    """joka toinen tiistai klo 12–13, since ten weeks."""
    return {
        "otsikko": "eHOKS-webinaari",
        "linkki": "https://webinaari.example/ehoks",
        "viikonpaiva": 1,
        "vali_viikkoa": 2,
        "alkaa": today - dt.timedelta(weeks=10),
        "paattyy": None,
        "klo_alku": dt.time(12),
        "klo_loppu": dt.time(13),
    }
