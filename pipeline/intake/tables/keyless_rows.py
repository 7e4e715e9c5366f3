"""Rows of a printed table whose code is gone: a row that its printed words still tell, or more lines of the task above."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.forms.schema.schema import ColumnKind, Typed
from pipeline.intake.tables.cells import RawCell, RawRow, displayed, is_blank, raw_cell
from pipeline.intake.tables.location import LocatedTable
from pipeline.intake.tables.printed_cells import is_as_printed
from pipeline.intake.tables.reporter import Reporter
from pipeline.intake.tables.signatures import is_signature
from pipeline.problems import Problem, cell_ranges
from pipeline.rules import Rule
from pipeline.text import clean_text
from pipeline.values import typed_text


@dataclass(frozen=True, slots=True, kw_only=True)
class KeylessRows:
    """The rows of a table in which no code stands."""

    table: LocatedTable
    #: Printed cells by column name, of each code in the printed order.
    printed: Mapping[str, Mapping[str, Typed]]
    #: The rows without a code in which something stands.
    rows: tuple[int, ...]
    #: The code of each row that has one, the codes of rows that only head others among them.
    codes: Mapping[int, str]

    def recovered(self) -> dict[int, str]:
        """Return the rows that the rest of their printed cells tells, each with its code.

        Merging the cells of two codes leaves the first code alone. Where several codes are possible it is the one that
        belongs between the rows above and below.
        """
        order = list(self.printed)
        missing = [code for code in order if code not in self.codes.values()]
        recovered: dict[int, str] = {}
        for row in self.rows:
            possible = [code for code in missing if code not in recovered.values() and self._fits(row, code)]
            if len(possible) > 1:
                places = {
                    at: order.index(code) for at, code in {**self.codes, **recovered}.items() if code in self.printed
                }
                above = max((place for at, place in places.items() if at < row), default=-1)
                below = min((place for at, place in places.items() if at > row), default=len(order))
                possible = [code for code in possible if above < order.index(code) < below]
            if len(possible) == 1:
                recovered[row] = possible[0]
        return recovered

    def continued(self, tasks: Mapping[int, str]) -> dict[int, str]:
        """Return the rows that go on with the task right above, each with its code; `tasks` are the rows of the codes.

        Such a row has no printed words of its own. Under the last row of the table a signature block may stand.
        """
        last = max(tasks, default=-1)
        continued: dict[int, str] = {}
        for row in self.rows:
            code = continued.get(row - 1) or tasks.get(row - 1)
            if code is None or row in tasks or not any(map(self._says_something, self._open_cells(row))):
                continue
            own = [cell for name in self.printed[code] if (cell := self._printed_cell(row, name)) is not None]
            signs = row > last and any(is_signature(typed_text(cell.value)) for cell in self._open_cells(row))
            if not signs and all(is_blank(cell) for cell in own):
                continued[row] = code
        return continued

    def _fits(self, row: int, code: str) -> bool:
        """Return whether what is left of the printed cells of a row is what we print beside a code."""
        left = [
            (cell, printed)
            for name, printed in self.printed[code].items()
            if (cell := self._printed_cell(row, name)) is not None and not is_blank(cell)
        ]
        return bool(left) and all(is_as_printed(cell.value, printed) for cell, printed in left)

    def _printed_cell(self, row: int, name: str) -> RawCell | None:
        column = self.table.columns.get(name)
        return None if column is None else raw_cell(self.table.sheet, row, column)

    def _open_cells(self, row: int) -> list[RawCell]:
        return [raw_cell(self.table.sheet, row, column) for column in self.table.open_positions.values()]

    @staticmethod
    def _says_something(cell: RawCell) -> bool:
        return cell.error is None and cell.value is not None and not is_blank(cell)


def with_continuations(
    table: LocatedTable, rows: Sequence[RawRow], continued: Mapping[int, str], reporter: Reporter
) -> tuple[list[RawRow], list[Problem], frozenset[tuple[int, int]]]:
    """Return the rows with the texts of the lines that go on with them, a warning for each, and the cells that were used.

    Only texts are put together; a second status, number or date says nothing that could be added to the first.
    """
    joined: list[RawRow] = []
    problems: list[Problem] = []
    used: set[tuple[int, int]] = set()
    for row in rows:
        lines = [line for line, code in continued.items() if code == row.key]
        cells = dict(row.cells)
        added: list[RawCell] = []
        for column in table.schema.open_columns:
            more = [
                raw_cell(table.sheet, line, table.columns[column.name])
                for line in lines
                if column.name in table.columns
            ]
            more = [cell for cell in more if not is_blank(cell) and cell.error is None]
            if column.kind is ColumnKind.TEXT and not column.allowed:
                cells[column.name] = _together(cells[column.name], more)
                added += more
            used |= {
                (cell.cell.row, cell.cell.column)
                for cell in more
                if cell in added or cell.value == row.cells[column.name].value
            }
        if added:
            problems.append(_problem(row, added, reporter))
        joined.append(replace(row, cells=cells) if added else row)
    return joined, problems, frozenset(used)


def _together(cell: RawCell, more: Sequence[RawCell]) -> RawCell:
    texts = [displayed(line) or typed_text(line.value) for line in (cell, *more) if not is_blank(line)]
    return cell._replace(value="\n".join(texts)) if more and cell.error is None else cell


def _problem(row: RawRow, added: Sequence[RawCell], reporter: Reporter) -> Problem:
    cells = [cell.cell for cell in added]
    return reporter.problem(
        Rule.ROW_CONTINUED,
        cell=min(cells),
        task=row.key,
        value="\n".join(clean_text(displayed(cell) or typed_text(cell.value)) for cell in added),
        cells=cell_ranges(cells),
    )


def filled_rows(table: LocatedTable, rows: Collection[int]) -> Iterator[int]:
    """Give those of some rows in which anything stands in a column of the table."""
    for row in sorted(rows):
        if not all(is_blank(raw_cell(table.sheet, row, column)) for column in table.columns.values()):
            yield row


def missing_place(table: LocatedTable, code: str, order: Sequence[str], rows: Mapping[str, int]) -> str:
    """Return in words where the row of a code belongs: between which rows that are there."""
    at = order.index(code)
    above = next((other for other in reversed(order[:at]) if other in rows), None)
    below = next((other for other in order[at + 1 :] if other in rows), None)

    def named(other: str) -> str:
        return f"mục {other} (dòng {rows[other] + 1})"

    sheet = f"trang «{table.sheet.name}»"
    if above is not None and below is not None:
        return f"{sheet}, giữa {named(above)} và {named(below)}"
    if above is not None:
        return f"{sheet}, ngay dưới {named(above)}"
    return f"{sheet}, ngay trên {named(below)}" if below is not None else sheet
