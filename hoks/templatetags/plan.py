"""What templates say of a plan: dates and moments, and what hoks.presentation.markup writes."""

import datetime as dt

from django import template
from django.utils.formats import number_format

from hoks.presentation import markup
from hoks.presentation.rows import date_text, moment_text

register = template.Library()

register.simple_tag(markup.text, name="teksti")
register.simple_tag(markup.fields, name="kentat")
register.simple_tag(markup.summary, name="yhteenveto")
register.simple_tag(markup.units, name="osat")
register.simple_tag(markup.period_list, name="jaksolista")
register.simple_tag(markup.timeline_rows, name="aikajanan_rivit")
register.simple_tag(markup.event_rows, name="aikajanan_tapahtumat")
register.simple_tag(markup.workplace_rows, name="tyopaikkajaksojen_rivit")
register.simple_tag(markup.naytto_rows, name="nayttojen_rivit")
register.simple_tag(markup.koodi_rows, name="koodien_rivit")


@register.filter
def pvm(value):
    """1.8.2026; nothing for no date."""
    return date_text(value) if isinstance(value, dt.date) else ""


@register.filter
def hetki(value):
    """1.8.2026 klo 9.05 in Finland; nothing for no moment."""
    return moment_text(value) if isinstance(value, dt.datetime) else ""


@register.filter
def luku(value):
    """78 000: a number with its thousands apart and a decimal comma; nothing for no number."""
    return "" if value is None else number_format(value, force_grouping=True)
