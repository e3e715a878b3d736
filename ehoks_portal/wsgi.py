"""WSGI entry point: `gunicorn ehoks_portal.wsgi`."""

import codecs
import gc
import os
import re
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ehoks_portal.settings")

django_application = get_wsgi_application()

# What is loaded now, views and forms included, stays as long as the worker: the garbage collector need not look through
# it again, which takes a tenth of a second every few long pages (docs/adr/0016).
import_module(settings.ROOT_URLCONF)
gc.collect()
gc.freeze()

# Charsets in which any bytes are text. Java's clients of the interface name Latin-1.
_CHARSETS = ("utf-8", "iso8859-1", "iso8859-15", "cp1252", "ascii")
_CHARSET = re.compile(r";\s*charset(\*?)\s*=([^;]*)", re.IGNORECASE)


def application(environ, start_response):
    """Django's application. A request that claims an odd charset is read as UTF-8, as our pages send them.

    Python knows charsets that are not of text, on which Django fails before there is a request to answer.
    """
    environ["CONTENT_TYPE"] = _CHARSET.sub(_usual_charset, environ.get("CONTENT_TYPE", ""))
    return django_application(environ, start_response)


def _usual_charset(parameter: re.Match) -> str:
    extended, told = parameter.groups()
    try:
        name = "" if extended else codecs.lookup(told.strip(' \t"')).name
    except (LookupError, ValueError):
        name = ""
    return f"; charset={name}" if name in _CHARSETS else ""
