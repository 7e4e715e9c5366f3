"""Where a problem of a return stands in the feedback workbook, and how it is told there."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from pipeline.forms.form import Form
from pipeline.forms.marks import Correction, FormCell
from pipeline.forms.schema.schema import Schemas, SheetSchema
from pipeline.intake.tables.reader import RawReturn
from pipeline.intake.tables.refill import refilled_cells, refilled_rows
from pipeline.problems import Cell, Problem, ProblemGroup, cell_ranges
from pipeline.text import folded

#: Where the answer to a row that is missing altogether is to be typed.
_FIRST_TO_FILL = {"report": "status", "indicators": "value"}
#: So many subjects or values of one sentence are named, then «…».
_NAMED = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Finds the cell of the form that a problem of the return speaks of: rows and columns may have moved."""

    schemas: Schemas
    #: Open cells and rows of the return, by their places in it.
    open_cells: Mapping[Cell, FormCell]
    rows: Mapping[tuple[str, int], tuple[str, str | int | None]]
    #: Cells that the form has.
    known: Collection[FormCell]

    @classmethod
    def of(cls, content: RawReturn, known: Collection[FormCell], schemas: Schemas) -> "Places":
        """Return the places of a return in its refilled form."""
        return cls(schemas=schemas, open_cells=refilled_cells(content), rows=refilled_rows(content), known=known)

    def cells(self, group: ProblemGroup) -> tuple[FormCell, ...]:
        """Return the cells of the form that a group speaks of, each once."""
        return tuple(dict.fromkeys(cell for found in group.problems if (cell := self.cell(found)) is not None))

    def cell(self, found: Problem) -> FormCell | None:
        """Return the cell of the form that a problem speaks of; None where the form has no such cell."""
        if found.cell is not None and found.cell in self.open_cells:
            return self.open_cells[found.cell]
        schema = self.schema(found.sheet)
        cell = None
        if found.cell is not None and (place := self.rows.get((found.cell.sheet, found.cell.row))) is not None:
            cell = _printed_cell(place, found, self.schemas)
        elif schema is not None and found.task is not None:
            column = found.field and _column_name(schema, found.field)
            cell = FormCell(schema.name, found.task, _FIRST_TO_FILL.get(schema.name, column or ""))
        elif found.cell is None and found.field is not None:
            cell = FormCell("header", None, _column_name(self.schemas.header, found.field) or "")
        return cell if cell in self.known else None

    def schema(self, sheet: str | None) -> SheetSchema | None:
        """Return the schema of a sheet as the agency calls it; None for a sheet that is not ours."""
        return next((schema for schema in self.schemas.sheets if folded(schema.sheet) == folded(sheet or "")), None)


def correction(group: ProblemGroup, places: Places, form: Form) -> Correction:
    """Return the line of `Cần sửa` that tells a group."""
    found = group.first
    cells = places.cells(group)
    schema = places.schema(found.sheet)
    whole_sheet = not cells and not group.cells and schema is not None
    return Correction(
        severity=found.severity,
        cells=cells,
        place="" if cells else _place(group),
        sheet=schema.sheet if whole_sheet and schema is not None else None,
        subject=_subject(group, cells, form),
        value=_listed(problem.value for problem in group.problems if problem.value),
        message=found.message,
        hint=found.hint,
    )


def _place(group: ProblemGroup) -> str:
    """Return in words where something stands that has no cell in the form."""
    if group.cells:
        return f"{group.first.sheet}: {cell_ranges(group.cells)} (ở tệp đã nhận)"
    return f"Trang «{group.first.sheet}»" if group.first.sheet else "Cả tệp"


def _subject(group: ProblemGroup, cells: Iterable[FormCell], form: Form) -> str:
    rows = _listed(_row_name(cell, form) for cell in cells) or _listed(one.task for one in group.problems if one.task)
    return " · ".join(part for part in (rows, group.first.field) if part)


def _row_name(cell: FormCell, form: Form) -> str:
    match cell.table:
        case "report":
            return f"Mục {cell.key}"
        case "indicators":
            return next(item.indicator.name for item in form.indicators if item.indicator.code == cell.key)
        case "header":
            return "Đầu trang"
    return f"Dòng {int(cell.key or 0) + 1}"


def _listed(texts: Iterable[str]) -> str:
    """Return different texts one after the other, the first of them where there are many."""
    different = list(dict.fromkeys(texts))
    return "; ".join(different[:_NAMED]) + ("; …" if len(different) > _NAMED else "")


def _printed_cell(place: tuple[str, str | int | None], found: Problem, schemas: Schemas) -> FormCell | None:
    table, key = place
    schema = next(schema for schema in schemas if schema.name == table)
    column = _column_name(schema, found.field)
    return None if column is None else FormCell(table, key, column)


def _column_name(schema: SheetSchema, title: str | None) -> str | None:
    return next((column.name for column in schema.columns if column.title == title), None)
