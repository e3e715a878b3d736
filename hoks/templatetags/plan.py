"""Dates and moments in templates as the plan's pages tell them."""

import datetime as dt

from django import template

from hoks.presentation.rows import date_text, moment_text

register = template.Library()


@register.filter
def pvm(value):
    """1.8.2026; nothing for no date."""
    return date_text(value) if isinstance(value, dt.date) else ""


@register.filter
def hetki(value):
    """1.8.2026 klo 9.05 in Finland; nothing for no moment."""
    return moment_text(value) if isinstance(value, dt.datetime) else ""
