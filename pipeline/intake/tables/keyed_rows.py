"""Tables whose rows we print: each row found by its code, wherever it stands and whatever a program made of the code."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from pipeline.forms.form import Form
from pipeline.forms.layout import printed_cells, report_layout
from pipeline.forms.schema.schema import Schemas, Typed
from pipeline.intake.formats.readers import Raw
from pipeline.intake.tables.cells import RawRow, is_blank, raw_cell, raw_rows
from pipeline.intake.tables.location import LocatedTable, comparable
from pipeline.intake.tables.reporter import Reporter
from pipeline.problems import Cell, Problem
from pipeline.rules import Rule
from pipeline.values import date_text, typed_text

_NUMERIC = re.compile(r"[0-9]+(?:\.[0-9]+)?")
#: What looks like a code of a catalogue: 6.1, 3.4.c, CT-4.4-1.
_CODE = re.compile(r"[0-9]+(?:\.[0-9a-z]+)*\.?|[a-z]{2,4}(?:[-.][0-9a-z]+)+", re.IGNORECASE)


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
    return _keyed(table, template, reporter, current=current)


def indicator_table(table: LocatedTable, form: Form, reporter: Reporter, *, current: bool = True) -> KeyedTable:
    """Return `Chỉ tiêu` with one row for each indicator of the form that is there."""
    indicators = [item.indicator for item in form.indicators]
    template = _Print(
        key="indicator",
        words="name",
        cells={item.code: {"task": item.task, "name": item.name, "unit": item.unit} for item in indicators},
        headings={},
        offsets={item.code: offset for offset, item in enumerate(indicators, start=1)},
    )
    return _keyed(table, template, reporter, current=current)


def _keyed(table: LocatedTable, template: _Print, reporter: Reporter, *, current: bool) -> KeyedTable:
    sheet, columns = table.sheet, table.columns
    rows_by_code: dict[str, list[int]] = {}
    consumed = {(table.header_row, column) for column in columns.values()}
    consumed |= {
        (row, columns[column.name])
        for column in table.schema.columns
        if column.formula and column.name in columns
        for row in table.rows
    }
    problems: list[Problem] = []
    codes = (*template.cells, *template.headings)
    for row in table.rows:
        value = sheet.value(row, columns[template.key])
        if value is None or not typed_text(value).strip():
            continue
        code = code_of(value, codes, fits=_fits_words(table, row, template))
        if code in template.headings and code not in template.cells:
            consumed |= {(row, columns[name]) for name in (template.key, template.words) if name in columns}
            continue
        if code is not None:
            rows_by_code.setdefault(code, []).append(row)
        elif not (looks_like_code(typed_text(value)) or _anything_open(table, row)):
            continue
        elif current or _anything_open(table, row):
            problems.append(
                reporter.problem(
                    Rule.UNKNOWN_TASK_CODE if current else Rule.TASK_ROW_GONE,
                    cell=Cell(sheet.name, row, columns[template.key]),
                    field=table.schema.column(template.key).title,
                    value=typed_text(value),
                    code=typed_text(value),
                )
            )
        consumed |= {(row, column) for column in columns.values()}
    first_rows: dict[int, str | None] = {}
    for code in template.cells:
        rows = rows_by_code.get(code, [])
        problems += _count_problems(table, template, code, rows, reporter, current=current)
        if rows:
            first_rows[rows[0]] = code
            if current:
                problems += _locked_problems(table, template, code, rows[0], reporter)
    return KeyedTable(
        table=table,
        rows=tuple(raw_rows(table, first_rows)),
        problems=tuple(problems),
        offsets=template.offsets,
        consumed=frozenset(consumed),
    )


def _count_problems(
    table: LocatedTable, template: _Print, code: str, rows: Sequence[int], reporter: Reporter, *, current: bool
) -> list[Problem]:
    """Return the error of a row that is not there, or is there more than once: nobody can say which of them is meant."""
    key = table.schema.column(template.key)
    if not rows:
        rule = Rule.TASK_ROW_MISSING if current else Rule.TASK_ROW_NEW
        return [reporter.problem(rule, sheet=table.sheet.name, task=code, field=key.title)]
    if len(rows) == 1:
        return []
    cells = [Cell(table.sheet.name, row, table.columns[key.name]) for row in rows]
    references = ", ".join(cell.reference for cell in cells)
    return [
        reporter.problem(Rule.REPEATED_TASK_CODE, cell=cell, task=code, field=key.title, value=code, cells=references)
        for cell in cells
    ]


def _locked_problems(
    table: LocatedTable, template: _Print, code: str, row: int, reporter: Reporter
) -> Iterator[Problem]:
    """Give a warning for each printed cell of a row whose words or date are not ours any more."""
    for name, printed in template.cells[code].items():
        if name == template.key or name not in table.columns:
            continue
        address = (row, table.columns[name])
        value = table.sheet.value(*address)
        if address in table.sheet.formulas or not _same(value, printed):
            yield reporter.problem(
                Rule.LOCKED_CELL_CHANGED,
                cell=Cell(table.sheet.name, *address),
                task=code,
                field=table.schema.column(name).title,
                value=typed_text(value),
            )


def _same(value: Raw, printed: Typed) -> bool:
    if value == printed:
        return True
    if isinstance(printed, date):
        spellings = (printed.strftime("%d/%m/%Y"), printed.strftime("%Y-%m-%d"), date_text(printed))
        day = value.date() if isinstance(value, datetime) else value
        return day == printed or comparable(typed_text(value)) in map(comparable, spellings)
    return comparable(typed_text(value)) == comparable(typed_text(printed))


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


def code_of(value: Raw, codes: Collection[str], *, fits: Callable[[str], bool]) -> str | None:
    """Return which of some codes a cell means, None where it means none.

    A text means the code it spells, whatever its case and blanks. Of a number or a date the text is lost: 1.1 and 1.10
    are the same number, 1.2 typed on some machines becomes 1 February; where several codes are possible, `fits` says
    which one the rest of the row belongs to.
    """
    if isinstance(value, str):
        return _by_spelling(tuple(codes)).get(_spelt(value))
    possible = _possible(value, codes)
    if len(possible) == 1:
        return possible[0]
    fitting = [code for code in possible if fits(code)]
    return fitting[0] if len(fitting) == 1 else None


@lru_cache(maxsize=256)
def _by_spelling(codes: tuple[str, ...]) -> dict[str, str]:
    return {_spelt(code): code for code in codes}


def looks_like_code(text: str) -> bool:
    """Return whether a text could be meant as a code."""
    return _CODE.fullmatch(_spelt(text)) is not None


def _possible(value: Raw, codes: Collection[str]) -> list[str]:
    if isinstance(value, bool):
        return []
    if isinstance(value, int | float):
        return [code for code in codes if _NUMERIC.fullmatch(code) and float(code) == value]
    if isinstance(value, date):
        spelt = {f"{value.day}.{value.month}", f"{value.month}.{value.day}"}
        return [code for code in codes if code in spelt]
    return []


def _spelt(text: str) -> str:
    return comparable(text).replace(" ", "").rstrip(".")
