"""The .ods reader: calamine gives the values; errors, formulas, merged cells and implausible repetitions are found here."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from xml.etree import ElementTree as ET

from pipeline.intake.formats.cell_style import CellStyle
from pipeline.intake.formats.kinds import Container
from pipeline.intake.formats.limits import Limits, RefusedError, Rejection, damaged, too_large, unsafe
from pipeline.intake.formats.sheet_facts import SheetFacts, SheetNotes, check_names
from pipeline.intake.formats.workbook import RawWorkbook, calamine_sheets, package_workbook
from pipeline.intake.formats.xml import PREFIX, plain_xml
from pipeline.intake.formats.zip_package import stored_package
from pipeline.rules import Rule
from pipeline.text import clean_text

#: Blank cells that a file may describe: LibreOffice ends every row with some 16,000 of them.
_MOST_BLANKS = 20_000_000
#: Tabs and line breaks inside a paragraph, which calamine leaves out so that two words become one.
_BLANKS = {b"tab": b"\t", b"line-break": b"\n"}
_PERCENT = CellStyle(percent=True)
_BLANK = re.compile(rb"<" + PREFIX + rb"(tab|line-break)(?:\s[^<>]*)?(?:/>|></" + PREFIX + rb"\1\s*>)")


def read(container: Container, limits: Limits, is_read: Callable[[str], bool]) -> RawWorkbook:
    """Return the workbook of an .ods package.

    Raises: RefusedError.
    """
    if b"encryption-data" in container.parts.get("META-INF/manifest.xml", b""):
        raise RefusedError(Rejection(rule=Rule.ENCRYPTED))
    xml = plain_xml(container.parts.get("content.xml", b""), "content.xml")
    if isinstance(xml, Rejection):
        raise RefusedError(damaged("thiếu hoặc hỏng phần nội dung"))
    tables = [element for element in ET.fromstring(xml).iter() if _local(element.tag) == "table"]  # noqa: S314  # plain XML
    names = [clean_text(_attribute(table, "name")) for table in tables]
    check_names(names, limits)
    facts = {name: _TableScan(SheetNotes(name, limits)).facts(table) for name, table in zip(names, tables, strict=True)}
    return package_workbook(container, calamine_sheets(_with_blanks(container), facts, is_read), facts.values())


def _with_blanks(container: Container) -> bytes:
    """Return the package with the tabs and line breaks of its texts as letters; as it is where there are none."""
    spelt, count = _BLANK.subn(lambda blank: _BLANKS[blank[1]], container.parts["content.xml"])
    return stored_package({**container.parts, "content.xml": spelt}) if count else container.content


@dataclass(slots=True)
class _TableScan:
    """Walks through one table, counting rows and columns as they are repeated."""

    notes: SheetNotes
    row: int = 0
    blanks: int = 0

    def facts(self, table: ET.Element) -> SheetFacts:
        """Return the facts of the table."""
        for element in table.iter():
            if _local(element.tag) == "table-row":
                self._read_row(element)
        return self.notes.facts()

    def _read_row(self, element: ET.Element) -> None:
        rows, column = _count(element, "number-rows-repeated"), 0
        if _attribute(element, "visibility") in {"collapse", "filter"}:
            self.notes.hidden_rows.update(range(self.row, self.row + min(rows, self.notes.limits.cells)))
        for cell in element:
            if _local(cell.tag) not in {"table-cell", "covered-table-cell"}:
                continue
            columns = _count(cell, "number-columns-repeated")
            self.blanks += columns
            if self.blanks > _MOST_BLANKS:
                raise RefusedError(too_large(f"{_MOST_BLANKS} ô một trang", f"hơn {_MOST_BLANKS}"))
            if len(cell) or _attribute(cell, "value-type") or _attribute(cell, "formula"):
                self._read_cell(cell, column, rows, columns)
            column += columns
        self.row += rows

    def _read_cell(self, cell: ET.Element, column: int, rows: int, columns: int) -> None:
        self.notes.fill(self.row, column, rows, columns)
        formula, broken = _attribute(cell, "formula"), _is_error(cell)
        percent = _attribute(cell, "value-type") == "percentage"
        if formula or broken or percent:
            error = clean_text("".join(cell.itertext())) or "#ERROR!"
            for address in product(range(self.row, self.row + rows), range(column, column + columns)):
                if formula:
                    self.notes.formulas[address] = "=" + formula.partition("=")[2]
                if broken:
                    self.notes.errors[address] = error
                if percent:
                    self.notes.styles[address] = _PERCENT
        down, right = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
        if down > 1 or right > 1:
            self.notes.merge((self.row, column, self.row + down - 1, column + right - 1))


def _is_error(cell: ET.Element) -> bool:
    """Return whether a cell holds an error: LibreOffice says so in a namespace of its own beside the standard type."""
    return any(key.endswith("}value-type") and value == "error" for key, value in cell.items())


def _count(element: ET.Element, name: str) -> int:
    text = _attribute(element, name)
    if not text:
        return 1
    if not (text.isascii() and text.isdigit() and len(text) < 8 and int(text) > 0):
        raise RefusedError(unsafe("số lần lặp của ô không hợp lý"))
    return int(text)


def _attribute(element: ET.Element, name: str) -> str:
    return next((value for key, value in element.items() if _local(key) == name), "")


def _local(tag: str) -> str:
    return tag.rsplit("}", 1)[-1]
