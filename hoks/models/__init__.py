from hoks.models.hakurivi import Hakurivi, Koulutusnimi
from hoks.models.hoks import Hoks, Kanava
from hoks.models.kalenterisyote import Kalenterisyote
from hoks.models.kayttoonotto import Kayttoonottokoulu, Kayttoonottolaskenta, Kayttoonottoviikko
from hoks.models.koodi import Koodi
from hoks.models.luonnos import Luonnos
from hoks.models.opiskeluoikeus import Opiskeluoikeus, Oppija
from hoks.models.siirto import Siirto
from hoks.models.tapahtuma import Tapahtuma
from hoks.models.tiedote import Tiedote, TiedoteLuettu, Webinaaripoikkeus, Webinaarisaanto
from hoks.models.tutkinnon_osa import (
    HankittavaKoulutuksenOsa,
    OpiskeluvalmiuksiaTukevatOpinnot,
    OppimisenTuki,
    OsaamisenHankkimistapa,
    OsaamisenOsoittaminen,
    TutkinnonOsa,
)
from hoks.models.tyopaikkajakso import Jaksopuute, Nayttopaiva, Tyopaikkajakso
from hoks.models.versio import HoksVersio
from hoks.models.vienti import Vienti, Vientipala

__all__ = [
    "Hakurivi",
    "HankittavaKoulutuksenOsa",
    "Hoks",
    "HoksVersio",
    "Jaksopuute",
    "Kalenterisyote",
    "Kanava",
    "Kayttoonottokoulu",
    "Kayttoonottolaskenta",
    "Kayttoonottoviikko",
    "Koodi",
    "Koulutusnimi",
    "Luonnos",
    "Nayttopaiva",
    "Opiskeluoikeus",
    "OpiskeluvalmiuksiaTukevatOpinnot",
    "Oppija",
    "OppimisenTuki",
    "OsaamisenHankkimistapa",
    "OsaamisenOsoittaminen",
    "Siirto",
    "Tapahtuma",
    "Tiedote",
    "TiedoteLuettu",
    "TutkinnonOsa",
    "Tyopaikkajakso",
    "Vienti",
    "Vientipala",
    "Webinaaripoikkeus",
    "Webinaarisaanto",
]
