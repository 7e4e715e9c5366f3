"""One raw cell to a typed value and its problems.

A value that differs in any way from what was typed carries a problem of severity `normalised`; a cell that cannot be
read carries exactly one error and is empty from here on.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import assert_never
from urllib.parse import unquote

from pipeline.campaign.past_dates import PastDates, Standing
from pipeline.forms.schema.schema import Column, ColumnKind, Typed
from pipeline.intake.formats.decoration import Decoration, OverlayKind
from pipeline.intake.tables.cells import RawCell, displayed, is_blank, shown_percentage
from pipeline.problems import Cell, Problem, problem
from pipeline.rules import LARGEST_NUMBER, Rule, Severity
from pipeline.text import clean_text
from pipeline.validation.error_words import is_error_word
from pipeline.validation.legacy_text import legacy_reading
from pipeline.validation.leniency import STRICT, Leniency
from pipeline.values import (
    How,
    date_text,
    number_text,
    parse_choice,
    parse_date,
    parse_number,
    parse_percent,
    swapped,
    visible_text,
    without_noise,
)
from pipeline.values import typed_text as as_typed


@dataclass(frozen=True, slots=True, kw_only=True)
class RowOwner:
    """Whose row a cell stands in: file, agency and task, and what is open to this agency."""

    file: str
    agency: str
    #: The code of its group.
    group: str = ""
    task: str | None = None
    #: Unit of the numbers of this row, the only words that may stand behind one.
    unit: str = ""
    #: Whether the numbers of this row are counted, never fractions.
    whole: bool = False
    #: Word of a closed list that is not open to this row, so that no hint offers it.
    not_offered: str | None = None
    #: The day of the mail that brought the file; None where none did.
    sent_on: date | None = None
    leniency: Leniency = STRICT

    def offered(self, column: Column) -> str:
        """Return the words of a column's list that are open to this row, as a hint shows them."""
        return ", ".join(word for word in column.allowed if word != self.not_offered)

    def problem(
        self,
        rule: Rule,
        *,
        cell: Cell | None,
        field: str,
        value: str | None,
        sheet: str | None = None,
        **parameters: object,
    ) -> Problem:
        """Return a problem of this row, of the severity that campaign and waivers leave it."""
        strict = problem(
            rule,
            file=self.file,
            agency=self.agency,
            cell=cell,
            sheet=sheet,
            task=self.task,
            field=field,
            value=value,
            **parameters,
        )
        return self.leniency.applied(strict)


@dataclass(frozen=True, slots=True)
class TypedCell:
    """The value of a cell, None where it is empty or cannot be used."""

    value: Typed = None
    problems: tuple[Problem, ...] = ()

    @property
    def refused(self) -> bool:
        """Return whether the value cannot be used."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)


_EMPTY = TypedCell()
_PICTURES = {OverlayKind.PICTURE: "hình", OverlayKind.DOCUMENT: "tệp nhúng"}
#: What may stand before an address without being typed: http://, mailto:.
_SCHEME = re.compile(r"^(?:https?://|mailto:|file:///?)", re.IGNORECASE)


def typed(raw: RawCell, column: Column, *, owner: RowOwner, past: PastDates) -> TypedCell:
    """Return the value of a cell by the kind of its column, with the problems that need no other cell."""
    if is_blank(raw):
        return _EMPTY
    # days of a column's own are judged with its other checks
    reading = _Reading(raw, column, owner, past.within(None, None) if column.own_days else past)
    value = _value(reading)
    return value if raw.decoration is None else reading.with_decoration(value, raw.decoration)


def _value(reading: "_Reading") -> TypedCell:
    """Return the value of a cell alone, whatever it shows besides."""
    raw = reading.raw
    if raw.value is None and raw.formula is None and raw.error is None:
        return _EMPTY
    if (error := _error_value(raw)) is not None:
        return reading.refusal(Rule.ERROR_VALUE, value=error)
    if raw.formula is None:
        return reading.outcome()
    if raw.value is None or raw.value == "":
        return reading.refusal(Rule.FORMULA_WITHOUT_VALUE, value=raw.formula, formula=raw.formula)
    stored = reading.outcome()
    if stored.refused:
        return stored
    quoted = reading.problem(Rule.FORMULA, value=raw.formula, formula=raw.formula)
    return TypedCell(stored.value, (quoted, *stored.problems))


@dataclass(frozen=True, slots=True)
class _Reading:
    """One cell being read."""

    raw: RawCell
    column: Column
    owner: RowOwner
    past: PastDates

    def problem(self, rule: Rule, *, value: str | None = None, **parameters: object) -> Problem:
        quoted = shown_text(self.raw) if value is None else value
        cell = self.raw.cell
        parameters = {"example": date_text(self.past.example), **parameters}
        return self.owner.problem(
            rule, cell=cell, sheet=cell.sheet, field=self.column.title, value=quoted, **parameters
        )

    def refusal(self, rule: Rule, *, value: str | None = None, usable: Typed = None, **parameters: object) -> TypedCell:
        """Return a cell that is not used, or used all the same where the rule is only a warning."""
        problem = self.problem(rule, value=value, **parameters)
        return TypedCell(None if problem.severity is Severity.ERROR else usable, (problem,))

    def normalised(self, read_as: Typed, rule: Rule, **parameters: object) -> TypedCell:
        return TypedCell(read_as, (self.problem(rule, value=None, **parameters),))

    def outcome(self) -> TypedCell:
        """Return the value by the column's kind."""
        if self.column.allowed:
            return self._choice()
        match self.column.kind:
            case ColumnKind.TEXT:
                return self._text()
            case ColumnKind.NUMBER:
                return self._number()
            case ColumnKind.DATE:
                return self._date()
            case _:
                assert_never(self.column.kind)

    def with_decoration(self, cell: TypedCell, decoration: Decoration) -> TypedCell:
        """Return a value with what is to be said of the things that its cell shows besides it."""
        value, problems = cell.value, list(cell.problems)
        if decoration.picture is not None:
            kind = _PICTURES[decoration.picture]
            problems.append(self.problem(Rule.PICTURE, kind=kind))
            if value is None and not cell.refused and self.column.picture_counts:
                value = f"(có {kind}, không đọc được)"
        text = shown_text(self.raw)
        struck = (clean_text(text),) if decoration.all_struck else decoration.struck
        if any(struck):
            problems.append(self.problem(Rule.STRUCK_THROUGH, words="», «".join(map(clean_text, struck))))
        link = clean_text(decoration.link)
        if isinstance(value, str) and link and not self.column.allowed and not _names_link(value, link):
            value = f"{value} ({link})"
            problems.append(self.problem(Rule.LINK_KEPT, link=link))
        return TypedCell(value, tuple(problems))

    def _choice(self) -> TypedCell:
        read = parse_choice(self.raw.value, self.column.allowed, self.column.synonyms)
        if read.value is None:
            return self.refusal(self.column.not_in_list, allowed=self.owner.offered(self.column))
        if read.how is How.EXACT:
            return TypedCell(read.value)
        return self.normalised(read.value, Rule.LIST_VALUE_NORMALISED, read=read.value)

    def _text(self) -> TypedCell:
        value, as_displayed = self.raw.value, displayed(self.raw)
        if isinstance(value, str) and as_displayed == value:
            clean = clean_text(value)
            problems = [] if clean == value else [self.problem(Rule.TEXT_CLEANED, value=visible_text(value))]
            if (legacy := legacy_reading(value, self.raw.style)) is not None:
                problems.append(self.problem(Rule.LEGACY_ENCODING, encoding=legacy.encoding, read=legacy.text))
            return TypedCell(clean, tuple(problems))
        if as_displayed is None:
            return self._not_displayed()
        text = clean_text(as_displayed)
        if self.column.number_format == "@" and text == as_typed(value):
            text = text.replace(",", ".")  # a code typed into a cell that had lost its text format: 3.2, not 3,2
        problem = self.problem(Rule.TEXT_FROM_VALUE, value=as_typed(value), read=text, kind=_kind(value))
        return TypedCell(text, (problem,))

    def _not_displayed(self) -> TypedCell:
        """Return the value itself where nobody can tell what its number format makes of it."""
        text = as_typed(self.raw.value)
        number_format = "" if self.raw.style is None else self.raw.style.number_format
        return TypedCell(text, (self.problem(Rule.FORMAT_UNKNOWN, value=text, format=number_format),))

    def _number(self) -> TypedCell:
        """Return a number that can be added up: an absurd one would make every sum it is part of infinite."""
        cell, column = self._any_number(), self.column
        if not isinstance(cell.value, float) or abs(cell.value) <= LARGEST_NUMBER:
            return cell
        least = -LARGEST_NUMBER if column.minimum is None else column.minimum
        most = LARGEST_NUMBER if column.maximum is None else column.maximum
        return self.refusal(Rule.OUT_OF_RANGE, minimum=number_text(least), maximum=number_text(most))

    def _any_number(self) -> TypedCell:
        in_percent = "%" in self.column.title or self.owner.unit == "%"
        percentage = shown_percentage(self.raw)
        if percentage is not None:
            if not in_percent:
                return self.refusal(Rule.NOT_A_NUMBER)
            return self.normalised(percentage, Rule.NUMBER_NORMALISED, read=number_text(percentage))
        read = parse_percent(self.raw.value) if in_percent else parse_number(self.raw.value, unit=self.owner.unit)
        if read.value is not None:
            value = without_noise(read.value, whole=self.owner.whole and isinstance(self.raw.value, float))
            if read.how is How.EXACT and value == read.value:
                return TypedCell(value)
            return self.normalised(value, Rule.NUMBER_NORMALISED, read=number_text(value))
        if read.how is How.AMBIGUOUS:
            first, second = (number_text(candidate, grouped=False) for candidate in read.candidates)
            return self.refusal(Rule.NUMBER_AMBIGUOUS, first=first, second=second)
        return self.refusal(Rule.NOT_A_NUMBER)

    def _date(self) -> TypedCell:
        read = parse_date(self.raw.value)
        if read.value is None:
            return self.refusal(Rule.PROMISE_NOT_A_DATE if self.column.future else Rule.NOT_A_DATE)
        normalised = () if read.how is How.EXACT else (self.problem(Rule.DATE_NORMALISED, read=date_text(read.value)),)
        judged = TypedCell(read.value) if self.column.future else self._judged_date(read.value)
        return judged if judged.refused else TypedCell(judged.value, (*normalised, *judged.problems))

    def _judged_date(self, day: date) -> TypedCell:
        """Return a date that can be right.

        A date cell that would fit with day and month swapped is not mended silently; a text is day first always.
        """
        past, standing = self.past, self.past.standing(day)
        meant = None if isinstance(self.raw.value, str) else swapped(day)
        if standing is not Standing.RIGHT and meant is not None and past.standing(meant) is Standing.RIGHT:
            return self.refusal(Rule.DATE_SWAPPED, usable=day, read=date_text(meant))
        match standing:
            case Standing.RIGHT:
                return TypedCell(day)
            case Standing.EARLY:
                return TypedCell(day, (self.problem(Rule.DATE_BEFORE_PERIOD, start=date_text(past.start)),))
            case Standing.TOO_LATE if day.year <= past.end.year:
                return self.refusal(Rule.DATE_IN_FUTURE, usable=day, as_of=date_text(past.latest))
            case Standing.TOO_EARLY | Standing.TOO_LATE:
                limits = {"earliest": date_text(past.earliest), "end": date_text(past.end)}
                return self.refusal(Rule.DATE_OUTSIDE_PERIOD, usable=day, **limits)
            case _:
                assert_never(standing)


def _names_link(text: str, link: str) -> bool:
    """Return whether a text says already where its link leads."""
    address = _SCHEME.sub("", unquote(link)).rstrip("/").casefold()
    return address in unquote(text).casefold()


def _error_value(raw: RawCell) -> str | None:
    """Return the error value of a cell; pasted as text it is no better."""
    pasted = isinstance(raw.value, str) and is_error_word(raw.value)
    return as_typed(raw.value) if raw.error is None and pasted else raw.error


def shown_text(raw: RawCell) -> str:
    """Return what stands in a cell as the officer sees it, to quote it."""
    percentage = shown_percentage(raw)
    return as_typed(raw.value) if percentage is None else f"{number_text(percentage, grouped=False)}%"


def _kind(value: object) -> str:
    """Return what a cell of a text column holds, as it stands inside the sentence."""
    match value:
        case bool():
            return "giá trị đúng/sai"
        case date() | datetime():
            return "một ngày"
        case time() | timedelta():
            return "một giờ"
        case str():
            return "nội dung có định dạng riêng"
    return "một số"
