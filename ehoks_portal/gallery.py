"""Every component in every state, on one page; the route exists only under DEBUG."""

import datetime as dt

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

HOSTILE = "<script>alert(1)</script>\u202ekääntyvä\u200b" + "pitkäsanailmanvälejä" * 12

UNITS = [
    ("tutkinnonosat_106541", "Ravintolapalveluissa toimiminen", "106541, 30 osp"),
    ("tutkinnonosat_106542", "Lounasruokien valmistus", "106542, 40 osp"),
    ("tutkinnonosat_106543", "Annosruokien ja pöytiintarjoilun palvelut", "106543, 60 osp"),
    ("tutkinnonosat_106544", "À la carte -ruoanvalmistus", "106544, 30 osp"),
]


@login_not_required
def galleria(request: HttpRequest) -> HttpResponse:
    """Show the gallery; `?tyhja=1` has no errors on it, so that nothing takes focus."""
    context = {
        "hostile": HOSTILE,
        "lines": "Ensimmäinen rivi\ntoinen rivi",
        "today": dt.date(2026, 8, 1),
        "errors": []
        if "tyhja" in request.GET
        else [
            {"href": "#alku-virhe", "text": "Korjaa alku- ja loppupäivämäärä oikein päin."},
            {"href": "#yksikko-virhe", "text": "Valitse tutkinnon osa."},
            {"text": "Suunnitelma on muuttunut sillä välin."},
        ],
        "choices": [("1", "Opiskelu ja työ"), ("2", "Jatko-opinnot"), ("3", "Ei vielä päätetty")],
        "hinted_choices": [
            ("koulutussopimus", "Koulutussopimus", "Opiskelija ei ole työsuhteessa."),
            ("oppisopimus", "Oppisopimus", "Opiskelija on työsuhteessa."),
        ],
        "many_choices": [(str(number), f"Vaihtoehto {number}") for number in range(1, 13)],
        "chosen": ["1", "3"],
        "units": UNITS,
        "rows": [
            {"term": "Opiskelija", "value": "Ääkkönen, Åke Örjan"},
            {"term": "Ensikertainen hyväksyminen", "value": "1.8.2026", "url": "#", "action": "Muokkaa"},
            {
                "term": "Keskeiset työtehtävät",
                "value": ["Raaka-aineiden esikäsittely", "Lounaan valmistus"],
                "url": "#",
            },
            {"term": "Sähköposti", "value": ""},
            {"term": "Vieras teksti", "value": HOSTILE},
        ],
        "columns": [
            {"text": "Opiskelija", "url": "?jarjesta=-nimi", "sort": "ascending"},
            {"text": "Tutkinto", "url": "?jarjesta=tutkinto"},
            {"text": "Tila"},
            {"text": "Päivitetty", "url": "?jarjesta=paivitetty", "number": True},
            {"text": "Toiminnot", "hidden": True},
        ],
        "learners": [
            ("Ahola, Aino Maria", "Ravintola- ja catering-alan perustutkinto", "voimassa", "success", "21.11.2026"),
            ("Ääkkönen, Åke Örjan", "Tieto- ja viestintätekniikan perustutkinto", "HOKS puuttuu", "warning", ""),
            (HOSTILE, "Sosiaali- ja terveysalan perustutkinto", "päättynyt", "neutral", "2.6.2026"),
        ],
        "tasks": [
            {"title": "Perustiedot", "url": "#", "status": "Valmis", "variant": "success"},
            {"title": "Aiemmin hankittu osaaminen", "url": "#", "status": "Kesken", "variant": "info"},
            {
                "title": "Hankittava osaaminen",
                "url": "#",
                "status": "Tarkista",
                "variant": "danger",
                "hint": "2 kohtaa korjattavana",
            },
            {"title": "Oppimisen tuki", "status": "Ei aloitettu"},
        ],
        "crumbs": [("Opiskelijat", "#"), ("Ahola, Aino", "#"), ("HOKS", "")],
        "sections": [
            {"text": "Tavoite ja perustiedot", "href": "#kortit", "current": True},
            {"text": "Aiemmin hankittu osaaminen", "href": "#taulukot", "count": 0},
            {"text": "Opintosuunnitelma", "href": "#lomakkeet", "count": 12},
        ],
        "legend": [
            ("suunniteltu", "Suunniteltu"),
            ("aikataulutettu", "Aikataulutettu"),
            ("valmis", "Valmis"),
            ("koulutussopimus", "Koulutussopimus"),
            ("oppisopimus", "Oppisopimus"),
            ("oppilaitos", "Muualla kuin työpaikalla"),
            ("naytto", "Näyttö"),
            ("keskeytys", "Keskeytys"),
        ],
    }
    return render(request, "galleria.html", context)


@login_not_required
def galleria_haku(request: HttpRequest) -> HttpResponse:
    """Answer the gallery's combobox."""
    words = request.GET.get("q", "").casefold().split()
    hits = [unit for unit in UNITS if all(word in " ".join(unit).casefold() for word in words)]
    return render(request, "components/combobox_options.html", {"options": hits[:3], "more": len(hits) > 3})


urlpatterns = [
    path("", galleria, name="galleria"),
    path("haku/", galleria_haku, name="galleria-haku"),
]
