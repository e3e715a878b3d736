"""Documents that may be anything: valid plans with a few changes that nobody would make on purpose."""

import copy
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

Place = tuple[Any, str | int]

ODD_VALUES: list[Any] = [
    None,
    True,
    0,
    -1,
    1.5,
    4.0,
    2**31,
    -(2**63) - 1,
    10**40,
    -1e300,
    1e300,
    "",
    " ",
    "4",
    "a\0b",
    "\ud800",
    "\u202e" * 30,
    "2024-02-30",
    "2024-01-01\n",
    "0000-00-00",
    "+10000-01-01",
    "2024-01-01T00:00:00Z",
    "9999-12-31",
    "0001-01-01",
    "1.2.246.562.15.41014330544",
    "1.2.246.562.15.99999999990",
    "1.2.246.562.24.99999999990",
    "osaamisenhankkimistapa_oppisopimus",
    "osaamisenhankkimistapa_koulutussopimus",
    "ammatillinenkoulutusoppimisentuentyyppi_01",
    "x" * 30_000,
    [],
    [[]],
    [None],
    {},
    {"": {}},
    {"alku": "2024-01-01"},
    [{"alku": "2024-01-01"}, {"alku": "2024-01-01", "loppu": None}],
]
ODD_KEYS = ["", "kesto", "__proto__", "a/b~c", "_key", "module-id", "id", "alku", "loppu", "\u202e", "x" * 300]


# Values that are wrong in most places and right in some. Made once: making strategies costs more than drawing.
odd_values: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from(ODD_VALUES),
    st.sampled_from(ODD_VALUES),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab-/~", max_size=3), inner, max_size=3),
        max_leaves=4,
    ),
).map(copy.deepcopy)
changes = st.sampled_from(["replace", "replace", "remove", "repeat", "swap", "add"])
odd_keys = st.sampled_from(ODD_KEYS)
counts = st.integers(1, 4)


def places(value: Any) -> Iterator[Place]:
    """Every (container, key or index) of the document."""
    members = list(value.items()) if isinstance(value, dict) else list(enumerate(value))
    for key, item in members:
        yield value, key
        if isinstance(item, dict | list):
            yield from places(item)


@st.composite
def mutated(draw, document: Any) -> Any:
    """The document after one to four changes, any of which may leave it valid."""
    document = copy.deepcopy(document)
    for _change in range(draw(counts)):
        where = list(places(document))
        if not where:
            return draw(odd_values)
        container, key = where[draw(st.integers(0, len(where) - 1))]
        match draw(changes):
            case "replace":
                container[key] = draw(odd_values)
            case "remove":
                del container[key]
            case "repeat" if isinstance(container, list):
                container.append(copy.deepcopy(container[key]))
            case "swap":
                other, its = where[draw(st.integers(0, len(where) - 1))]
                container[key] = copy.deepcopy(other[its])
            case _ if isinstance(container, dict):
                container[draw(odd_keys)] = draw(odd_values)
    return document
