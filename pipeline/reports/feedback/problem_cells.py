"""In which cells of the feedback workbook a problem of a return stands, and the line that tells it on the first sheet."""

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
class ProblemCells:
    """Which cell of the form a cell or row of the return belongs to; in the return they may have moved."""

    schemas: Schemas
    #: The form's cell for each open cell of the return.
    open_cells: Mapping[Cell, FormCell]
    #: Table and key of each row of the return, by its sheet and row number.
    rows: Mapping[tuple[str, int], tuple[str, str | int | None]]
    #: Cells that the form has.
    form_cells: Collection[FormCell]

    @classmethod
    def of(cls, content: RawReturn, form_cells: Collection[FormCell], schemas: Schemas) -> "ProblemCells":
        """Return the cells of the problems of a return in its refilled form, which has the cells given."""
        open_cells, rows = refilled_cells(content), refilled_rows(content)
        return cls(schemas=schemas, open_cells=open_cells, rows=rows, form_cells=form_cells)

    def cells(self, group: ProblemGroup) -> tuple[FormCell, ...]:
        """Return the cells of the form that a group speaks of, each once."""
        return tuple(dict.fromkeys(cell for problem in group.problems if (cell := self.cell(problem)) is not None))

    def cell(self, problem: Problem) -> FormCell | None:
        """Return the cell of the form that a problem speaks of; None where the form has no such cell."""
        if problem.cell is not None and problem.cell in self.open_cells:
            return self.open_cells[problem.cell]
        schema = self.schema(problem.sheet)
        cell = None
        if problem.cell is not None and (row := self.rows.get((problem.cell.sheet, problem.cell.row))) is not None:
            cell = _printed_cell(row, problem, self.schemas)
        elif schema is not None and problem.task is not None:
            column = problem.field and _column_name(schema, problem.field)
            cell = FormCell(schema.name, problem.task, _FIRST_TO_FILL.get(schema.name, column or ""))
        elif problem.cell is None and problem.field is not None:
            cell = FormCell("header", None, _column_name(self.schemas.header, problem.field) or "")
        return cell if cell in self.form_cells else None

    def schema(self, sheet: str | None) -> SheetSchema | None:
        """Return the schema of a sheet as the agency calls it; None for a sheet that is not ours."""
        return next((schema for schema in self.schemas.sheets if folded(schema.sheet) == folded(sheet or "")), None)


def correction(group: ProblemGroup, problem_cells: ProblemCells, form: Form) -> Correction:
    """Return the line of `Cần sửa` that tells a group of problems with the same sentence."""
    problem = group.first
    cells = problem_cells.cells(group)
    schema = problem_cells.schema(problem.sheet)
    return Correction(
        severity=problem.severity,
        cells=cells,
        place="" if cells else _place(group),
        sheet=None if schema is None or cells or group.cells else schema.sheet,
        subject=_subject(group, cells, form),
        value=_first_few(other.value for other in group.problems if other.value),
        message=problem.message,
        hint=problem.hint,
    )


def _place(group: ProblemGroup) -> str:
    """Return in words where something stands that has no cell in the form."""
    if group.cells:
        return f"{group.first.sheet}: {cell_ranges(group.cells)} (ở tệp đã nhận)"
    return f"Trang «{group.first.sheet}»" if group.first.sheet else "Cả tệp"


def _subject(group: ProblemGroup, cells: Iterable[FormCell], form: Form) -> str:
    rows = _first_few(_row_name(cell, form) for cell in cells) or _first_few(
        problem.task for problem in group.problems if problem.task
    )
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


def _first_few(texts: Iterable[str]) -> str:
    """Return the different texts of a list, of many the first few and "…"."""
    different = list(dict.fromkeys(texts))
    return "; ".join(different[:_NAMED]) + ("; …" if len(different) > _NAMED else "")


def _printed_cell(row: tuple[str, str | int | None], problem: Problem, schemas: Schemas) -> FormCell | None:
    table, key = row
    schema = next(schema for schema in schemas if schema.name == table)
    column = _column_name(schema, problem.field)
    return None if column is None else FormCell(table, key, column)


def _column_name(schema: SheetSchema, title: str | None) -> str | None:
    return next((column.name for column in schema.columns if column.title == title), None)
