"""Which sheet of a workbook holds which table, also where a sheet was renamed; and the copies of our sheets beside them."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from pipeline.forms.form import Form
from pipeline.forms.schema.schema import Column, Schemas, SheetSchema
from pipeline.intake.formats.workbook import RawSheet, RawWorkbook
from pipeline.intake.tables.cells import RawCell, RawRow, is_blank
from pipeline.intake.tables.keyed_rows import indicator_table, report_table
from pipeline.intake.tables.location import LocatedTable, comparable, located_fields, located_table
from pipeline.intake.tables.open_rows import open_rows, without_blank
from pipeline.intake.tables.reporter import Reporter
from pipeline.problems import Cell, Problem, cell_ranges
from pipeline.rules import Rule
from pipeline.values import typed_text

#: Columns by which rows are told apart; without them a table cannot be read.
KEYS = {"report": ("task",), "indicators": ("indicator",)}
#: So many cells of a copy are named.
_NAMED = 12


def required_columns(schema: SheetSchema) -> tuple[Column, ...]:
    """Return the columns without which a table is not read: its key and what the agency fills."""
    return tuple(column for column in schema.columns if not column.locked or column.name in KEYS.get(schema.name, ()))


def sheet_of(
    workbook: RawWorkbook, schema: SheetSchema, *, ours: Collection[str], reporter: Reporter
) -> tuple[RawSheet | None, list[Problem]]:
    """Return the sheet that holds a table and what is to be said of it: found by its name, else by all of its headings.

    `ours` are the comparable names of our sheets.
    """
    sheet = workbook.sheet(schema.sheet)
    if sheet is not None:
        return sheet, []
    likely = [
        other for other in workbook.sheets if comparable(other.name) not in ours and table_on(other, schema) is not None
    ]
    if not likely:
        return None, [reporter.problem(Rule.SHEET_MISSING, sheet=schema.sheet)]
    if len(likely) > 1:
        names = ", ".join(f"«{other.name}»" for other in likely)
        return None, [reporter.problem(Rule.SHEET_AMBIGUOUS, sheet=schema.sheet, sheets=names)]
    return likely[0], [reporter.problem(Rule.SHEET_RENAMED, sheet=likely[0].name, original=schema.sheet)]


def table_on(sheet: RawSheet, schema: SheetSchema) -> LocatedTable | None:
    """Return the table of a schema on any sheet, None unless every column is there without which it is not read."""
    table = located_table(sheet, schema)
    return None if table is None or table.missing(required_columns(schema)) else table


@dataclass(frozen=True, slots=True, kw_only=True)
class Copies:
    """The sheets of a workbook that are no sheet of ours, but hold one of our tables."""

    form: Form
    schemas: Schemas
    reporter: Reporter

    def problem(self, sheet: RawSheet, tables: Collection[LocatedTable]) -> Problem | None:
        """Return the warning about a sheet that is a copy of one of ours, None for any other sheet.

        `tables` are those that are read.
        """
        for original in tables:
            copy = table_on(sheet, original.schema)
            if copy is not None:
                return self.reporter.problem(
                    Rule.SHEET_COPIED,
                    sheet=sheet.name,
                    original=original.sheet.name,
                    about=", ".join(filter(None, (self._whose(copy), self._state(copy, original)))),
                )
        return None

    def _whose(self, copy: LocatedTable) -> str:
        """Return under whose name a copy of `Báo cáo` stands; "" where none is printed."""
        if copy.schema.name != self.schemas.report.name:
            return ""
        address = located_fields(copy.sheet, self.schemas.header, before=copy.header_row).get("agency")
        name = "" if address is None else typed_text(copy.sheet.value(*address)).strip()
        own = comparable(name) == comparable(self.form.agency.name)
        return "" if not name else "mang tên chính cơ quan" if own else f"mang tên «{name}»"

    def _state(self, copy: LocatedTable, original: LocatedTable) -> str:
        """Return in words what a copy says beside the original."""
        own, other = list(_said(self._rows(copy))), list(_said(self._rows(original)))
        if not own:
            return "chưa điền"
        if not other:
            return f"đã điền {len(own)} ô trong khi trang «{original.sheet.name}» để trống"
        texts = {(key, name, text) for key, name, text, _ in other}
        different = [cell for key, name, text, cell in own if (key, name, text) not in texts]
        if not different:
            return f"giống hệt trang «{original.sheet.name}»"
        more = ", …" if len(different) > _NAMED else ""
        return f"khác trang «{original.sheet.name}» ở {len(different)} ô ({cell_ranges(different[:_NAMED])}{more})"

    def _rows(self, table: LocatedTable) -> Sequence[RawRow]:
        nobody = Reporter("", self.form.agency.code)
        if table.schema.name == self.schemas.report.name:
            return report_table(table, self.form, self.schemas, nobody).rows
        if table.schema.name == self.schemas.indicators.name:
            return indicator_table(table, self.form, nobody).rows
        return without_blank(open_rows(table))


def _said(rows: Sequence[RawRow]) -> Iterator[tuple[str | int, str, str, Cell]]:
    """Give what stands in each filled cell: the code of its row (its position in an open table), column, text, place."""
    for position, row in enumerate(rows):
        for name, cell in row.cells.items():
            if not is_blank(cell):
                yield row.key or position, name, _text(cell), cell.cell


def _text(cell: RawCell) -> str:
    return cell.error or (typed_text(cell.value) if cell.value is not None else cell.formula or "")
