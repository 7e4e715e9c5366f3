"""Tables whose rows we print: each row found by its code, wherever it stands and whatever a program made of the code."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from pipeline.forms.form import Form
from pipeline.forms.layout import printed_cells, report_layout
from pipeline.forms.schema.schema import Schemas, Typed
from pipeline.intake.tables.cells import RawRow, is_blank, raw_cell, raw_rows
from pipeline.intake.tables.codes import code_of, looks_like_code
from pipeline.intake.tables.keyless_rows import KeylessRows, filled_rows, missing_place, with_continuations
from pipeline.intake.tables.location import LocatedTable, comparable
from pipeline.intake.tables.printed_cells import changed_problem, is_as_printed
from pipeline.intake.tables.reporter import Reporter
from pipeline.problems import Cell, Problem
from pipeline.rules import Rule
from pipeline.values import typed_text


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyedTable:
    """A table with its rows."""

    table: LocatedTable
    #: One row for each code that is there, in the printed order.
    rows: tuple[RawRow, ...]
    problems: tuple[Problem, ...]
    #: How many rows below the headings each code stands in the template.
    offsets: Mapping[str, int]
    #: Addresses of the cells that belong to the table.
    consumed: frozenset[tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Print:
    """What the template prints in a table."""

    #: Column of the code.
    key: str
    #: Column whose words tell rows apart where their codes have become numbers.
    words: str
    #: Printed cells by column name, of each code in order.
    cells: Mapping[str, Mapping[str, Typed]]
    #: Words of the rows that only head others, by code.
    headings: Mapping[str, str]
    #: How many rows below the headings each code stands.
    offsets: Mapping[str, int]


def report_table(
    table: LocatedTable, form: Form, schemas: Schemas, reporter: Reporter, *, current: bool = True
) -> KeyedTable:
    """Return `Báo cáo` with one row for each assigned task that is there; `current` is whether it is the newest form."""
    layout, campaign = report_layout(form, schemas), form.campaign
    offsets = [row - layout.heading_row for row in layout.task_rows]
    template = _Print(
        key="task",
        words="text",
        cells={item.task.code: printed_cells(item) for item in form.rows},
        headings={section.code: section.title for section in campaign.sections}
        | {task.code: task.text for task in campaign.tasks if not task.reportable},
        offsets={item.task.code: offset for item, offset in zip(form.rows, offsets, strict=True)},
    )
    missing = Rule.TASK_ROW_MISSING if current else Rule.TASK_ROW_NEW
    return _keyed(table, template, reporter, current=current, missing=missing)


def indicator_table(
    table: LocatedTable, form: Form, reporter: Reporter, *, current: bool = True, may_be_older: bool = False
) -> KeyedTable:
    """Return `Chỉ tiêu` with one row for each indicator of the form that is there.

    A form that may be older than the newest may lack indicators that are asked since.
    """
    indicators = [item.indicator for item in form.indicators]
    template = _Print(
        key="indicator",
        words="name",
        cells={item.code: {"task": item.task, "name": item.name, "unit": item.unit} for item in indicators},
        headings={},
        offsets={item.code: offset for offset, item in enumerate(indicators, start=1)},
    )
    missing = Rule.INDICATOR_NEW if may_be_older or not current else Rule.TASK_ROW_MISSING
    return _keyed(table, template, reporter, current=current, missing=missing)


@dataclass(slots=True, kw_only=True)
class _Rows:
    """The rows of a table by what stands in the column of the code."""

    by_code: dict[str, list[int]] = field(default_factory=dict)
    #: The code of each row that has one, rows that only head others among them.
    codes: dict[int, str] = field(default_factory=dict)
    unknown: list[int] = field(default_factory=list)
    keyless: list[int] = field(default_factory=list)
    #: Addresses of the cells that belong to the table.
    consumed: set[tuple[int, int]] = field(default_factory=set)

    @property
    def last(self) -> int:
        """Return the last row with a code of ours."""
        return max(self.codes, default=-1)


def _keyed(table: LocatedTable, template: _Print, reporter: Reporter, *, current: bool, missing: Rule) -> KeyedTable:
    rows = _rows(table, template, current=current)
    without_code = KeylessRows(
        table=table, printed=template.cells, rows=tuple(filled_rows(table, rows.keyless)), codes=dict(rows.codes)
    )
    recovered = without_code.recovered() if current else {}
    for row, code in recovered.items():
        rows.by_code[code] = [row]
        rows.consumed |= _cells_of_row(table, row)
    problems: list[Problem] = []
    for row in rows.unknown:
        if not _is_row(table, template, row, below=row > rows.last):
            continue
        rows.consumed |= _cells_of_row(table, row)
        if current or _anything_open(table, row):
            problems.append(_unknown_problem(table, template, row, reporter, current=current))
    changed = [(code, template.key, row) for row, code in recovered.items()]
    for code in template.cells:
        problems += _count_problems(table, template, code, rows.by_code, reporter, missing=missing)
        if current and code in rows.by_code:
            changed += _changed(table, template, code, rows.by_code[code][0])
    problems += changed_problem(table, changed, reporter)
    first_rows = {rows.by_code[code][0]: code for code in template.cells if code in rows.by_code}
    read, of_lines, used = with_continuations(
        table, raw_rows(table, first_rows), without_code.continued(first_rows), reporter
    )
    return KeyedTable(
        table=table,
        rows=tuple(read),
        problems=(*problems, *of_lines),
        offsets=template.offsets,
        consumed=frozenset(rows.consumed) | used,
    )


def _rows(table: LocatedTable, template: _Print, *, current: bool) -> _Rows:
    """Return the rows of a table by their codes; headings and our own formulas are no rows, but belong to it."""
    rows, columns, codes = _Rows(), table.columns, (*template.cells, *template.headings)
    rows.consumed |= {(table.header_row, column) for column in columns.values()}
    formulas = [columns[column.name] for column in table.schema.columns if column.formula and column.name in columns]
    rows.consumed |= {(row, column) for column in formulas for row in table.rows}
    for row in table.rows:
        value = table.sheet.value(row, columns[template.key])
        if value is None or not typed_text(value).strip():
            rows.keyless.append(row)
            continue
        fits = _fits_words(table, row, template)
        code = code_of(value, codes, fits=fits)
        if code is None:
            rows.unknown.append(row)
            continue
        rows.codes[row] = code
        if code in template.cells:
            rows.by_code.setdefault(code, []).append(row)
            rows.consumed |= _cells_of_row(table, row)
            continue
        # a note that somebody numbered is not the heading of that number
        names = (template.key, template.words) if fits(code) or not current else (template.key,)
        rows.consumed |= {(row, columns[name]) for name in names if name in columns}
    return rows


def _cells_of_row(table: LocatedTable, row: int) -> set[tuple[int, int]]:
    return {(row, column) for column in table.columns.values()}


def _is_row(table: LocatedTable, template: _Print, row: int, *, below: bool) -> bool:
    """Return whether a row with an unknown code is meant as one of the table.

    Below the table whatever looks like no code, without our words beside it, is a note or a signature block.
    """
    value = table.sheet.value(row, table.columns[template.key])
    if looks_like_code(typed_text(value)):
        return True
    printed = any(map(_fits_words(table, row, template), template.cells))
    return _anything_open(table, row) and (not below or printed or not isinstance(value, str | date))


def _unknown_problem(table: LocatedTable, template: _Print, row: int, reporter: Reporter, *, current: bool) -> Problem:
    code = typed_text(table.sheet.value(row, table.columns[template.key]))
    return reporter.problem(
        Rule.UNKNOWN_TASK_CODE if current else Rule.TASK_ROW_GONE,
        cell=Cell(table.sheet.name, row, table.columns[template.key]),
        field=table.schema.column(template.key).title,
        value=code,
        code=code,
    )


def _count_problems(
    table: LocatedTable,
    template: _Print,
    code: str,
    by_code: Mapping[str, Sequence[int]],
    reporter: Reporter,
    *,
    missing: Rule,
) -> list[Problem]:
    """Return the problem of a row that is not there, or is there more than once: nobody can say which of them is meant."""
    key, rows = table.schema.column(template.key), by_code.get(code, ())
    if not rows:
        place = missing_place(table, code, list(template.cells), {other: rows[0] for other, rows in by_code.items()})
        return [reporter.problem(missing, sheet=table.sheet.name, task=code, field=key.title, place=place)]
    if len(rows) == 1:
        return []
    cells = [Cell(table.sheet.name, row, table.columns[key.name]) for row in rows]
    references = ", ".join(cell.reference for cell in cells)
    return [
        reporter.problem(Rule.REPEATED_TASK_CODE, cell=cell, task=code, field=key.title, value=code, cells=references)
        for cell in cells
    ]


def _changed(table: LocatedTable, template: _Print, code: str, row: int) -> Iterator[tuple[str, str, int]]:
    """Give the printed cells of a row whose words or date are not ours any more."""
    for name, printed in template.cells[code].items():
        if name == template.key or name not in table.columns:
            continue
        address = (row, table.columns[name])
        if address in table.sheet.formulas or not is_as_printed(table.sheet.value(*address), printed):
            yield code, name, row


def _fits_words(table: LocatedTable, row: int, template: _Print) -> Callable[[str], bool]:
    """Return the function that says whether the words of a row are those printed beside a code."""

    def fits(code: str) -> bool:
        words = template.cells[code][template.words] if code in template.cells else template.headings[code]
        column = table.columns.get(template.words)
        return column is not None and comparable(typed_text(table.sheet.value(row, column))) == comparable(
            typed_text(words)
        )

    return fits


def _anything_open(table: LocatedTable, row: int) -> bool:
    return any(not is_blank(raw_cell(table.sheet, row, column)) for column in table.open_positions.values())
