"""The embedded PostgreSQL: who starts it, who stops it, and what it survives."""

import os
import re
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

from ehoks_portal import embedded


@pytest.fixture
def checkout(monkeypatch):
    """An empty checkout whose path is open to all, and so is where its runtime directory would be."""
    directory = Path(tempfile.mkdtemp(prefix="ehoks test "))
    directory.chmod(0o755)
    (directory / "runtime").mkdir()
    monkeypatch.setattr(embedded, "REACHABLE_PARENTS", (directory / "runtime",))
    yield directory
    shutil.rmtree(directory)


@pytest.fixture
def cluster(checkout):
    return make(checkout)


def make(checkout, name="test", say=lambda text: None, **options):
    return embedded.Cluster(checkout, Path(sys.prefix), name, say=say, **options)


def ask(cluster, query):
    with psycopg.connect(cluster.url) as connection:
        return connection.execute(query).fetchone()[0]


def is_running(cluster):
    return cluster._answers()


def test_last_one_out_stops_it(cluster, checkout):
    with cluster:
        with make(checkout) as second:
            assert ask(second, "SELECT 1") == 1
        assert ask(cluster, "SELECT 1") == 1
    assert not is_running(cluster)
    assert not (cluster.data / "postmaster.pid").exists()


def test_data_stay_unless_fresh(cluster, checkout):
    with cluster, psycopg.connect(cluster.url) as connection:
        connection.execute("CREATE TABLE kept (id int)")
    with make(checkout) as again:
        assert ask(again, "SELECT count(*) FROM kept") == 0
    with make(checkout, fresh=True) as fresh:
        assert ask(fresh, "SELECT to_regclass('kept')") is None
        with make(checkout, fresh=True):
            assert is_running(fresh)


def test_only_a_socket_that_nobody_else_reaches(cluster):
    with cluster:
        assert ask(cluster, "SHOW listen_addresses") == ""
        assert cluster.sockets.stat().st_mode & 0o777 == 0o700
        assert cluster.data.stat().st_mode & 0o077 == 0
        with pytest.raises(psycopg.OperationalError, match="Peer authentication failed"):
            psycopg.connect(cluster.url.replace("ehoks@", "somebody@"))


def test_finnish_letters_have_case_and_extensions_are_there(cluster):
    with cluster, psycopg.connect(cluster.url) as connection:
        assert connection.execute("SELECT lower('ÅÄÖ'), 'Äiti' ILIKE 'äITI'").fetchone() == ("åäö", True)
        for extension in ("pg_trgm", "btree_gin"):
            connection.execute(f"CREATE EXTENSION {extension}")


def test_killed_server_is_revived(cluster):
    with cluster:
        assert not cluster.revive()
        os.kill(int((cluster.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
        deadline = time.monotonic() + 5
        while is_running(cluster) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert cluster.revive()
        assert ask(cluster, "SELECT 1") == 1


def test_lock_of_another_program_is_no_obstacle(cluster, checkout):
    with cluster:
        lock = (cluster.data / "postmaster.pid").read_text()
    (cluster.data / "postmaster.pid").write_text(re.sub(r"^\d+", str(os.getpid()), lock))
    with make(checkout) as again:
        assert ask(again, "SELECT 1") == 1


def test_long_path_has_its_socket_elsewhere(checkout):
    deep = checkout / ("a" * 100) / ("b" * 100)
    deep.mkdir(parents=True)
    with make(deep) as cluster:
        assert ask(cluster, "SELECT 1") == 1
        assert str(cluster.sockets).startswith("/tmp/ehoks-test-")
    assert not cluster.sockets.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as somebody else")
def test_closed_parent_moves_the_files_and_says_where(checkout):
    closed = checkout / "closed"
    closed.mkdir(mode=0o700)
    said = []
    with make(closed, say=said.append) as cluster:
        assert ask(cluster, "SELECT 1") == 1
        assert cluster.home.parent == checkout / "runtime"
        assert cluster.data.stat().st_uid != 0
    [sentence] = said
    assert str(cluster.home) in sentence


def test_somebody_elses_directory_is_refused(checkout, cluster):
    elsewhere = checkout / "elsewhere"
    elsewhere.mkdir()
    cluster.base.symlink_to(elsewhere)
    with pytest.raises(embedded.Unavailable, match="belongs to somebody else"), cluster:
        pass


def test_no_postgresql_is_said_with_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setattr(embedded, "OLDEST_MAJOR", 99)
    with pytest.raises(embedded.Unavailable, match="Install PostgreSQL 99 or newer"):
        embedded.find_installation(tmp_path)
