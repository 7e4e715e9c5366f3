"""Facts about the cells of one row, each expressed twice by one value: as a formula of Excel and in Python.

`Kiểm tra` is calculated by the officer's program, but its result must also stand in the file (LibreOffice shows what is
stored); taking both from one value keeps them from drifting apart. Only functions of Excel 2010 that LibreOffice, WPS
and Google Sheets calculate alike are used.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from pipeline.forms.schema.schema import Typed

#: Address of each column's cell in the row, by column name: {"status": "$F9"}.
Addresses = Mapping[str, str]
#: What stands in the open cells of the row, by column name.
Values = Mapping[str, Typed]

#: What CLEAN drops, and the no-break space that pasting from Word brings.
_INVISIBLE = re.compile("[\x00-\x1f\u00a0]")


class Fact(Protocol):
    """Something that is true or false of a row."""

    def formula(self, cells: Addresses) -> str:
        """Return the fact as a formula without the equals sign."""
        ...

    def holds(self, values: Values) -> bool:
        """Return whether the fact is true of a row with these values."""
        ...


@dataclass(frozen=True, slots=True)
class Filled:
    """Something visible stands in a cell."""

    column: str

    def formula(self, cells: Addresses) -> str:
        """Return the fact as a formula."""
        return f"{visible_length(cells[self.column])}>0"

    def holds(self, values: Values) -> bool:
        """Return whether it is true of a row."""
        value = values.get(self.column)
        if isinstance(value, str):
            return bool(_INVISIBLE.sub("", value).strip(" "))
        return value is not None


@dataclass(frozen=True, slots=True)
class Missing:
    """Nothing visible stands in a cell."""

    column: str

    def formula(self, cells: Addresses) -> str:
        """Return the fact as a formula."""
        return f"{visible_length(cells[self.column])}=0"

    def holds(self, values: Values) -> bool:
        """Return whether it is true of a row."""
        return not Filled(self.column).holds(values)


@dataclass(frozen=True, slots=True)
class OneOf:
    """A cell holds one of some words; case and outer blanks do not matter, as in the comparison of Excel."""

    column: str
    words: tuple[str, ...]

    def formula(self, cells: Addresses) -> str:
        """Return the fact as a formula."""
        tests = [f"TRIM({cells[self.column]})={quoted(word)}" for word in self.words]
        return tests[0] if len(tests) == 1 else f"OR({','.join(tests)})"

    def holds(self, values: Values) -> bool:
        """Return whether it is true of a row."""
        value = values.get(self.column)
        if not isinstance(value, str):
            return False
        trimmed = " ".join(word for word in value.split(" ") if word).casefold()
        return any(trimmed == word.casefold() for word in self.words)


@dataclass(frozen=True, slots=True)
class NotANumber:
    """A cell that takes a number or a date holds text."""

    column: str

    def formula(self, cells: Addresses) -> str:
        """Return the fact as a formula."""
        return f"AND(ISTEXT({cells[self.column]}),{Filled(self.column).formula(cells)})"

    def holds(self, values: Values) -> bool:
        """Return whether it is true of a row."""
        return isinstance(values.get(self.column), str) and Filled(self.column).holds(values)


@dataclass(frozen=True, slots=True)
class Outside:
    """A number lies outside its bounds, or a date outside its days; either bound may be open."""

    column: str
    first: float | date | None
    last: float | date | None

    def formula(self, cells: Addresses) -> str:
        """Return the fact as a formula."""
        cell = cells[self.column]
        tests = [] if self.first is None else [f"{cell}<{_constant(self.first)}"]
        if isinstance(self.last, date):
            # an hour of the last day still belongs to it
            tests.append(f"{cell}>={_constant(self.last + timedelta(days=1))}")
        elif self.last is not None:
            tests.append(f"{cell}>{_constant(self.last)}")
        joined = tests[0] if len(tests) == 1 else f"OR({','.join(tests)})"
        return f"AND(ISNUMBER({cell}),{joined})"

    def holds(self, values: Values) -> bool:
        """Return whether it is true of a row."""
        value = values.get(self.column)
        if value is None or isinstance(value, str):
            return False
        number = _serial(value)
        below = self.first is not None and number < _serial(self.first)
        if isinstance(self.last, date):
            return below or number >= _serial(self.last) + 1
        return below or (self.last is not None and number > self.last)


@dataclass(frozen=True, slots=True)
class Before:
    """A date lies before the one in another cell."""

    column: str
    other: str

    def formula(self, cells: Addresses) -> str:
        """Return the fact as a formula."""
        cell, other = cells[self.column], cells[self.other]
        return f"AND(ISNUMBER({cell}),ISNUMBER({other}),{cell}<{other})"

    def holds(self, values: Values) -> bool:
        """Return whether it is true of a row."""
        value, other = values.get(self.column), values.get(self.other)
        return isinstance(value, date) and isinstance(other, date) and value < other


@dataclass(frozen=True, slots=True)
class Both:
    """Two facts hold together."""

    first: Fact
    second: Fact

    def formula(self, cells: Addresses) -> str:
        """Return the fact as a formula."""
        return f"AND({self.first.formula(cells)},{self.second.formula(cells)})"

    def holds(self, values: Values) -> bool:
        """Return whether it is true of a row."""
        return self.first.holds(values) and self.second.holds(values)


@dataclass(frozen=True, slots=True)
class Not:
    """A fact does not hold."""

    fact: Fact

    def formula(self, cells: Addresses) -> str:
        """Return the fact as a formula."""
        return f"NOT({self.fact.formula(cells)})"

    def holds(self, values: Values) -> bool:
        """Return whether it is true of a row."""
        return not self.fact.holds(values)


def visible_length(cells: str) -> str:
    """Return the formula of the number of visible characters of a cell; inside SUMPRODUCT, of each cell of a range."""
    return f'LEN(TRIM(CLEAN(SUBSTITUTE({cells},"\u00a0",""))))'


def quoted(text: str) -> str:
    """Return a text as a constant of a formula."""
    return '"' + text.replace('"', '""') + '"'


def _constant(bound: float | date) -> str:
    if isinstance(bound, date):
        return f"DATE({bound.year},{bound.month},{bound.day})"
    return f"{bound:.15g}"


def _serial(value: float | date) -> float:
    """Return a number as it is, a date as the number that Excel stores for it."""
    if isinstance(value, date):
        return float(value.toordinal() - date(1899, 12, 30).toordinal())
    return value
