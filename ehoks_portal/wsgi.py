"""WSGI entry point: `gunicorn ehoks_portal.wsgi`."""

import os
import re

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ehoks_portal.settings")

django_application = get_wsgi_application()

_CHARSET = re.compile(r";\s*charset\*?\s*=[^;]*", re.IGNORECASE)


def application(environ, start_response):
    """Django's application. Every request is read as UTF-8, as our pages send them, whatever charset it claims.

    Python knows charsets that are not of text, on which Django fails before there is a request to answer.
    """
    environ["CONTENT_TYPE"] = _CHARSET.sub("", environ.get("CONTENT_TYPE", ""))
    return django_application(environ, start_response)
