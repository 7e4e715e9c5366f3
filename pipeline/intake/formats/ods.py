"""The .ods reader: the content is checked XML, and a cell says in it what it holds, so that it is read from there."""

import math
import re
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import product
from math import isnan
from xml.etree import ElementTree as ET

from pipeline.intake.formats.cell_style import CellStyle
from pipeline.intake.formats.decoration import Area, Overlay
from pipeline.intake.formats.kinds import Container
from pipeline.intake.formats.limits import Limits, RefusedError, Rejection, damaged, unsafe
from pipeline.intake.formats.ods_texts import CellText, attribute, local, shapes, striking_styles
from pipeline.intake.formats.readers import NO_NUMBER, Grid, Raw
from pipeline.intake.formats.sheet_facts import Address, SheetFacts, SheetNotes, check_names
from pipeline.intake.formats.workbook import RawSheet, RawWorkbook, package_workbook, raw_sheet
from pipeline.intake.formats.xml import plain_xml
from pipeline.rules import Rule
from pipeline.text import clean_text
from pipeline.values import parse_date

_PERCENT = CellStyle(number_format="0%")
#: Values that a cell may show in some other way than they are stored.
_FORMATTED = {"float", "percentage", "currency", "date", "time", "boolean"}
_DURATION = re.compile(r"P(?:([0-9]+)D)?T(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)(?:[.,][0-9]+)?S)?")
_END_CELL = re.compile(r"\.\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})$")
_DAY = timedelta(days=1)


def read(container: Container, limits: Limits, is_read: Callable[[str], bool]) -> RawWorkbook:
    """Return the workbook of an .ods package.

    Raises: RefusedError.
    """
    parts = container.by_name
    if b"encryption-data" in parts.get("meta-inf/manifest.xml", b""):
        raise RefusedError(Rejection(rule=Rule.ENCRYPTED))
    xml = plain_xml(parts.get("content.xml", b""), "content.xml")
    if isinstance(xml, Rejection):
        raise RefusedError(damaged("thiếu hoặc hỏng phần nội dung"))
    root = ET.fromstring(xml)  # noqa: S314  # plain XML
    tables = [
        table
        for spreadsheet in root.iter()
        if local(spreadsheet) == "spreadsheet"
        for table in spreadsheet
        if local(table) == "table"
    ]
    names = [clean_text(attribute(table, "name")) for table in tables]
    check_names(names, limits)
    striking = striking_styles(root)
    sheets: list[RawSheet] = []
    facts: list[SheetFacts] = []
    for name, table in zip(names, tables, strict=True):
        if is_read(name):
            scan = _TableScan(SheetNotes(name, limits), striking)
            facts.append(scan.facts(table))
            sheets.append(_sheet(name, scan.values, facts[-1]))
        else:
            sheets.append(RawSheet(name=name, origin=(0, 0), rows=()))
    return package_workbook(container, tuple(sheets), facts)


def _sheet(name: str, values: dict[Address, Raw], facts: SheetFacts) -> RawSheet:
    top, left, bottom, right = facts.box or (0, 0, -1, -1)
    rows = tuple(
        tuple(values.get((row, column)) for column in range(left, right + 1)) for row in range(top, bottom + 1)
    )
    sheet = raw_sheet(name, Grid(name=name, origin=(top, left), rows=rows), facts)
    far = {address: values[address] for address in facts.far if values.get(address) is not None}
    return replace(sheet, far=far) if far else sheet


@dataclass(slots=True)
class _TableScan:
    """Walks through one table, counting rows and columns as they are repeated."""

    notes: SheetNotes
    striking: Collection[str]
    values: dict[Address, Raw] = field(default_factory=dict)
    row: int = 0

    def facts(self, table: ET.Element) -> SheetFacts:
        """Return the facts of the table."""
        for element in _rows(table):
            self._read_row(element)
        for element in table:
            if local(element) == "shapes":
                self._note_shapes(element, None)
        return self.notes.facts()

    def _read_row(self, element: ET.Element) -> None:
        rows, column = _count(element, "number-rows-repeated"), 0
        if attribute(element, "visibility") in {"collapse", "filter"}:
            self.notes.hidden_rows.update(range(self.row, self.row + min(rows, self.notes.limits.cells)))
        for cell in element:
            if local(cell) not in {"table-cell", "covered-table-cell"}:
                continue
            columns = _count(cell, "number-columns-repeated")
            if len(cell) or attribute(cell, "value-type") or attribute(cell, "formula"):
                self._read_cell(cell, column, rows, columns)
            column += columns
        self.row += rows

    def _read_cell(self, cell: ET.Element, column: int, rows: int, columns: int) -> None:
        reader = CellText(self.striking)
        text = reader.text(cell)
        formula, kind, broken = attribute(cell, "formula"), attribute(cell, "value-type"), _is_error(cell)
        value = None if broken else _value(cell, kind, text)
        if value is not None or formula or broken:
            self._fill(column, rows, columns)
        decoration = reader.decoration(all_struck=attribute(cell, "style-name") in self.striking)
        for address in self._addresses(column, rows, columns) if value is not None or formula or broken else ():
            if value is not None:
                self.values[address] = value
            if formula:
                self.notes.formulas[address] = "=" + formula.partition("=")[2]
            if formula and (kind == "string" or (not kind and len(cell))):
                self.notes.text_results.add(address)
            if broken:
                self.notes.errors[address] = clean_text(text) or "#ERROR!"
            self._note_look(address, kind, "" if broken else clean_text(text))
            if decoration is not None:
                self.notes.decorations[address] = decoration
        self._note_shapes(cell, (self.row, column))
        down, right = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
        if down > 1 or right > 1:
            self.notes.merge((self.row, column, self.row + down - 1, column + right - 1))

    def _note_look(self, address: Address, kind: str, text: str) -> None:
        if kind == "percentage":
            self.notes.styles[address] = _PERCENT
        if kind in _FORMATTED and text:
            self.notes.shown[address] = text

    def _fill(self, column: int, rows: int, columns: int) -> None:
        self.notes.fill(self.row, column, rows, columns)

    def _addresses(self, column: int, rows: int, columns: int) -> Iterator[Address]:
        return product(range(self.row, self.row + rows), range(column, column + columns))

    def _note_shapes(self, holder: ET.Element, place: Address | None) -> None:
        for kind, text, end in shapes(holder):
            area = None if place is None else _until(*place, end)
            self.notes.overlays.append(Overlay(kind=kind, area=area, text=text))


def _rows(table: ET.Element) -> Iterator[ET.Element]:
    """Give the rows of a table, those in groups too; not those of a table inside a cell."""
    for element in table:
        if local(element) == "table-row":
            yield element
        elif local(element) in {"table-rows", "table-row-group", "table-header-rows"}:
            yield from _rows(element)


def _value(cell: ET.Element, kind: str, text: str) -> Raw:
    """Return what a cell holds; None where it shows nothing."""
    match kind:
        case "float" | "currency" | "percentage":
            with suppress(ValueError):
                number = float(attribute(cell, "value"))
                return NO_NUMBER if isnan(number) else _shown_day(number, text)
        case "date":
            with suppress(ValueError):
                return _moment(attribute(cell, "date-value"))
        case "time":
            if (duration := _duration(attribute(cell, "time-value"))) is not None:
                return duration
        case "boolean":
            return attribute(cell, "boolean-value").lower() == "true"
    return text or attribute(cell, "string-value") or None


def _shown_day(number: float, text: str) -> float | date | str:
    """Return a number, or the date as which it is shown: some programs store dates as plain numbers."""
    if math.isnan(number):
        return NO_NUMBER
    day = parse_date(text).value if "/" in text or text.count("-") == 2 else None
    return day if day is not None and day == parse_date(number).value else number


def _moment(text: str) -> date | datetime:
    """Return a date, with its time of day where it has one."""
    if "T" not in text:
        return date.fromisoformat(text)
    moment = datetime.fromisoformat(text[:26]).replace(tzinfo=None)
    return moment.date() if moment.time() == time() else moment


def _duration(text: str) -> time | timedelta | None:
    """Return a time of day; a longer time as the duration that it is."""
    match = _DURATION.fullmatch(text)
    if match is None or any(len(number or "") > 9 for number in match.groups()):
        return None
    days, hours, minutes, seconds = (int(number or 0) for number in match.groups())
    duration = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    return (
        duration
        if duration >= _DAY
        else time(duration.seconds // 3600, duration.seconds // 60 % 60, duration.seconds % 60)
    )


def _until(row: int, column: int, end: str) -> Area:
    """Return the cells from one to that of an address such as «Báo cáo.K12», which may be missing."""
    match = _END_CELL.search(end)
    if match is None:
        return row, column, row, column
    last = 0
    for letter in match[1]:
        last = last * 26 + ord(letter) - 64
    return row, column, max(row, int(match[2]) - 1), max(column, last - 1)


def _is_error(cell: ET.Element) -> bool:
    """Return whether a cell holds an error: LibreOffice says so in a namespace of its own beside the standard type."""
    return any(key.endswith("}value-type") and value == "error" for key, value in cell.items())


def _count(element: ET.Element, name: str) -> int:
    text = attribute(element, name)
    if not text:
        return 1
    if not (text.isascii() and text.isdigit() and len(text) < 8 and int(text) > 0):
        raise RefusedError(unsafe("số lần lặp của ô không hợp lý"))
    return int(text)
