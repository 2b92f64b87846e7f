"""The part of OData's query language that the CBS service understands: $filter and $select."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Collection
from typing import Any

from tests.standin.tables import Row

Value = Callable[[Row], Any]

_TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<number>-?\d+(?:\.\d+)?)"
    r"|(?P<name>[A-Za-z_]\w*)|(?P<mark>[(),]))"
)
_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "gt": operator.gt,
    "ge": operator.ge,
    "lt": operator.lt,
    "le": operator.le,
}
_FUNCTIONS: dict[str, tuple[int, Callable[..., Any]]] = {
    "substringof": (2, lambda part, whole: part in (whole or "")),
    "startswith": (2, lambda whole, part: (whole or "").startswith(part)),
    "endswith": (2, lambda whole, part: (whole or "").endswith(part)),
    "trim": (1, lambda text: (text or "").strip()),
    "tolower": (1, lambda text: (text or "").lower()),
    "substring": (3, lambda text, start, length: (text or "")[int(start) : int(start + length)]),
    "length": (1, lambda text: len(text or "")),
}
_LITERALS: dict[str, Any] = {"true": True, "false": False, "null": None}


class QueryError(Exception):
    """A query that the service refuses."""


def chosen(select: str, columns: Collection[str]) -> list[str]:
    """Read $select; QueryError for a column that is not there."""
    names = [name.strip() for name in select.split(",") if name.strip()]
    for name in names:
        _known(name, columns)
    return names


def condition(text: str, columns: Collection[str]) -> Callable[[Row], bool]:
    """Read $filter; QueryError for what it does not understand or a column that is not there.

    Texts are compared to the letter, padding included: that is why the CBS finds nothing for
    `RegioS eq 'NL01'`.
    """
    reader = _Reader(_tokens(text), columns)
    value = reader.either()
    if reader.ahead is not None:
        raise QueryError(f"Syntax error at '{reader.ahead}' in '{text}'.")
    return lambda row: bool(value(row))


def _tokens(text: str) -> list[str]:
    tokens: list[str] = []
    place = 0
    while text[place:].strip():
        match = _TOKEN.match(text, place)
        if match is None:
            raise QueryError(f"Syntax error at position {place} in '{text}'.")
        tokens.append(match.group(match.lastgroup or 0))
        place = match.end()
    return tokens


def _known(name: str, columns: Collection[str]) -> None:
    if name not in columns:
        raise QueryError(f"Could not find a property named '{name}' on the type of this resource.")


class _Reader:
    """Reads tokens from left to right: or, and, not, comparisons, operands."""

    def __init__(self, tokens: list[str], columns: Collection[str]) -> None:
        self._tokens = tokens
        self._columns = columns
        self._place = 0

    @property
    def ahead(self) -> str | None:
        return self._tokens[self._place] if self._place < len(self._tokens) else None

    def either(self) -> Value:
        parts = [self._both()]
        while self._take("or"):
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else lambda row: any(part(row) for part in parts)

    def _both(self) -> Value:
        parts = [self._negated()]
        while self._take("and"):
            parts.append(self._negated())
        return parts[0] if len(parts) == 1 else lambda row: all(part(row) for part in parts)

    def _negated(self) -> Value:
        if self._take("not"):
            inner = self._negated()
            return lambda row: not inner(row)
        return self._comparison()

    def _comparison(self) -> Value:
        left = self._operand()
        if self.ahead not in _COMPARISONS:
            return left
        word = self._next()
        compare, right = _COMPARISONS[word], self._operand()

        def compared(row: Row) -> bool:
            this, other = left(row), right(row)
            if word not in ("eq", "ne") and (this is None or other is None):
                return False
            try:
                return compare(this, other)
            except TypeError:
                raise QueryError("A binary operator with incompatible types was found.") from None

        return compared

    def _operand(self) -> Value:
        token = self._next()
        if token == "(":
            inner = self.either()
            self._expect(")")
            return inner
        if token.startswith("'"):
            text = token[1:-1].replace("''", "'")
            return lambda _: text
        if token[0].isdigit() or token[0] == "-":
            number = float(token)
            return lambda _: number
        if token in _LITERALS:
            literal = _LITERALS[token]
            return lambda _: literal
        if self.ahead == "(":
            return self._call(token)
        if not token[0].isalpha() and token[0] != "_":
            raise QueryError(f"Syntax error at '{token}'.")
        _known(token, self._columns)
        return lambda row: row.get(token)

    def _call(self, name: str) -> Value:
        if name not in _FUNCTIONS:
            raise QueryError(f"An unknown function with name '{name}' was found.")
        count, function = _FUNCTIONS[name]
        self._expect("(")
        operands = [self.either()]
        while self._take(","):
            operands.append(self.either())
        self._expect(")")
        if len(operands) != count:
            raise QueryError(f"No function signature for '{name}' matches the specified arguments.")
        return lambda row: function(*(operand(row) for operand in operands))

    def _next(self) -> str:
        token = self.ahead
        if token is None:
            raise QueryError("Expression expected, but the filter ends.")
        self._place += 1
        return token

    def _take(self, token: str) -> bool:
        if self.ahead == token:
            self._place += 1
            return True
        return False

    def _expect(self, token: str) -> None:
        if not self._take(token):
            raise QueryError(f"'{token}' expected, but found '{self.ahead}'.")
