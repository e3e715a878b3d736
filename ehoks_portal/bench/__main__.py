"""python -m ehoks_portal.bench, in a database that may be filled; `./portal bench` gives it one."""

import os
import signal
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ehoks_portal.settings")
# Requests are counted as ever, but here and in the server more of them are let through than of any school.
os.environ |= dict.fromkeys(("RAJAPINTA_PYYNTOJA_MINUUTISSA", "VALIDOINTI_PYYNTOJA_MINUUTISSA"), "1000000")
django.setup()

from ehoks_portal.bench.command import main  # noqa: E402

# A stop signal unwinds what was started, servers and all.
signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
sys.exit(main(sys.argv[1:]))
