"""Habits of the codebase that a review would otherwise have to watch."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = [
    path
    for app in ("accounts", "hoks", "ehoks_portal")
    for path in (ROOT / app).rglob("*.py")
    if "migrations" not in path.parts
]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PLAN_MODELS = {
    "Hoks",
    "TutkinnonOsa",
    "OsaamisenHankkimistapa",
    "OsaamisenOsoittaminen",
    "HankittavaKoulutuksenOsa",
    "OppimisenTuki",
    "OpiskeluvalmiuksiaTukevatOpinnot",
    "HoksVersio",
}
WRITES = {"save", "create", "bulk_create", "update", "bulk_update", "delete", "get_or_create", "update_or_create"}
# The one writer, its saver, and the one function that erases contact details everywhere.
WRITERS = {"hoks/services.py", "hoks/plan/saving.py", "hoks/contact_details.py"}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def plan_writes(tree: ast.AST) -> list[int]:
    """Lines that call a writing method on a plan model's manager, or on a new instance of one."""
    found = []
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES):
            continue
        names = {item.id for item in ast.walk(node.func.value) if isinstance(item, ast.Name)}
        names |= {item.attr for item in ast.walk(node.func.value) if isinstance(item, ast.Attribute)}
        if names & PLAN_MODELS or (names & {"hoks", "plan_hoks"} and not names & {"services"}):
            found.append(node.lineno)
    return found


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_only_the_one_door_writes_plans(path):
    if name_of(path) in WRITERS or name_of(path).startswith("hoks/models/"):
        return
    assert plan_writes(ast.parse(path.read_text())) == []


def test_the_guard_sees_a_write():
    assert plan_writes(ast.parse("Hoks.objects.filter(pk=1).update(versio=2)")) == [1]
    assert plan_writes(ast.parse("hoks.save()")) == [1]
    assert plan_writes(ast.parse("services.delete_hoks(hoks)")) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_templates_hold_no_inline_script_style_or_handler(path):
    text = path.read_text()
    assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son[a-z]+=", text)
    assert not re.search(r"(?:src|href)=[\"']https?://[^\"']+\.(?:js|css)", text)
    assert "|safe" not in text and "autoescape off" not in text


def test_no_dumping_grounds():
    assert not [name_of(path) for path in SOURCES if path.stem in ("utils", "helpers", "common", "misc")]


def test_rules_and_contract_know_no_orm_and_no_clock():
    for path in [*(ROOT / "hoks" / "rules").rglob("*.py"), *(ROOT / "hoks" / "contract").glob("*.py")]:
        text = path.read_text()
        assert ".objects" not in text and "today()" not in text and "now()" not in text, name_of(path)
