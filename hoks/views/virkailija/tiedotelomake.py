"""The forms that announcements and the webinars' rule are written with."""

import datetime as dt
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisaatio
from accounts.permissions import OPH_OID
from hoks.models import Tiedote, Webinaarisaanto
from hoks.models.tiedote import KIELET
from hoks.names import sort_key
from hoks.presentation.rows import date_text
from hoks.tiedotteet import ajat, webinaari
from hoks.tiedotteet.kirjoitus import Sisalto
from hoks.views.virkailija.siirtohaku import Day

LONGEST_TITLE = 200
LONGEST_TEXT = 20_000
KOULUTUSTOIMIJA = "organisaatiotyyppi_01"
Kohderyhma = Tiedote.Kohderyhma


class Clock(forms.TimeField):
    """A time of day typed as 9.30, 9:30 or 9."""

    default_error_messages = {"invalid": _("Kirjoita kellonaika, esimerkiksi 9.30.")}

    def __init__(self, **kwargs):
        super().__init__(input_formats=["%H.%M", "%H:%M", "%H"], **kwargs)


class Lomake(forms.Form):
    """A form that says which revision it was opened on, and what is wrong with it."""

    revisio = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def mistakes(self) -> list[dict[str, Any]]:
        """For components/error_summary.html."""
        return [
            {"href": f"#{field.id_for_label or field.auto_id}", "text": text}
            for field in self.visible_fields()
            for text in field.errors
        ]

    @property
    def based_on(self) -> int:
        """The revision it was opened on; -1, which none is, when that can't be understood."""
        revisio = self.cleaned_data.get("revisio")
        return -1 if revisio is None else revisio


def _title(kieli: str) -> forms.CharField:
    required = kieli == KIELET[0]
    return forms.CharField(
        label={"fi": _("Otsikko suomeksi"), "sv": _("Otsikko ruotsiksi"), "en": _("Otsikko englanniksi")}[kieli],
        max_length=LONGEST_TITLE,
        required=required,
        error_messages={
            "required": _("Kirjoita otsikko suomeksi."),
            "max_length": _("Lyhennä otsikkoa: siinä saa olla enintään %(limit_value)d merkkiä."),
        },
        widget=forms.TextInput(attrs={"lang": kieli}),
    )


def _text(kieli: str) -> forms.CharField:
    required = kieli == KIELET[0]
    return forms.CharField(
        label={"fi": _("Teksti suomeksi"), "sv": _("Teksti ruotsiksi"), "en": _("Teksti englanniksi")}[kieli],
        max_length=LONGEST_TEXT,
        required=required,
        error_messages={
            "required": _("Kirjoita teksti suomeksi."),
            "max_length": _("Lyhennä tekstiä: siinä saa olla enintään %(limit_value)d merkkiä."),
        },
        widget=forms.Textarea(attrs={"lang": kieli}),
    )


class TiedoteForm(Lomake):
    """Everything that a writer decides of an announcement. Days and times are Finland's."""

    otsikko_fi, teksti_fi = _title("fi"), _text("fi")
    otsikko_sv, teksti_sv = _title("sv"), _text("sv")
    otsikko_en, teksti_en = _title("en"), _text("en")
    kohderyhma = forms.ChoiceField(
        label=_("Kenelle tiedote on"),
        choices=Kohderyhma.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Valitse, kenelle tiedote on.")},
    )
    jarjestaja_oid = forms.ChoiceField(label=_("Koulutuksen järjestäjä"), required=False)
    alkaen_pvm = Day(label=_("Näkyy alkaen"))
    alkaen_klo = Clock(label=_("Näkyy alkaen, kello"), required=False)
    asti_pvm = Day(label=_("Näkyy viimeisen kerran"))
    asti_klo = Clock(label=_("Näkyy viimeisen kerran, kello"), required=False)
    kiinnitetty = forms.BooleanField(
        label=_("Kiinnitä tiedote"), required=False, help_text=_("Tiedote pysyy listojen ylimpänä.")
    )
    kiireellinen = forms.BooleanField(
        label=_("Tiedote on kiireellinen"),
        required=False,
        help_text=_("Tiedote näkyy jokaisen sivun yläreunassa, kunnes lukija merkitsee sen luetuksi."),
    )
    uudelleen = forms.BooleanField(
        label=_("Näytä uutena myös niille, jotka ovat jo lukeneet tiedotteen"), required=False
    )

    def __init__(self, *args, tiedote: Tiedote | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        oid = tiedote.jarjestaja_oid if tiedote else ""
        providers = _providers()
        if oid and oid not in dict(providers):
            # One that is no more: choosing nothing must change nothing.
            providers.append((oid, oid))
        self.fields["jarjestaja_oid"].choices = [("", _("Valitse")), *providers]

    def clean(self):
        """Languages are whole, the provider goes with its audience, times go with days, and the end comes last."""
        found = super().clean()
        for kieli in KIELET[1:]:
            otsikko, teksti = found.get(f"otsikko_{kieli}"), found.get(f"teksti_{kieli}")
            if teksti and not otsikko and f"otsikko_{kieli}" not in self.errors:
                self.add_error(f"otsikko_{kieli}", _("Kirjoita myös otsikko tällä kielellä, tai tyhjennä teksti."))
            if otsikko and not teksti and f"teksti_{kieli}" not in self.errors:
                self.add_error(f"teksti_{kieli}", _("Kirjoita myös teksti tällä kielellä, tai tyhjennä otsikko."))
        is_providers = found.get("kohderyhma") == Kohderyhma.JARJESTAJA
        if is_providers and not found.get("jarjestaja_oid") and "jarjestaja_oid" not in self.errors:
            self.add_error("jarjestaja_oid", _("Valitse koulutuksen järjestäjä."))
        elif found.get("kohderyhma") and not is_providers and found.get("jarjestaja_oid"):
            self.add_error(
                "jarjestaja_oid", _("Valitse, että tiedote on yhdelle koulutuksen järjestäjälle, tai tyhjennä tämä.")
            )
        for name in ("alkaen", "asti"):
            if found.get(f"{name}_klo") and not found.get(f"{name}_pvm") and f"{name}_pvm" not in self.errors:
                self.add_error(f"{name}_pvm", _("Anna kellonajalle myös päivä."))
        alkaen, asti = self._moments()
        if alkaen and asti and asti <= alkaen:
            self.add_error("asti_pvm", _("Anna aika, joka on näkymisen alun jälkeen."))
        return found

    def _moments(self) -> tuple[dt.datetime | None, dt.datetime | None]:
        """When it is seen first, and when no more."""
        found = self.cleaned_data
        return (
            ajat.beginning(found.get("alkaen_pvm"), found.get("alkaen_klo")),
            ajat.end(found.get("asti_pvm"), found.get("asti_klo")),
        )

    def sisalto(self) -> Sisalto:
        """What a valid form says."""
        found = self.cleaned_data
        kielet = [kieli for kieli in KIELET if found[f"otsikko_{kieli}"]]
        alkaen, asti = self._moments()
        return Sisalto(
            otsikko={kieli: found[f"otsikko_{kieli}"] for kieli in kielet},
            teksti={kieli: found[f"teksti_{kieli}"] for kieli in kielet},
            kohderyhma=found["kohderyhma"],
            jarjestaja_oid=found["jarjestaja_oid"],
            nakyy_alkaen=alkaen,
            nakyy_asti=asti,
            kiinnitetty=found["kiinnitetty"],
            kiireellinen=found["kiireellinen"],
        )


def typed(tiedote: Tiedote) -> dict[str, Any]:
    """The announcement as the form's values."""
    texts = {
        f"{name}_{kieli}": value.get(kieli, "")
        for name, value in (("otsikko", tiedote.otsikko), ("teksti", tiedote.teksti))
        for kieli in KIELET
    }
    times = {}
    for name, hetki in (
        ("alkaen", ajat.typed_beginning(tiedote.nakyy_alkaen)),
        ("asti", ajat.typed_end(tiedote.nakyy_asti)),
    ):
        day, time = hetki or (None, None)
        times |= {f"{name}_pvm": date_text(day) if day else "", f"{name}_klo": ajat.clock_text(time)}
    return {
        **texts,
        "kohderyhma": tiedote.kohderyhma,
        "jarjestaja_oid": tiedote.jarjestaja_oid,
        **times,
        "kiinnitetty": tiedote.kiinnitetty,
        "kiireellinen": tiedote.kiireellinen,
        "revisio": tiedote.revisio,
    }


def differences(form: TiedoteForm, tiedote: Tiedote) -> list[tuple[Any, Any, Any]]:
    """(label, as it is saved, as the form has it) of each field where the two differ."""
    saved, words = typed(tiedote), {True: _("Kyllä"), False: _("Ei")}
    choices = {name: dict(form.fields[name].choices) for name in ("kohderyhma", "jarjestaja_oid")}
    found = []
    for name, old in saved.items():
        new = form.data.get(name, "") if not isinstance(old, bool) else bool(form.data.get(name))
        if name == "revisio" or old == (new.replace("\r\n", "\n").strip() if isinstance(new, str) else new):
            continue
        if isinstance(old, bool):
            old, new = words[old], words[new]
        told = choices.get(name, {})
        found.append((form.fields[name].label, told.get(old, old), told.get(new, new)))
    return found


def _providers() -> list[tuple[str, str]]:
    """Providers of education by name; what is for everybody below the root is for all."""
    found = Organisaatio.objects.filter(tyypit__contains=[KOULUTUSTOIMIJA]).exclude(oid=OPH_OID).order_by()
    return sorted(((each.oid, each.display_name) for each in found), key=lambda pair: (sort_key(pair[1]), pair[0]))


# --- Webinars ------------------------------------------------------------------------------


class WebinaariForm(Lomake):
    """The rule that webinars go by."""

    otsikko = forms.CharField(
        label=_("Webinaarin nimi"), max_length=200, error_messages={"required": _("Kirjoita webinaarin nimi.")}
    )
    linkki = forms.CharField(
        label=_("Osallistumislinkki"),
        max_length=500,
        required=False,
        validators=[
            URLValidator(
                ["http", "https"], message=_("Kirjoita koko osoite, esimerkiksi https://esimerkki.fi/webinaari.")
            )
        ],
    )
    viikonpaiva = forms.TypedChoiceField(label=_("Viikonpäivä"), coerce=int)
    vali_viikkoa = forms.IntegerField(
        label=_("Kuinka monen viikon välein"),
        min_value=1,
        max_value=52,
        widget=forms.TextInput,
        error_messages={
            name: _("Kirjoita viikot numerona 1–52, esimerkiksi 2.")
            for name in ("required", "invalid", "min_value", "max_value")
        },
    )
    alkaa = Day(
        label=_("Alkaen"), required=True, error_messages={"required": _("Anna päivä, josta webinaarit alkavat.")}
    )
    paattyy = Day(label=_("Päättyen"))
    klo_alku = Clock(label=_("Alkaa klo"), error_messages={"required": _("Anna kellonaika, jolloin webinaari alkaa.")})
    klo_loppu = Clock(
        label=_("Päättyy klo"), error_messages={"required": _("Anna kellonaika, jolloin webinaari päättyy.")}
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["viikonpaiva"].choices = list(enumerate(webinaari.weekdays()))

    def clean(self):
        found = super().clean()
        if found.get("klo_alku") and found.get("klo_loppu") and found["klo_loppu"] <= found["klo_alku"]:
            self.add_error("klo_loppu", _("Anna kellonaika, joka on alun jälkeen."))
        if found.get("alkaa") and found.get("paattyy") and found["paattyy"] < found["alkaa"]:
            self.add_error("paattyy", _("Anna päivä, joka on ensimmäinen päivä tai sen jälkeen."))
        return found

    def columns(self) -> dict[str, Any]:
        """The rule's columns."""
        return {name: value for name, value in self.cleaned_data.items() if name != "revisio"}


def typed_rule(saanto: Webinaarisaanto) -> dict[str, Any]:
    """The rule as the form's values."""
    names = ("otsikko", "linkki", "viikonpaiva", "vali_viikkoa", "alkaa", "paattyy", "revisio")
    times = {name: ajat.clock_text(getattr(saanto, name)) for name in ("klo_alku", "klo_loppu")}
    return {name: getattr(saanto, name) for name in names} | times


class PoikkeusForm(Lomake):
    """A webinar of the rule that is cancelled or moved."""

    PERU, SIIRRA = "peru", "siirra"

    paiva = forms.TypedChoiceField(
        label=_("Mikä webinaari"),
        coerce=dt.date.fromisoformat,
        error_messages={
            "required": _("Valitse webinaari."),
            "invalid_choice": _("Valitse webinaari, joka on vielä tulossa."),
        },
    )
    toimi = forms.ChoiceField(
        label=_("Mitä sille tehdään"),
        choices=[(PERU, _("Perutaan")), (SIIRRA, _("Siirretään"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Valitse, perutaanko vai siirretäänkö webinaari.")},
    )
    uusi_paiva = Day(label=_("Uusi päivä"))
    uusi_alku = Clock(label=_("Alkaa klo"), required=False)
    uusi_loppu = Clock(label=_("Päättyy klo"), required=False)

    def __init__(self, *args, days: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["paiva"].choices = days

    def clean(self):
        """A webinar that is moved has a new day and time."""
        found = super().clean()
        if found.get("toimi") != self.SIIRRA:
            return found
        for name, text in (
            ("uusi_paiva", _("Anna uusi päivä.")),
            ("uusi_alku", _("Anna kellonaika, jolloin webinaari alkaa.")),
            ("uusi_loppu", _("Anna kellonaika, jolloin webinaari päättyy.")),
        ):
            if found.get(name) is None and name not in self.errors:
                self.add_error(name, text)
        if found.get("uusi_alku") and found.get("uusi_loppu") and found["uusi_loppu"] <= found["uusi_alku"]:
            self.add_error("uusi_loppu", _("Anna kellonaika, joka on alun jälkeen."))
        return found

    def uusi(self) -> tuple[dt.date, dt.time, dt.time] | None:
        """The new day and times; None when it is cancelled."""
        found = self.cleaned_data
        if found["toimi"] == self.PERU:
            return None
        return found["uusi_paiva"], found["uusi_alku"], found["uusi_loppu"]
