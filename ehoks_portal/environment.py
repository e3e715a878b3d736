"""What `./portal` runs things in: environment variables, the virtual environment, system packages.

Standard library only: `portal` imports this before anything is installed.
"""

import contextlib
import hashlib
import importlib.util
import os
import secrets
import shutil
import subprocess
import sys
from pathlib import Path

from ehoks_portal import embedded
from ehoks_portal.processes import run_quietly

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
RUNTIME, DEVELOPMENT, EMBEDDED = "requirements.txt", "requirements-dev.txt", "requirements-embedded.txt"
TRUE = {"true", "on", "ok", "y", "yes", "1"}  # as django-environ reads them


class Failure(Exception):
    """The command can't go on; the message is a sentence for the terminal."""


def say(text):
    """A line for the terminal, at once: what follows may take a while."""
    print(text, flush=True)


def read_dotenv():
    """Take .env into the environment, as settings.py would: what is set already wins."""
    with contextlib.suppress(FileNotFoundError):
        for line in (ROOT / ".env").read_text().splitlines():
            name, separator, value = line.strip().removeprefix("export ").partition("=")
            if separator and not name.startswith("#"):
                os.environ.setdefault(name.strip(), value.strip().strip("'\""))


def is_demo():
    """Whether a demo is served: unless the environment says otherwise."""
    return os.environ.get("DEMO", "true").lower() in TRUE


def variables(**overrides):
    """The variables a child runs with: ./portal serves a demo over plain HTTP unless told otherwise."""
    os.environ.setdefault("DEMO", "true")
    os.environ.setdefault("HTTPS", "false")
    os.environ.setdefault("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
    if not os.environ.get("SECRET_KEY"):
        os.environ["SECRET_KEY"] = secret_key()
    return os.environ | overrides


def secret_key():
    """A key of this checkout's own, made when first needed."""
    path = VAR / "secret-key"
    with embedded.locked(VAR / "setup.lock"):
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(50))
        return path.read_text()


def virtual_environment():
    """Where it is: in the checkout, unless its path holds a colon, which Python's venv refuses."""
    if os.pathsep not in str(ROOT):
        return ROOT / ".venv"
    key = hashlib.sha256(str(ROOT).encode()).hexdigest()[:10]
    return Path.home() / ".cache" / f"ehoks-portal-{key}" / "venv"


def install(*locks):
    """Make the virtual environment hold what these lock files name; returns its Python."""
    venv = virtual_environment()
    python = venv / "bin" / "python"
    with embedded.locked(VAR / "setup.lock"):
        version = python_version(python)
        if version is None or not (venv / f"{RUNTIME}.installed").exists():
            create_venv(venv)
            version = python_version(python)
        for lock in locks:
            stamp = venv / f"{lock}.installed"
            wanted = f"{version} {hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()}"
            if stamp.exists() and stamp.read_text() == wanted:
                continue
            say(f"Installing {lock} …")
            # The lock is complete and every file hashed, so there are no dependencies to resolve.
            pip = [python, "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
            done = run_quietly([*pip, "--no-deps", "--require-hashes", "-r", ROOT / lock])
            if done.returncode:
                raise Failure(f"installing {lock} failed:\n{done.stdout}")
            stamp.write_text(wanted)
    return python


def python_version(python):
    """The version of a Python that works, else None."""
    script = "import sys; print('%d.%d' % sys.version_info[:2])"
    with contextlib.suppress(OSError, subprocess.CalledProcessError):
        return subprocess.run([python, "-c", script], capture_output=True, text=True, check=True).stdout.strip()
    return None


def create_venv(venv):
    """Make the virtual environment anew, whatever was there; raises Failure with what is missing."""
    say(f"Creating {venv} …")
    if importlib.util.find_spec("ensurepip") is None:
        # Debian keeps it in a package of its own.
        package = "python{}.{}-venv".format(*sys.version_info[:2])
        if not apt_install(package):
            raise Failure(f"this Python can't make virtual environments. Install {package}.")
    done = run_quietly([sys.executable, "-m", "venv", "--clear", venv])
    if done.returncode:
        raise Failure(f"creating {venv} failed:\n{done.stdout}")


def apt_install(*packages):
    """Install Debian packages when that is possible without asking; says whether it worked."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    say(f"Installing {' '.join(packages)} …")
    apt = ["apt-get", "-q", "-y"]
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in ([*apt, "update"], [*apt, "install", "--no-install-recommends", *packages]):
        done = run_quietly(command, env=env)
    if done.returncode:
        say(done.stdout)
    return done.returncode == 0
