"""Days typed into a list's search form."""

import datetime as dt
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

YEARS = [
    MinValueValidator(dt.date(2018, 1, 1), _("Anna päivä, joka on aikaisintaan 1.1.2018.")),
    MaxValueValidator(dt.date(2099, 12, 31), _("Anna päivä, joka on viimeistään 31.12.2099.")),
]


class Day(forms.DateField):
    """A day typed as 1.8.2026."""

    default_error_messages = {"invalid": _("Kirjoita oikea päivä, esimerkiksi 1.8.2026.")}

    def __init__(self, **kwargs):
        kwargs.setdefault("required", False)
        super().__init__(input_formats=["%d.%m.%Y"], validators=YEARS, **kwargs)


def check_order(form: forms.Form, found: dict[str, Any]) -> dict[str, Any]:
    """For the `clean` of a form with `alku` and `loppu`: they must be in order."""
    alku, loppu = found.get("alku"), found.get("loppu")
    if alku and loppu and loppu < alku:
        form.add_error("loppu", _("Anna loppupäivä, joka on alkupäivä tai sen jälkeen."))
    return found


def mistakes(form: forms.Form, *others: str) -> list[dict[str, Any]]:
    """What is wrong with the days, and with other fields of these names, for components/error_summary.html."""
    return [
        {"href": f"#{form[name].id_for_label}", "text": text, "where": [form[name].label]}
        for name in ("alku", "loppu", *others)
        for text in form[name].errors
    ]
