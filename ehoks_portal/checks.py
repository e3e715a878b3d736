"""What `./portal check` asks of the project besides ruff and mypy, in one Django process.

Run as `python -m ehoks_portal.checks`; prints what is wrong and ends with status 1 when anything is.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import django
from django.conf import settings
from django.core.management import CommandError, call_command
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import get_template

LANGUAGES = ("sv", "en")


def system_problems() -> Iterator[str]:
    try:
        call_command("check", fail_level="WARNING", databases=["default"])
    except CommandError as error:
        yield str(error)


def migration_problems() -> Iterator[str]:
    try:
        call_command("makemigrations", check_changes=True, dry_run=True)
    except SystemExit:
        yield "A model has changes without a migration: run ./portal manage makemigrations."


def template_problems() -> Iterator[str]:
    """Every template of ours compiles, with all that it extends by name and all its tags."""
    directory = settings.BASE_DIR / "templates"
    for path in sorted(directory.rglob("*")):
        if path.suffix in {".html", ".txt", ".svg", ".xml"}:
            try:
                get_template(str(path.relative_to(directory)))
            except (TemplateSyntaxError, TemplateDoesNotExist) as error:
                yield f"{path.relative_to(settings.BASE_DIR)}: {error}"


def translation_problems() -> Iterator[str]:
    """The texts can be extracted, and what is translated compiles. Needs the gettext programs; without them says so."""
    if not (shutil.which("xgettext") and shutil.which("msgfmt")):
        print("Translations are not checked, for the gettext programs are missing (apt-get install gettext).")
        return
    with tempfile.TemporaryDirectory() as directory:
        copy = Path(directory, "checkout")
        # makemessages writes beside the source, so it gets a copy of it.
        shutil.copytree(settings.BASE_DIR, copy, ignore=shutil.ignore_patterns("var", "tests", "docs", "static", ".*"))
        (copy / "locale").mkdir(exist_ok=True)
        command = [sys.executable, "manage.py", "makemessages", "--verbosity", "0", "--no-location"]
        for language in LANGUAGES:
            command += ["--locale", language]
        extracted = subprocess.run(command, cwd=copy, capture_output=True, text=True)
        if extracted.returncode or extracted.stderr.strip():
            yield f"Extracting the texts: {extracted.stderr.strip()}"
        for catalogue in sorted((copy / "locale").rglob("*.po")):
            compiled = subprocess.run(
                ["msgfmt", "--check-format", "--output-file", os.devnull, catalogue], capture_output=True, text=True
            )
            if compiled.returncode:
                yield compiled.stderr.strip()


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ehoks_portal.settings")
    django.setup()
    failed = 0
    for check in (system_problems, migration_problems, template_problems, translation_problems):
        for problem in check():
            print(problem, flush=True)
            failed = 1
    return failed


if __name__ == "__main__":
    sys.exit(main())
