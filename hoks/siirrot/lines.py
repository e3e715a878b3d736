"""On which line of a JSON text its values stand."""

import json
import re
from collections.abc import Iterable

# A string, a mark of structure, or any other value; what is between them says nothing.
TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+', re.DOTALL)


def lines(text: str, paths: Iterable[tuple]) -> dict[tuple, int]:
    """Line, from 1, where the value at each path begins; of a missing value, where the nearest one around it does.

    The text is one that the interface's reader accepted.
    """
    wanted = {path[:length] for path in paths for length in range(len(path) + 1)}
    found: dict[tuple, int] = {}
    steps: list[str | int] = []
    # A key is followed by a colon: until then it is the latest string.
    key, line, seen = "", 1, 0
    value_next = True
    for match in TOKEN.finditer(text):
        line += text.count("\n", seen, match.start())
        seen, token = match.start(), match.group()
        if token == ":":
            steps[-1], value_next = key, True
        elif token == ",":
            last = steps[-1]
            value_next = isinstance(last, int)
            if isinstance(last, int):
                steps[-1] = last + 1
        elif token in "}]":
            steps.pop()
            value_next = False
        elif not value_next:
            key = json.loads(token)
        else:
            path = tuple(steps)
            if path in wanted:
                found.setdefault(path, line)
            if token in "{[":
                steps.append("" if token == "{" else 0)
            value_next = token == "["
    return {path: _nearest(path, found) for path in paths}


def _nearest(path: tuple, found: dict[tuple, int]) -> int:
    while path not in found and path:
        path = path[:-1]
    return found.get(path, 1)
