"""The bootstrap script and the files it goes by; what it installs and starts is tried by .ci/run as a whole."""

import ast
import datetime as dt
import fcntl
import importlib.util
import os
import re
import shutil
import socket
import subprocess
import sys
from importlib.machinery import SourceFileLoader

import pytest
from django.conf import settings

from ehoks_portal import environment
from hoks.demo import world

ROOT = settings.BASE_DIR
SCRIPT = ROOT / "portal"


@pytest.fixture(scope="module")
def portal():
    """The script as a module."""
    loader = SourceFileLoader("portal", str(SCRIPT))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("portal", loader))
    loader.exec_module(module)
    return module


@pytest.fixture
def checkout(tmp_path):
    """A checkout with nothing in it but the script and what it imports."""
    shutil.copy(SCRIPT, tmp_path)
    (tmp_path / "ehoks_portal").mkdir()
    for name in ("__init__.py", "embedded.py", "environment.py", "processes.py"):
        shutil.copy(ROOT / "ehoks_portal" / name, tmp_path / "ehoks_portal")
    (tmp_path / "var").mkdir()
    return tmp_path


def run(directory, *arguments, **env):
    environment = {name: value for name, value in os.environ.items() if name not in ("PORT", "CI")}
    return subprocess.run(
        [sys.executable, directory / "portal", *arguments],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        env=environment | env,
        timeout=20,
    )


# --- The command line -----------------------------------------------------------------------


def test_help_names_every_command(checkout):
    done = run(checkout, "--help")
    assert done.returncode == 0
    assert {"test", "manage", "check", "fix", "bench"} <= set(re.findall(r"\./portal (\w+)", done.stdout))


def test_unknown_command_is_refused(checkout):
    done = run(checkout, "serve")
    assert done.returncode == 2
    assert "'serve'" in done.stderr


def test_second_start_says_that_one_runs(checkout):
    with (checkout / "var" / "server.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write("http://127.0.0.1:8000, process 17")
        lock.flush()
        done = run(checkout)
    assert done.returncode == 1
    assert done.stderr == (
        "./portal: the portal of this checkout is running already (http://127.0.0.1:8000, process 17).\n"
    )


def test_taken_port_is_said_before_anything_is_installed(checkout):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = run(checkout, PORT=port)
    assert done.returncode == 1
    assert f"port {port} is taken" in done.stderr
    assert not (checkout / ".venv").exists()


@pytest.mark.parametrize("port", ["x", "-1", "65536", "8000.0", "²"])
def test_impossible_port_is_refused(portal, monkeypatch, port):
    monkeypatch.setenv("PORT", port)
    with pytest.raises(portal.Failure, match="PORT must be a number"):
        portal.listen()


def test_port_zero_is_any_free_port(portal, monkeypatch):
    monkeypatch.setenv("PORT", "0")
    with portal.listen() as listener:
        assert listener.getsockname()[1] > 0


def test_old_python_is_told_so_in_a_sentence():
    script = (
        "import runpy, shutil, sys; sys.version_info = (3, 9, 2); shutil.which = lambda name: None;"
        f"runpy.run_path({str(SCRIPT)!r}, run_name='__main__')"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr == "./portal needs Python 3.11 or newer; this is Python 3.9.\n"


def test_script_parses_on_pythons_too_old_for_it():
    ast.parse(SCRIPT.read_text(), feature_version=(3, 6))


def test_checkout_whose_path_holds_a_colon_has_its_environment_elsewhere(monkeypatch):
    assert environment.virtual_environment() == ROOT / ".venv"
    monkeypatch.setattr(environment, "ROOT", ROOT / "a:b")
    assert ":" not in str(environment.virtual_environment())


# --- The environment ------------------------------------------------------------------------


def test_dotenv_is_read_and_the_environment_wins(monkeypatch, tmp_path):
    (tmp_path / ".env").write_text(
        "# a comment\n#DEMO=x\nexport PORT=1\nDATABASE_URL='postgresql:///a?host=/b'\nCI=2\n"
    )
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(os, "environ", {"CI": "true"})
    environment.read_dotenv()
    assert os.environ == {"CI": "true", "PORT": "1", "DATABASE_URL": "postgresql:///a?host=/b"}


def test_secret_key_is_made_once_and_kept_private(monkeypatch, tmp_path):
    monkeypatch.setattr(environment, "VAR", tmp_path)
    key = environment.secret_key()
    assert len(key) >= 50
    assert environment.secret_key() == key
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


def test_given_database_starts_nothing_embedded(portal, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql:///somewhere")
    with portal.database() as cluster:
        assert cluster is None
        assert os.environ["DATABASE_URL"] == "postgresql:///somewhere"


def test_env_example_lists_what_the_settings_read():
    tree = ast.parse((ROOT / "ehoks_portal" / "settings.py").read_text())
    read = {
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "env"
    }
    listed = re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    assert sorted(listed) == sorted(read | {"PORT"})


def test_demo_accounts_are_those_of_the_demo_world(portal):
    usernames = {user["username"] for user in world.demo_world(dt.date(2026, 8, 1)).kayttajat}
    assert portal.DEMO_ACCOUNTS.keys() <= usernames
    assert portal.DEMO_PASSWORD == world.PASSWORD


# --- The lock files -------------------------------------------------------------------------


def pins(name):
    """The lock file's pins as {package: version}."""
    return dict(re.findall(r"^([\w.-]+)==([^\s;]+)", (ROOT / name).read_text(), re.MULTILINE))


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "requirements-embedded.txt"])
def test_every_requirement_is_hashed(name):
    text = (ROOT / name).read_text()
    entries = re.findall(r"^[\w.-]+==.*(?:\n    --hash=sha256:[0-9a-f]{64}.*)+", text, re.MULTILINE)
    assert len(entries) == len(pins(name)) > 0


@pytest.mark.parametrize("path", sorted(ROOT.glob("requirements*")), ids=lambda path: path.name)
def test_requirements_name_no_registry(path):
    assert not re.search(r"https?:|--(extra-)?index-url", path.read_text())


def test_both_lock_files_agree():
    runtime, development = pins("requirements.txt"), pins("requirements-dev.txt")
    assert {name: development[name] for name in runtime.keys() & development} == {
        name: runtime[name] for name in runtime.keys() & development
    }
