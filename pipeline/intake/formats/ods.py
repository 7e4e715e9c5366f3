"""What an .ods says and calamine does not: errors, formulas, merged cells; and whether its repeated cells are plausible."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from pipeline.intake.formats.cell_style import CellStyle
from pipeline.intake.formats.limits import Limits, Rejection, damaged, too_large, unsafe
from pipeline.intake.formats.sheet_facts import ImplausibleError, SheetFacts, SheetNotes
from pipeline.intake.formats.xml import PREFIX, plain_xml
from pipeline.intake.formats.zip_package import stored_package
from pipeline.rules import Rule
from pipeline.text import clean_text

#: Blank cells that a file may speak of: LibreOffice ends every row with some 16,000 of them.
_SPOKEN_OF = 20_000_000
#: Tabs and line breaks inside a paragraph, which calamine leaves out so that two words become one.
_BLANKS = {b"tab": b"\t", b"line-break": b"\n"}
_BLANK = re.compile(rb"<" + PREFIX + rb"(tab|line-break)(?:\s[^<>]*)?(?:/>|></" + PREFIX + rb"\1\s*>)")


def ods_facts(parts: Mapping[str, bytes], limits: Limits) -> dict[str, SheetFacts] | Rejection:
    """Return the facts of each sheet of an .ods by its clean name; or why it is refused."""
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        return Rejection(rule=Rule.ENCRYPTED)
    xml = plain_xml(parts.get("content.xml", b""), "content.xml")
    if isinstance(xml, Rejection):
        return damaged("thiếu hoặc hỏng phần nội dung")
    tables = [element for element in ET.fromstring(xml).iter() if _local(element.tag) == "table"]  # noqa: S314  # plain XML
    if len(tables) > limits.sheets:
        return too_large(f"{limits.sheets} trang", str(len(tables)))
    facts: dict[str, SheetFacts] = {}
    for table in tables:
        name = clean_text(_attribute(table, "name"))
        if name in facts:
            return unsafe(f"có hai trang cùng tên «{name}»")
        try:
            facts[name] = _Table(SheetNotes(name, limits)).read(table)
        except ImplausibleError as implausible:
            return implausible.rejection
    return facts


def with_blanks(content: bytes, parts: Mapping[str, bytes]) -> bytes:
    """Return an .ods whose texts hold their tabs and line breaks as letters; as it is where there are none."""
    spelt, count = _BLANK.subn(lambda blank: _BLANKS[blank[1]], parts["content.xml"])
    return stored_package({**parts, "content.xml": spelt}) if count else content


@dataclass(slots=True)
class _Table:
    """Walks through one table, counting rows and columns as they are repeated."""

    notes: SheetNotes
    row: int = 0
    spoken_of: int = 0

    def read(self, table: ET.Element) -> SheetFacts:
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
            self.spoken_of += columns
            if self.spoken_of > _SPOKEN_OF:
                raise ImplausibleError(too_large(f"{_SPOKEN_OF} ô một trang", f"hơn {_SPOKEN_OF}"))
            if len(cell) or _attribute(cell, "value-type") or _attribute(cell, "formula"):
                self._read_cell(cell, column, rows, columns)
            column += columns
        self.row += rows

    def _read_cell(self, cell: ET.Element, column: int, rows: int, columns: int) -> None:
        self.notes.fill(self.row, column, rows, columns)
        formula, broken = _attribute(cell, "formula"), _is_error(cell)
        for row in range(self.row, self.row + rows if formula or broken else self.row):
            for place in range(column, column + columns):
                if formula:
                    self.notes.formulas[row, place] = "=" + formula.partition("=")[2]
                if broken:
                    self.notes.errors[row, place] = clean_text("".join(cell.itertext())) or "#ERROR!"
        if _attribute(cell, "value-type") == "percentage":
            style = CellStyle(percent=True)
            self.notes.styles.update(
                {
                    (row, place): style
                    for row in range(self.row, self.row + rows)
                    for place in range(column, column + columns)
                }
            )
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
        raise ImplausibleError(unsafe("số lần lặp của ô không hợp lý"))
    return int(text)


def _attribute(element: ET.Element, name: str) -> str:
    return next((value for key, value in element.items() if _local(key) == name), "")


def _local(tag: str) -> str:
    return tag.rsplit("}", 1)[-1]
