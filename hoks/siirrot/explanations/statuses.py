"""HTTP statuses in plain words."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class StatusExplanation:
    """An HTTP status in plain words. title: what it means; text: why it comes and whose affair it is."""

    status: int
    title: Any
    text: Any


# The four that the schools were told of when data transfer began; what each means here.
STATUSES: dict[int, StatusExplanation] = {
    one.status: one
    for one in (
        StatusExplanation(
            400,
            _("HOKSin tiedoissa on korjattavaa"),
            _(
                "HOKSista puuttuu pakollinen tieto, jokin tieto on väärin tai opiskeluoikeutta ei löydy. Yleensä"
                " oppilaitos korjaa tiedon opiskelijahallintoon, ja järjestelmä lähettää HOKSin uudelleen."
            ),
        ),
        StatusExplanation(
            401,
            _("Tunnus puuttuu tai sillä ei ole oikeutta"),
            _(
                "Järjestelmällä ei ole palvelukäyttäjän tunnusta tai voimassa olevaa lippua, tai tunnuksella ei ole"
                " oikeutta tallentaa tähän opiskeluoikeuteen. Oppilaitos tarkistaa tunnuksen ja sen oikeudet"
                " organisaationsa pääkäyttäjältä."
            ),
        ),
        StatusExplanation(
            403,
            _("Tunnus on väärän tyyppinen"),
            _(
                "Siirtoa yritettiin virkailijan tai muun henkilön tunnuksella. Tietoja siirretään vain palvelukäyttäjän"
                " tunnuksella; oppilaitos asettaa sen järjestelmään."
            ),
        ),
        StatusExplanation(
            423,
            _("Tunnus on lukittu"),
            _(
                "Tunnuksella on annettu liian monta kertaa väärä salasana. Oppilaitos korjaa salasanan järjestelmään."
                " Lukitus päättyy itsestään, tai pääkäyttäjä avaa sen."
            ),
        ),
    )
}
