"""python -m ehoks_portal.bench, in a database that may be filled; `./portal bench` gives it one."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ehoks_portal.settings")
django.setup()

from ehoks_portal.bench.command import main  # noqa: E402

sys.exit(main(sys.argv[1:]))
