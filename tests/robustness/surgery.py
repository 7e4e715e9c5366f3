"""Changes to the XML of a workbook as programs and people leave it: cells, rows, columns, sheets, properties."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from lxml import etree

from pipeline.problems import Cell
from tests.support.intake import parts_of, zipped

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_N = f"{{{MAIN}}}"
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001  # cells of workbooks have no time zone
_STYLES = "xl/styles.xml"
#: Sheets in the order of the template.
SHEETS = ("Hướng dẫn", "Báo cáo", "Chỉ tiêu", "Mô hình", "Đề xuất", "_meta")


@dataclass(frozen=True)
class Formula:
    """A formula with the value that a program stored for it; `attributes` of the element, such as those of an array."""

    text: str
    stored: object = None
    attributes: str = ""


@dataclass(frozen=True)
class ErrorValue:
    """An error value such as #REF!."""

    text: str


@dataclass(frozen=True)
class Xml:
    """Type attribute and inner XML of a cell, as they are to stand in the file."""

    kind: str | None
    inner: str


def part_of_sheet(sheet: str) -> str:
    """The part of a sheet of the template."""
    return f"xl/worksheets/sheet{SHEETS.index(sheet) + 1}.xml"


def escaped(text: str) -> str:
    """A text as Excel puts it into XML: control characters as _x0007_, and such a code itself made harmless."""
    protected = re.sub("_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)
    return _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", protected).replace("\r", "_x000D_")


class Surgery:
    """One workbook under the knife; `bytes` is what has become of it."""

    def __init__(self, content: bytes) -> None:
        self.parts = parts_of(content)
        self._sheets: dict[str, SheetSurgery] = {}

    def sheet(self, name: str) -> "SheetSurgery":
        """The sheet of a name of the template."""
        if name not in self._sheets:
            self._sheets[name] = SheetSurgery(self.parts[part_of_sheet(name)])
        return self._sheets[name]

    def text(self, part: str, change: Callable[[str], str]) -> None:
        """Change a part as text; it must change."""
        before = self.parts[part].decode()
        after = change(before)
        assert after != before, part
        self.parts[part] = after.encode()

    def replaced(self, part: str, old: str, new: str) -> None:
        """Replace a text of a part."""
        self.text(part, lambda text: text.replace(old, new))

    def format_cell(self, cell: Cell, number_format: str) -> None:
        """Let a cell stand under a number format, its look otherwise kept."""
        self.restyle(cell, f'numFmtId="{self._number_format(number_format)}" applyNumberFormat="1"')

    def restyle(self, cell: Cell, attributes: str) -> None:
        """Give a cell a style of its own: that which it has, with some attributes in the place of its own."""
        element = self.sheet(cell.sheet).element(cell.row, cell.column)
        styles = etree.fromstring(self.parts[_STYLES])
        listed = styles.find(f"{_N}cellXfs")
        style = etree.fromstring(etree.tostring(listed[int(element.get("s", "0"))]))
        style.attrib.update(etree.fromstring(f"<x {attributes}/>").attrib)
        listed.append(style)
        listed.set("count", str(len(listed)))
        self.parts[_STYLES] = etree.tostring(styles, xml_declaration=True, encoding="UTF-8", standalone=True)
        element.set("s", str(len(listed) - 1))

    def _number_format(self, code: str) -> int:
        styles = etree.fromstring(self.parts[_STYLES])
        formats = styles.find(f"{_N}numFmts")
        number = max(int(one.get("numFmtId")) for one in formats) + 1
        formats.append(etree.Element(f"{_N}numFmt", numFmtId=str(number), formatCode=code))
        formats.set("count", str(len(formats)))
        self.parts[_STYLES] = etree.tostring(styles, xml_declaration=True, encoding="UTF-8", standalone=True)
        return number

    def without_sheet(self, name: str) -> None:
        """Delete a sheet, and the defined names with it."""
        number = SHEETS.index(name) + 1
        self.text("xl/workbook.xml", lambda text: re.sub(rf'<sheet name="{name}"[^>]*/>', "", text))
        self.parts["xl/workbook.xml"] = re.sub(
            rb"<definedNames>.*</definedNames>", b"", self.parts["xl/workbook.xml"], flags=re.DOTALL
        )
        relation = rf'<Relationship [^>]*Target="worksheets/sheet{number}.xml"[^>]*/>'
        self.text("xl/_rels/workbook.xml.rels", lambda text: re.sub(relation, "", text))
        self.replaced("[Content_Types].xml", f'PartName="/xl/worksheets/sheet{number}.xml"', 'PartName="/xl/gone.xml"')
        del self.parts[part_of_sheet(name)]

    def with_sheet(self, name: str, rows: str, *, before: bool = False) -> None:
        """Add a sheet with some rows of XML."""
        self.parts["xl/worksheets/sheet99.xml"] = (
            f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode()
        )
        sheet = f'<sheet name="{name}" sheetId="99" r:id="rId99"/>'
        place = "<sheets>" if before else "</sheets>"
        self.replaced("xl/workbook.xml", place, place + sheet if before else sheet + place)
        relation = (
            '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
            'worksheet" Target="worksheets/sheet99.xml"/></Relationships>'
        )
        self.replaced("xl/_rels/workbook.xml.rels", "</Relationships>", relation)
        self.replaced(
            "[Content_Types].xml",
            "</Types>",
            '<Override PartName="/xl/worksheets/sheet99.xml" ContentType="application/vnd.openxmlformats-officedocument.'
            'spreadsheetml.worksheet+xml"/></Types>',
        )

    @property
    def bytes(self) -> bytes:
        """The workbook."""
        changed = {part_of_sheet(name): sheet.bytes for name, sheet in self._sheets.items()}
        return zipped({**self.parts, **changed})


class SheetSurgery:
    """One sheet: cells set, rows and columns moved."""

    def __init__(self, xml: bytes) -> None:
        self.root = etree.fromstring(xml)
        self.data = self.root.find(f"{_N}sheetData")

    @property
    def bytes(self) -> bytes:
        """The part."""
        return etree.tostring(self.root, xml_declaration=True, encoding="UTF-8", standalone=True)

    @cached_property
    def _rows(self) -> dict[int, etree._Element]:
        return {int(row.get("r")) - 1: row for row in self.data}

    def row(self, number: int) -> etree._Element:
        """The element of a row, made where there is none."""
        if number not in self._rows:
            element = etree.Element(f"{_N}row", r=str(number + 1))
            after = [row for row in self._rows if row < number]
            self.data.insert(len(after), element)
            self._rows[number] = element
        return self._rows[number]

    def element(self, row: int, column: int) -> etree._Element:
        """The element of a cell, made where there is none."""
        parent = self.row(row)
        columns = [Cell.at("", cell.get("r")).column for cell in parent]
        if column in columns:
            return parent[columns.index(column)]
        element = etree.Element(f"{_N}c", r=Cell("", row, column).reference)
        parent.insert(sum(other < column for other in columns), element)
        return element

    def set(self, row: int, column: int, value: object, *, general: bool = False) -> None:
        """Let a value stand in a cell; under a General format where wanted."""
        cell = self.element(row, column)
        for child in list(cell):
            cell.remove(child)
        cell.attrib.pop("t", None)
        if general:
            cell.attrib.pop("s", None)
        kind, inner = _written(value)
        if kind is not None:
            cell.set("t", kind)
        for child in etree.fromstring(f'<c xmlns="{MAIN}">{inner}</c>'):
            cell.append(child)

    def renumber_rows(self, place: Callable[[int], int | None]) -> None:
        """Move every row to another number; None deletes it."""
        for row in list(self.data):
            number = place(int(row.get("r")) - 1)
            if number is None:
                self.data.remove(row)
                continue
            row.set("r", str(number + 1))
            row.attrib.pop("spans", None)
            for cell in row:
                cell.set("r", Cell("", number, Cell.at("", cell.get("r")).column).reference)
        self.data[:] = sorted(self.data, key=lambda row: int(row.get("r")))
        self._move_merges(lambda cell: (place(cell.row), cell.column))
        self.__dict__.pop("_rows", None)

    def renumber_columns(self, place: Callable[[int], int | None]) -> None:
        """Move every column to another number; None deletes it."""
        for row in self.data:
            row.attrib.pop("spans", None)
            for cell in list(row):
                old = Cell.at("", cell.get("r"))
                column = place(old.column)
                if column is None:
                    row.remove(cell)
                else:
                    cell.set("r", Cell("", old.row, column).reference)
            row[:] = sorted(row, key=lambda cell: Cell.at("", cell.get("r")).column)
        self.drop("cols")
        self._move_merges(lambda cell: (cell.row, place(cell.column)))

    def drop(self, name: str) -> None:
        """Leave out an element below the root."""
        for element in self.root.findall(f"{_N}{name}"):
            self.root.remove(element)

    def merge(self, area: str) -> None:
        """Merge an area."""
        merges = self.root.find(f"{_N}mergeCells")
        if merges is None:
            merges = etree.Element(f"{_N}mergeCells")
            self.data.addnext(merges)
        merges.append(etree.Element(f"{_N}mergeCell", ref=area))

    def _move_merges(self, place: Callable[[Cell], tuple[int | None, int | None]]) -> None:
        for merge in list(self.root.iter(f"{_N}mergeCell")):
            corners = [place(Cell.at("", corner)) for corner in merge.get("ref").split(":")]
            if any(None in corner for corner in corners):
                merge.getparent().remove(merge)
            else:
                merge.set("ref", ":".join(Cell("", row, column).reference for row, column in corners))


def _written(value: object) -> tuple[str | None, str]:
    """Type attribute and inner XML of a value."""
    match value:
        case None:
            return None, ""
        case Xml(kind, inner):
            return kind, inner
        case Formula(text, stored, attributes):
            kind, inner = _written(stored)
            return ("str" if kind == "inlineStr" else kind), f"<f{attributes}>{_xml(text)}</f>" + _as_stored(inner)
        case ErrorValue(text):
            return "e", f"<v>{_xml(text)}</v>"
        case bool():
            return "b", f"<v>{int(value)}</v>"
        case datetime():
            return None, f"<v>{(value - _DAY_ZERO).total_seconds() / 86400!r}</v>"
        case date():
            return None, f"<v>{(value - _DAY_ZERO.date()).days}</v>"
        case int() | float():
            return None, f"<v>{value!r}</v>"
    return "inlineStr", f'<is><t xml:space="preserve">{_xml(escaped(str(value)))}</t></is>'


def _as_stored(inner: str) -> str:
    return re.sub("<is><t[^>]*>(.*)</t></is>", r"<v>\1</v>", inner, flags=re.DOTALL)


def _xml(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
