"""What can be asked of the interface: every route, for its OpenAPI document and its documentation page.

PLANS: the national interface; TICKETS: the CAS protocol, where tickets are granted here.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.permissions import ROLE_PRIVILEGES, Privilege

BASE = "/ehoks-virkailija-backend/api/v1"
CAS = "/cas/v1"

# Codes of refusals, in the order they are looked for.
TICKETED = (
    "vaara-menetelma",
    "caller-id-puuttuu",
    "lippu-puuttuu",
    "lippu-ei-kelpaa",
    "cas-ei-vastaa",
    "vaara-kayttajatyyppi",
    "liian-tiheaan",
)
WITH_BODY = ("vaara-sisaltotyyppi", "liian-suuri", "liian-syva", "ei-json")
OF_PLAN = ("hoks-tuntematon", "ei-oikeutta")
BUSINESS = "suunnitelma-hylatty"


@dataclass(frozen=True)
class Route:
    """A method of an address.

    path: from the root of the server, parameters in braces; operation: its unique name
    privilege: that the caller must hold in the plan's school, at the root of the organisations when `oph`
    status, answer: of a success, the answer's schema; body: schema of the request's body
    parameters: names of parameters in components; refusals: codes of what can go wrong
    """

    method: str
    path: str
    operation: str
    title: Any
    text: Any
    status: int = 200
    answer: str = ""
    body: str = ""
    privilege: Privilege | None = None
    oph: bool = False
    parameters: tuple[str, ...] = ()
    refusals: tuple[str, ...] = ()
    tagged: bool = False
    deprecated: bool = False

    @property
    def short_path(self) -> str:
        """The path below the interface's own beginning; whole when it is elsewhere."""
        return self.path.removeprefix(BASE)

    @property
    def ticketed(self) -> bool:
        return set(TICKETED) <= set(self.refusals)

    @property
    def roles(self) -> list[str]:
        """Roles that hold the privilege."""
        return sorted(role for role, privileges in ROLE_PRIVILEGES.items() if self.privilege in privileges)


_CURRENT = (
    Route(
        "POST",
        f"{BASE}/hoks",
        "luoHoks",
        _("Luo suunnitelma"),
        _(
            "Tallentaa suunnitelman opiskeluoikeudelle, jolla ei vielä ole sellaista. Vastauksessa on suunnitelman"
            " id, jota muut pyynnöt tarvitsevat: ota se talteen."
        ),
        answer="LuotuVastaus",
        body="HoksPost",
        privilege=Privilege.WRITE,
        refusals=(*TICKETED, *WITH_BODY, BUSINESS, "ei-oikeutta"),
        tagged=True,
    ),
    Route(
        "GET",
        f"{BASE}/hoks/{{id}}",
        "haeHoks",
        _("Hae suunnitelma"),
        _("Palauttaa koko suunnitelman. Osien module-id-tunnisteet pysyvät samoina, kun osa pysyy samana."),
        answer="HoksVastaus",
        privilege=Privilege.READ,
        parameters=("id",),
        refusals=(*TICKETED, *OF_PLAN),
        tagged=True,
    ),
    Route(
        "PUT",
        f"{BASE}/hoks/{{id}}",
        "korvaaHoks",
        _("Korvaa suunnitelma"),
        _(
            "Korvaa koko suunnitelman lähetetyllä. Pois jätetty taulukko tyhjenee. Jos mikään ei muutu, mitään ei"
            " kirjoiteta eikä versio vaihdu."
        ),
        status=204,
        body="HoksPut",
        privilege=Privilege.UPDATE,
        parameters=("id", "If-Match"),
        refusals=(*TICKETED, *WITH_BODY, *OF_PLAN, "versio-vanhentunut", BUSINESS),
        tagged=True,
    ),
    Route(
        "PATCH",
        f"{BASE}/hoks/{{id}}",
        "muutaHoks",
        _("Muuta suunnitelman ylätasoa"),
        _("Muuttaa vain lähetetyt ylätason kentät. Taulukoita ei voi muuttaa näin: käytä niihin PUT-pyyntöä."),
        status=204,
        body="HoksPatch",
        privilege=Privilege.UPDATE,
        parameters=("id", "If-Match"),
        refusals=(*TICKETED, *WITH_BODY, *OF_PLAN, "versio-vanhentunut", BUSINESS),
        tagged=True,
    ),
    Route(
        "GET",
        f"{BASE}/hoks/opiskeluoikeus/{{opiskeluoikeus-oid}}",
        "haeOpiskeluoikeudenHoks",
        _("Hae opiskeluoikeuden suunnitelma"),
        _("Palauttaa suunnitelman ylätason ilman taulukoita. Näin saat selville suunnitelman id:n."),
        answer="HoksYlatasoVastaus",
        privilege=Privilege.READ,
        parameters=("opiskeluoikeus-oid",),
        refusals=(*TICKETED, "opiskeluoikeudella-ei-hoksia", "ei-oikeutta"),
        tagged=True,
    ),
    Route(
        "GET",
        f"{BASE}/hoks/paged",
        "haeHoksitSivuittain",
        _("Hae suunnitelmat sivuittain"),
        _(
            "Palauttaa suunnitelmat id:n mukaan järjestettyinä, myös poistetut: niissä on poistettu-aika ja tyhjät"
            " taulukot. Anna seuraavalla kerralla from-id:ksi vastauksen last-id, kunnes result ja failed-ids ovat"
            " tyhjiä. failed-ids luettelee suunnitelmat, jotka eivät täytä tämän rajapinnan ehtoja."
        ),
        answer="SivuVastaus",
        privilege=Privilege.READ,
        parameters=("amount", "from-id", "updated-after"),
        refusals=(*TICKETED, "kysely-virheellinen"),
    ),
    Route(
        "GET",
        f"{BASE}/hoks/{{id}}/hankintakoulutukset",
        "haeHankintakoulutukset",
        _("Hae hankintakoulutukset"),
        _("Palauttaa niiden opiskeluoikeuksien tunnisteet, jotka sisältyvät suunnitelman opiskeluoikeuteen."),
        answer="Hankintakoulutukset",
        privilege=Privilege.READ,
        parameters=("id",),
        refusals=(*TICKETED, *OF_PLAN),
    ),
    Route(
        "GET",
        f"{BASE}/hoks/osaamisen-hankkimistapa/{{oht-id}}",
        "haeOsaamisenHankkimistapa",
        _("Hae osaamisen hankkimistapa"),
        _("Palauttaa yhden osaamisen hankkimistavan. Vain Opetushallituksen palveluille."),
        answer="HankkimistapaVastaus",
        privilege=Privilege.READ,
        oph=True,
        parameters=("oht-id",),
        refusals=(*TICKETED, "ei-oikeutta", "jakso-tuntematon"),
    ),
    Route(
        "POST",
        f"{BASE}/validointi",
        "validoiHoks",
        _("Tarkista suunnitelma tallentamatta"),
        _(
            "Tarkistaa uuden suunnitelman ja kertoo virheet samoin kuin POST /hoks. Mitään ei tallenneta. Lippua ei"
            " tarvita, joten oikeuksia ei tarkisteta eikä sitä, onko opiskeluoikeudella jo suunnitelma."
        ),
        answer="TyhjaVastaus",
        body="HoksPost",
        refusals=("vaara-menetelma", "caller-id-puuttuu", "liian-tiheaan", *WITH_BODY, BUSINESS),
    ),
    Route(
        "GET",
        f"{BASE}/healthcheck",
        "tila",
        _("Palvelun tila"),
        _("Vastaa, kun palvelu on käynnissä. Otsakkeita ei tarvita."),
        answer="TyhjaOlio",
        refusals=("vaara-menetelma",),
    ),
)
_GONE = tuple(
    Route(
        method,
        f"{BASE}/hoks/{{id}}/{{osa}}{tail}",
        f"{method.lower()}Osa{'Yksi' if tail else ''}",
        _("Suunnitelman osa (poistunut)"),
        _("Osia ei siirretä enää yksitellen. Vastaus on 410, jos kutsujalla on oikeus suunnitelmaan."),
        status=410,
        privilege=privilege,
        parameters=("id", "osa", *(["osa-id"] if tail else [])),
        refusals=(*TICKETED, *OF_PLAN, "poistunut-reitti"),
        deprecated=True,
    )
    for tail in ("", "/{osa-id}")
    for method, privilege in (("GET", Privilege.READ), ("POST", Privilege.WRITE), ("PATCH", Privilege.UPDATE))
)
PLANS = (*_CURRENT, *_GONE)
TICKETS = (
    Route(
        "POST",
        f"{CAS}/tickets",
        "kirjaudu",
        _("Kirjaudu palvelukäyttäjänä"),
        _("Vastauksen otsake Location on kirjautumislipun osoite. Siitä haetaan palveluliput."),
        status=201,
        answer="Kirjautumislippu",
        body="Kirjautuminen",
        refusals=("kentta-puuttuu", "tunnus-tai-salasana", "tunnus-lukittu", "liian-monta-kirjautumista"),
    ),
    Route(
        "POST",
        f"{CAS}/tickets/{{tgt}}",
        "haePalvelulippu",
        _("Hae palvelulippu"),
        _("Vastaus on lippu, joka käy yhteen pyyntöön. Hae uusi lippu jokaista pyyntöä varten."),
        answer="Palvelulippu",
        body="Lippupyynto",
        parameters=("tgt",),
        refusals=("kentta-puuttuu", "kirjautumislippu-tuntematon"),
    ),
    Route(
        "GET",
        f"{CAS}/tickets/{{tgt}}",
        "tarkistaKirjautumislippu",
        _("Tarkista kirjautumislippu"),
        _("Vastaa 200, kun kirjautumislippu on voimassa."),
        answer="Teksti",
        parameters=("tgt",),
        refusals=("kirjautumislippu-tuntematon",),
    ),
    Route(
        "DELETE",
        f"{CAS}/tickets/{{tgt}}",
        "kirjauduUlos",
        _("Kirjaudu ulos"),
        _("Poistaa kirjautumislipun ja sen palveluliput käytöstä."),
        answer="Teksti",
        parameters=("tgt",),
    ),
)
