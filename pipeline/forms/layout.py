"""Where everything of `Báo cáo` stands and what we print there; the reader of returns uses the same places and words."""

from collections.abc import Iterator, Mapping, Sized
from dataclasses import dataclass

from pipeline.campaign.decision import Decision
from pipeline.campaign.tasks import Task
from pipeline.forms.form import Form, FormRow, asked_schemas
from pipeline.forms.marks import FormCell
from pipeline.forms.schema.schema import Schemas, SheetSchema, Typed
from pipeline.problems import Cell
from pipeline.values import date_text

#: A block of cells: first row, first column, last row, last column, from zero.
CellRange = tuple[int, int, int, int]

#: The first row of the header block; the title stands above it.
FIRST_ROW = 1
#: On the other sheets: title, what belongs there, headings; then the rows.
TABLE_HEADING_ROW = 2
TABLE_FIRST_ROW = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldPlace:
    """Where one field of the header block stands; its value may take several merged cells.

    `row`, and the columns `label`, `value` and `last` (of the value), from zero.
    """

    row: int
    label: int
    value: int
    last: int

    @property
    def cells(self) -> CellRange:
        """Return the cells of the value."""
        return (self.row, self.value, self.row, self.last)


def header_places(header: SheetSchema, report: SheetSchema) -> dict[str, FieldPlace]:
    """Return where each field of the header block stands, by the name of its column in the header schema.

    The fields that we print stand at the left. Those to fill in stand in two stacks over the table: one at its widest
    open column, and one to the right of that where there is room.
    """
    locked = [column.name for column in header.columns if column.locked]
    open_names = [column.name for column in header.open_columns]
    widths = [column.width for column in report.columns]
    widest = max(
        (position for position, column in enumerate(report.columns) if not column.locked),
        key=lambda position: (widths[position], -position),
    )
    right = widest + 2
    two_stacks = right + 1 < len(widths)
    half = (len(open_names) + 1) // 2 if two_stacks else len(open_names)
    places = {
        name: FieldPlace(row=FIRST_ROW + position, label=1, value=2, last=4) for position, name in enumerate(locked)
    }
    for position, name in enumerate(open_names):
        row = FIRST_ROW + position % half
        if position < half:
            places[name] = FieldPlace(row=row, label=widest - 1, value=widest, last=widest)
        else:
            places[name] = FieldPlace(row=row, label=right, value=right + 1, last=min(right + 2, len(widths) - 1))
    return places


def block_height(places: Mapping[str, FieldPlace]) -> int:
    """Return the number of rows of the header block."""
    return max(place.row for place in places.values()) - FIRST_ROW + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where everything of `Báo cáo` stands, rows and columns from zero."""

    progress_row: int
    heading_row: int
    #: Row of each assigned task, by its position in the form.
    task_rows: tuple[int, ...]
    #: Rows that only head others: section or parent task, by row.
    headings: Mapping[int, "HeadingRow"]
    last_row: int
    #: Position of each column, by name.
    columns: Mapping[str, int]

    def column_cells(self, column: str) -> CellRange:
        """Return the cells of a column from the first row of the table to the last."""
        position = self.columns[column]
        return (self.heading_row + 1, position, self.last_row, position)


@dataclass(frozen=True, slots=True)
class HeadingRow:
    """A row that heads others: a section, or a parent task that is not reported on."""

    code: str
    text: str
    section: bool


def report_layout(form: Form, schemas: Schemas) -> Layout:
    """Return where everything of `Báo cáo` stands: sections and parent tasks head the tasks under them."""
    schemas = asked_schemas(form, schemas)
    progress = FIRST_ROW + block_height(header_places(schemas.header, schemas.report))
    row = progress + 2
    task_rows: list[int] = []
    headings: dict[int, HeadingRow] = {}
    codes: set[str] = set()
    for item in form.rows:
        for heading in _headings(form, item.task):
            if heading.code not in codes:
                codes.add(heading.code)
                headings[row] = heading
                row += 1
        task_rows.append(row)
        row += 1
    return Layout(
        progress_row=progress,
        heading_row=progress + 1,
        task_rows=tuple(task_rows),
        headings=headings,
        last_row=max(row - 1, progress + 2),
        columns={column.name: position for position, column in enumerate(schemas.report.columns)},
    )


def _headings(form: Form, task: Task) -> Iterator[HeadingRow]:
    """Give what stands above a task: its section, and its parent where that is not reported on."""
    section = next(section for section in form.campaign.sections if section.code == task.section)
    yield HeadingRow(section.code, section.title, section=True)
    parent = form.campaign.task_by_code[task.parent] if task.parent is not None else None
    if parent is not None and not parent.reportable:
        yield HeadingRow(parent.code, parent.text, section=False)


def printed_fields(form: Form) -> dict[str, str]:
    """Return what we print in the locked fields of the header block, by name."""
    name = form.round.name
    return {
        "agency": form.agency.name,
        "round": name[0].upper() + name[1:],
        "deadline": f"Trước ngày {date_text(form.round.deadline)}",
    }


def printed_cells(item: FormRow) -> dict[str, Typed]:
    """Return what we print in the locked cells of a row, by column name; the decision's own words."""
    limit = item.task.time_limit
    return {
        "task": item.task.code,
        "text": item.task.text,
        "role": item.assignment.role.label,
        "time_limit": limit.verbatim if limit is not None else None,
        "due": item.assignment.due,
    }


def report_title(decision: Decision) -> str:
    """Return the title of `Báo cáo`."""
    return f"BÁO CÁO KẾT QUẢ THỰC HIỆN NHIỆM VỤ {decision.subject.upper()} {decision.period_name.upper()}"


def indicators_about(form: Form) -> str:
    """Return the line that says what belongs on `Chỉ tiêu`."""
    if not form.indicators:
        return "Cơ quan không có chỉ tiêu nào phải báo cáo; không cần điền trang này."
    day = date_text(form.round.cut_off)
    return f"Chỉ gõ số, tính đến hết ngày {day}. Không có thì gõ 0; chưa có số liệu thì để trống."


def footnote_lines(item: FormRow) -> tuple[str, ...]:
    """Return the decision's footnotes to a task as they stand under the table."""
    return tuple(
        f"Chú thích mục {item.task.code}: " + "\n".join(footnote.paragraphs) for footnote in item.task.footnotes
    )


def printed_texts(form: Form, schemas: Schemas) -> dict[str, frozenset[str]]:
    """Return the texts that we print on the sheets of the schemas, by sheet name."""
    schemas = asked_schemas(form, schemas)
    printed: dict[str, set[Typed]] = {
        schema.sheet: {schema.title.upper(), schema.about, *(column.title for column in schema.columns)}
        for schema in schemas.sheets
    }
    printed[schemas.report.sheet].update(_report_texts(form, schemas))
    printed[schemas.indicators.sheet].add(indicators_about(form))
    for item in form.indicators:
        indicator = item.indicator
        printed[schemas.indicators.sheet] |= {indicator.code, indicator.task, indicator.name, indicator.unit}
    return {sheet: frozenset(text for text in texts if isinstance(text, str)) for sheet, texts in printed.items()}


def _report_texts(form: Form, schemas: Schemas) -> Iterator[Typed]:
    yield report_title(form.campaign.decision)
    yield from (column.title for column in schemas.header.columns)
    yield from printed_fields(form).values()
    for heading in report_layout(form, schemas).headings.values():
        yield from (heading.code, heading.text)
    for item in form.rows:
        yield from printed_cells(item).values()
        yield from footnote_lines(item)


def form_cells(form: Form, schemas: Schemas) -> dict[FormCell, Cell]:
    """Return where each cell of a form stands, the printed ones included."""
    schemas = asked_schemas(form, schemas)
    layout = report_layout(form, schemas)
    rows: list[tuple[SheetSchema, str | int, int]] = [
        (schemas.report, item.task.code, row) for item, row in zip(form.rows, layout.task_rows, strict=True)
    ]
    codes = [item.indicator.code for item in form.indicators]
    rows += [(schemas.indicators, code, row) for row, code in enumerate(codes, start=TABLE_FIRST_ROW)]
    for schema in schemas.open_tables:
        filled = form.lists.get(schema.name, form.proposals)
        rows += [(schema, position, TABLE_FIRST_ROW + position) for position in range(row_count(schema, filled))]
    cells = {
        FormCell(schema.name, key, column.name): Cell(schema.sheet, row, position)
        for schema, key, row in rows
        for position, column in enumerate(schema.columns)
    }
    block = header_places(schemas.header, schemas.report)
    cells |= {
        FormCell("header", None, name): Cell(schemas.report.sheet, place.row, place.value)
        for name, place in block.items()
    }
    return cells


def row_count(schema: SheetSchema, filled: Sized) -> int:
    """Return how many open rows a table has: never fewer than are filled in."""
    return max(schema.open_rows or 0, len(filled))
