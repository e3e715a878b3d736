"""What `./portal` does before the server starts, in one Django process: migrations, static files, the demo world.

Run as `python -m ehoks_portal.prepare [--migrate-only]`. Whatever is there already costs next to nothing.
"""

import hashlib
import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor


def migrate():
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        print(f"Migrating the database ({len(plan)} migrations) …", flush=True)
        call_command("migrate", interactive=False, verbosity=0)
        call_command("rotate_lokit", verbosity=0)


def collect_static():
    """Collect and compress the static files when any of them, or any package, has changed since the last time."""
    stamp = settings.BASE_DIR / "var" / "static.stamp"
    wanted = _static_fingerprint()
    collected = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if collected.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    print("Collecting static files …", flush=True)
    call_command("collectstatic", interactive=False, clear=collected.exists(), verbosity=0)
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(wanted)


def _static_fingerprint() -> str:
    digest = hashlib.sha256(f"{settings.STATIC_ROOT}\n".encode())
    digest.update((settings.BASE_DIR / "requirements.txt").read_bytes())
    for directory in settings.STATICFILES_DIRS:
        for path in sorted(Path(directory).rglob("*")):
            state = path.stat()
            digest.update(f"{path.relative_to(directory)} {state.st_size} {state.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def make_demo_world():
    """Fill a demo's database once: only one that has neither learners nor users, so that nobody's data is touched."""
    from accounts.models import User
    from hoks.models import Oppija

    if settings.DEMO and not (Oppija.objects.exists() or User.objects.exists()):
        print("Making the demo world …", flush=True)
        call_command("reset_demo", verbosity=0)


def main(arguments):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ehoks_portal.settings")
    # Without the pool a database that isn't there says so at once.
    os.environ["DATABASE_POOL"] = "false"
    django.setup()
    try:
        connection.ensure_connection()
    except OperationalError as error:
        sys.exit(f"The database of DATABASE_URL does not answer: {error}")
    migrate()
    if "--migrate-only" not in arguments:
        collect_static()
        make_demo_world()


if __name__ == "__main__":
    main(sys.argv[1:])
