"""What templates say of announcements."""

from django import template
from django.utils.html import format_html

from hoks.tiedotteet.ajat import day_text
from hoks.tiedotteet.osoitteet import address
from hoks.tiedotteet.teksti import in_language

register = template.Library()


@register.filter
def otsikko(tiedote):
    """Its title in the reader's language, else in Finnish and marked as that."""
    found = in_language(tiedote.otsikko, {})
    lang = format_html(' lang="{}"', found.lang) if found.lang else ""
    return format_html("<bdi{}>{}</bdi>", lang, found.otsikko)


@register.filter
def paiva(moment):
    """1.8.2026, the day it is in Finland; nothing for no moment."""
    return day_text(moment) if moment else ""


@register.simple_tag
def tiedote_url(user, name, *arguments):
    """Address of a page of announcements, an official's or a learner's: {% tiedote_url user "tiedote" 1 %}."""
    return address(user, name, *arguments)
