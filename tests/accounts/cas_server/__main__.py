"""Serve on a free port, which is printed, until standard input ends: so it ends with whoever started it."""

import os
import sys
import threading
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.accounts.cas_server.settings"
django.setup()

from cas_server.models import ServicePattern  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class QuietHandler(WSGIRequestHandler):
    def log_message(self, format, *args):
        pass


call_command("migrate", run_syncdb=True, verbosity=0)
ServicePattern.objects.create(name="any", pattern=".*").attributs.create(name="*")
server = make_server("127.0.0.1", 0, get_wsgi_application(), Server, QuietHandler)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_port, flush=True)
sys.stdin.read()
