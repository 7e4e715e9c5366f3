"""Tables whose rows we print: each row found by its code, wherever it stands."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from pipeline.forms.form import Form
from pipeline.forms.layout import printed_cells, report_layout
from pipeline.forms.schema.schema import Schemas, Typed
from pipeline.intake.formats.readers import Raw
from pipeline.intake.formats.workbook import RawSheet
from pipeline.intake.tables.cells import RawRow, is_blank, open_cells, raw_cell
from pipeline.intake.tables.codes import code_of, looks_like_code
from pipeline.intake.tables.location import Table, comparable
from pipeline.problems import Cell, Problem, problem
from pipeline.rules import Rule
from pipeline.values import date_text, typed_text


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyedTable:
    """A table whose rows have been found."""

    table: Table
    #: One row for each code found, in the printed order.
    rows: tuple[RawRow, ...]
    problems: tuple[Problem, ...]
    #: How many rows below the headings each code stands in the template.
    offsets: Mapping[str, int]
    #: Cells that belong to the table.
    consumed: frozenset[tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What a table asks: printed cells by column name, of each code in order; codes of rows that only head others."""

    key: str
    #: Column whose text tells a row when its code has become a number.
    told_by: str
    cells: Mapping[str, Mapping[str, Typed]]
    headings: Mapping[str, str]
    #: How many rows below the headings each code stands in the template.
    offsets: Mapping[str, int]


def report_table(
    table: Table, form: Form, schemas: Schemas, *, file: str, agency: str, current: bool = True
) -> KeyedTable:
    """Return the rows of `Báo cáo`, one for each assigned task that is there; `current` is whether it is the newest form."""
    layout, campaign = report_layout(form, schemas), form.campaign
    offsets = [row - layout.heading_row for row in layout.task_rows]
    asked = _Asked(
        key="task",
        told_by="text",
        cells={item.task.code: printed_cells(item) for item in form.rows},
        headings={section.code: section.title for section in campaign.sections}
        | {task.code: task.text for task in campaign.tasks if not task.reportable},
        offsets={item.task.code: offset for item, offset in zip(form.rows, offsets, strict=True)},
    )
    return _keyed(table, asked, file=file, agency=agency, current=current)


def indicator_table(table: Table, form: Form, *, file: str, agency: str, current: bool = True) -> KeyedTable:
    """Return the rows of `Chỉ tiêu`, one for each indicator asked that is there."""
    indicators = [item.indicator for item in form.indicators]
    asked = _Asked(
        key="indicator",
        told_by="name",
        cells={one.code: {"task": one.task, "name": one.name, "unit": one.unit} for one in indicators},
        headings={},
        offsets={one.code: offset for offset, one in enumerate(indicators, start=1)},
    )
    return _keyed(table, asked, file=file, agency=agency, current=current)


def _keyed(table: Table, asked: _Asked, *, file: str, agency: str, current: bool) -> KeyedTable:
    sheet, columns = table.sheet, table.columns
    places: dict[str, list[int]] = {}
    consumed = {(table.header_row, column) for column in columns.values()}
    consumed |= {
        (row, columns[column.name])
        for column in table.schema.columns
        if column.formula and column.name in columns
        for row in range(table.header_row + 1, _end(sheet))
    }
    problems: list[Problem] = []
    known = (*asked.cells, *asked.headings)
    for row in range(table.header_row + 1, _end(sheet)):
        value = sheet.value(row, columns[asked.key])
        if value is None or not typed_text(value).strip():
            continue
        code = code_of(value, known, fits=_told_by_text(sheet, row, table, asked))
        if code is not None and code in asked.cells:
            places.setdefault(code, []).append(row)
            consumed |= {(row, column) for column in columns.values()}
        elif code is not None:
            consumed |= {(row, columns[name]) for name in (asked.key, asked.told_by) if name in columns}
        elif looks_like_code(typed_text(value)) or _anything_open(table, row):
            consumed |= {(row, column) for column in columns.values()}
            if current or _anything_open(table, row):
                problems.append(
                    problem(
                        Rule.UNKNOWN_TASK_CODE if current else Rule.TASK_ROW_GONE,
                        file=file,
                        agency=agency,
                        cell=Cell(sheet.name, row, columns[asked.key]),
                        field=table.schema.column(asked.key).title,
                        value=typed_text(value),
                        code=typed_text(value),
                    )
                )
    rows, wanted = [], table.schema.open_columns
    for code in asked.cells:
        found = places.get(code, [])
        problems += _count_problems(table, asked, code, found, file=file, agency=agency, current=current)
        if found:
            if current:
                problems += _locked_problems(table, asked, code, found[0], file=file, agency=agency)
            cells = open_cells(sheet, found[0], columns, wanted)
            rows.append(RawRow(key=code, sheet=sheet.name, row=found[0], cells=cells))
    return KeyedTable(
        table=table, rows=tuple(rows), problems=tuple(problems), offsets=asked.offsets, consumed=frozenset(consumed)
    )


def _count_problems(
    table: Table, asked: _Asked, code: str, found: Sequence[int], *, file: str, agency: str, current: bool
) -> list[Problem]:
    """Return the error of a row that is not there, or is there more than once: nobody can say which of them is meant."""
    key = table.schema.column(asked.key)
    if not found:
        rule = Rule.TASK_ROW_MISSING if current else Rule.TASK_ROW_NEW
        return [problem(rule, file=file, agency=agency, sheet=table.sheet.name, task=code, field=key.title)]
    if len(found) == 1:
        return []
    cells = [Cell(table.sheet.name, row, table.columns[key.name]) for row in found]
    listed = ", ".join(cell.reference for cell in cells)
    return [
        problem(
            Rule.REPEATED_TASK_CODE,
            file=file,
            agency=agency,
            cell=cell,
            task=code,
            field=key.title,
            value=code,
            cells=listed,
        )
        for cell in cells
    ]


def _locked_problems(table: Table, asked: _Asked, code: str, row: int, *, file: str, agency: str) -> list[Problem]:
    """Return a warning for each printed cell of a row whose words or date are not ours any more."""
    found = []
    for name, printed in asked.cells[code].items():
        if name == asked.key or name not in table.columns:
            continue
        place = (row, table.columns[name])
        value = table.sheet.value(*place)
        if place not in table.sheet.formulas and _same(value, printed):
            continue
        found.append(
            problem(
                Rule.LOCKED_CELL_CHANGED,
                file=file,
                agency=agency,
                cell=Cell(table.sheet.name, *place),
                task=code,
                field=table.schema.column(name).title,
                value=typed_text(value),
            )
        )
    return found


def _same(value: Raw, printed: Typed) -> bool:
    if value == printed:
        return True
    if isinstance(printed, date):
        words = {comparable(printed.strftime(form)) for form in ("%d/%m/%Y", "%Y-%m-%d")} | {
            comparable(date_text(printed))
        }
        return (value.date() if isinstance(value, datetime) else value) == printed or comparable(
            typed_text(value)
        ) in words
    return comparable(typed_text(value)) == comparable(typed_text(printed))


def _told_by_text(sheet: RawSheet, row: int, table: Table, asked: _Asked) -> Callable[[str], bool]:
    """Return whether the printed words of a row are those of a code."""

    def fits(code: str) -> bool:
        words = asked.cells[code][asked.told_by] if code in asked.cells else asked.headings[code]
        column = table.columns.get(asked.told_by)
        return column is not None and comparable(typed_text(sheet.value(row, column))) == comparable(typed_text(words))

    return fits


def _anything_open(table: Table, row: int) -> bool:
    places = (table.columns[column.name] for column in table.schema.open_columns if column.name in table.columns)
    return any(not is_blank(raw_cell(table.sheet, row, column)) for column in places)


def _end(sheet: RawSheet) -> int:
    return sheet.origin[0] + len(sheet.rows)
