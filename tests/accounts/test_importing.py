"""Reading record files: every form, every break, nothing good lost."""

import json

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts import importing
from accounts.importing import ImportCommand, Outcome, iterate_records, unstorable_text

RECORDS = [{"a": 1}, {"ä": ["]", "}", '"', {"x": None}]}, {"luku": 1.5e3, "teksti": "rivi\nrivi,"}]


@pytest.fixture
def read(tmp_path):
    def read(content):
        path = tmp_path / "tietueet.json"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return list(iterate_records(path))

    return read


def values(records):
    records = list(records)
    assert not any(record.problem for record in records)
    return [record.value for record in records]


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("chunk", [1, 2, 7, 1 << 16])
def test_list_is_read_whole_at_any_chunk(read, monkeypatch, indent, chunk):
    monkeypatch.setattr(importing, "CHUNK", chunk)
    assert values(read(json.dumps(RECORDS, indent=indent, ensure_ascii=False))) == RECORDS
    assert values(read("  [ 12 , 123,1.5, true ]\n ")) == [12, 123, 1.5, True]
    assert values(read("[]")) == []


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=5), max_size=5),
    st.integers(1, 9),
)
def test_any_list_comes_back(tmp_path_factory, records, chunk):
    path = tmp_path_factory.mktemp("tietueet") / "lista.json"
    path.write_text(json.dumps(records))
    before, importing.CHUNK = importing.CHUNK, chunk
    try:
        assert values(iterate_records(path)) == records
    finally:
        importing.CHUNK = before


def test_one_object_and_lines(read):
    assert values(read(json.dumps(RECORDS[1]))) == [RECORDS[1]]
    assert values(read(json.dumps(RECORDS[1], indent=2))) == [RECORDS[1]]
    assert values(read("\n\n".join(json.dumps(record) for record in RECORDS) + "\n")) == RECORDS
    assert values(read(b"\xef\xbb\xbf" + json.dumps(RECORDS).encode())) == RECORDS
    assert values(read(b"\xef\xbb\xbf" + json.dumps(RECORDS[1], indent=1).encode())) == [RECORDS[1]]
    assert values(read("")) == values(read(" \n ")) == []


def test_line_that_cannot_be_read_costs_only_itself(read):
    records = read('{"a": 1}\n{"a": \n\n{"a": NaN}\n{"a": 2}\n')
    assert [record.value for record in records] == [{"a": 1}, None, None, {"a": 2}]
    assert [record.line for record in records] == [1, 2, 4, 5]
    assert [bool(record.problem) for record in records] == [False, True, True, False]
    assert str(records[1]).endswith("tietueet.json, rivi 2")


def test_first_line_that_cannot_be_read_costs_only_itself(read):
    records = read('{"a": \n{"a": 2}\n{"a": 3}')
    assert [record.value for record in records] == [None, {"a": 2}, {"a": 3}]


@pytest.mark.parametrize(
    ("content", "good"),
    [
        ('[{"a": 1}, {"a": }, {"a": 3}]', 1),
        ('[{"a": 1} {"a": 2}]', 1),
        ('[{"a": 1}, {"a": 2}', 2),
        ('[{"a": 1}, ', 1),
        ('[{"a": 1},]', 1),
        ('[,{"a": 1}]', 0),
        ('[{"a": 1}]]', 1),
        ('[{"a": Infinity}]', 0),
        ("[", 0),
        ("{", 0),
        ("roskaa", 0),
        ("[" * 100_000, 0),
        (b'[{"a": "\xff"}]', 0),
    ],
)
def test_break_is_told_once_after_what_was_good(read, content, good):
    records = read(content)
    assert [bool(record.problem) for record in records] == [False] * good + [True]


def test_missing_file_is_told(tmp_path):
    (record,) = iterate_records(tmp_path / "ei-ole.json")
    assert "ei voi lukea" in record.problem


def test_long_list_is_streamed(tmp_path):
    path = tmp_path / "pitka.json"
    path.write_text("[" + ",\n".join(json.dumps({"n": n, "x": "y" * 500}) for n in range(5000)) + "] roskaa")
    seen = iterate_records(path)
    assert next(seen).value["n"] == 0
    assert sum(not record.problem for record in seen) == 4999


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ({"a": ["ok", "x\x00"]}, "/a/1"),
        ({"a": {"b": "\ud800"}}, "/a/b"),
        ({"a": {"x\x00": 1}}, "/a"),
        ({"x\x00": 1}, "/"),
        ({"a": {"x\ud800": 1}}, "/a"),
        ({"a": ["😀", 1, None, True, 1.5]}, None),
    ],
)
def test_text_that_the_database_cannot_hold_is_found(value, path):
    assert unstorable_text(value) == path


class Interrupted(ImportCommand):
    """Stores one record; then somebody presses Ctrl-C."""

    stored = 0

    def import_record(self, value: dict) -> Outcome:
        if self.stored:
            raise KeyboardInterrupt
        self.stored += 1
        return Outcome.CREATED


def test_ctrl_c_tells_how_far_it_came(db, tmp_path):
    path = tmp_path / "records.json"
    path.write_text("[{}, {}, {}]")
    with pytest.raises(CommandError, match=r"Keskeytetty\. Luotu 1,") as ended:
        call_command(Interrupted(), str(path))
    assert ended.value.returncode == 130
