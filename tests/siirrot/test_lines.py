"""Lines of a JSON text."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoks.siirrot.lines import lines

TEXT = r"""{
  "a": 1,
  "lista": [
    {"x": "rivi\n \"]}", "y": {}},
    [],
    {
      "z": null}
  ], "loppu": "
"}"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 1),
        (("a",), 2),
        (("lista",), 3),
        (("lista", 0, "x"), 4),
        (("lista", 0, "y"), 4),
        (("lista", 1), 5),
        (("lista", 2, "z"), 7),
        (("lista", 2, "puuttuu"), 6),
        (("lista", 7, "x"), 3),
        (("loppu",), 8),
        (("outo", "polku"), 1),
    ],
)
def test_line_where_the_value_begins(path, line):
    assert lines(TEXT, [path]) == {path: line}


def paths(value, above=()):
    yield above
    if isinstance(value, dict | list):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for step, item in pairs:
            yield from paths(item, (*above, step))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda items: st.lists(items, max_size=4) | st.dictionaries(st.text(), items, max_size=4),
    max_leaves=12,
)


@given(JSON)
def test_every_value_of_any_document_is_found_in_order(value):
    """Indented text has a value a line: no two siblings share one, and a value is below what it is in."""
    wanted = list(paths(value))
    found = lines(json.dumps(value, indent=1), wanted)
    assert [found[path] for path in wanted] == sorted(found[path] for path in wanted)
    assert len(set(found.values())) == len(wanted)
