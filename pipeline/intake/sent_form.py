"""What a form says of itself when it comes back: how new it is, and whether anything was filled in since it was sent out."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from pipeline.campaign.rounds import Round
from pipeline.forms.earlier_return import SETTLED, earlier_titles
from pipeline.forms.form import FORMAT_VERSION, Form, open_cells
from pipeline.forms.open_cells import NOTHING_FILLED_IN, OpenCell, filled_open_cells, open_cells_digest
from pipeline.forms.schema.schema import Schemas, SheetSchema, Status
from pipeline.intake.formats.workbook import RawWorkbook
from pipeline.intake.identity import Identity
from pipeline.intake.tables.cells import RawCell, RawRow, is_blank, raw_cell
from pipeline.intake.tables.location import LocatedTable, comparable, located_table
from pipeline.intake.tables.reader import RawReturn
from pipeline.intake.tables.refill import as_typed
from pipeline.text import clean_text
from pipeline.values import typed_text

#: Fields of the header block by which a form that came filled in is sent back as a return.
_SENT_BACK = ("report_date", "signer")
#: The version of the forms that say of none.
_OLDEST = 1
#: More digits are no version.
_LONGEST_VERSION = 6


class Version(Enum):
    """How the format of a form stands to the one that is written now."""

    #: Also where the form does not say.
    KNOWN = auto()
    OLDER = auto()
    NEWER = auto()
    NONSENSE = auto()


def asked_version(identity: Identity) -> int:
    """Return the version of the form by which its columns are required: the first where it does not say, or says nonsense."""
    text = identity.format_version
    return _OLDEST if text is None or version_of(identity) is Version.NONSENSE else max(_OLDEST, int(text))


def version_of(identity: Identity) -> Version:
    """Return how new the form of a return is."""
    text = identity.format_version
    if text is None:
        return Version.KNOWN
    if not (text.isascii() and text.isdecimal()) or len(text) > _LONGEST_VERSION:
        return Version.NONSENSE
    version, written = int(text), int(FORMAT_VERSION)
    if version == written:
        return Version.KNOWN
    return Version.NEWER if version > written else Version.OLDER


@dataclass(frozen=True, slots=True, kw_only=True)
class SentForm:
    """A form that has come back: what it held when it was sent out, and what it holds now."""

    workbook: RawWorkbook
    content: RawReturn
    #: What the form carries of itself.
    identity: Identity
    #: The form as it would be made now.
    form: Form
    #: The round before, from which the form may have been filled in; None where there is none.
    previous: Round | None
    schemas: Schemas

    @property
    def prefilled(self) -> bool:
        """Return whether it came filled in from the round before, or whole; date and signer alone make it a return then.

        The rows of tasks whose time has not come are filled in on every form, and make none of them whole alone.
        """
        return self._carried or (bool(self.form.rows) and all(row.values for row in self.form.rows))

    @property
    def _carried(self) -> bool:
        """Return whether more was filled in beforehand than the rows of tasks whose time has not come."""
        own = {None, NOTHING_FILLED_IN, self.form.prefilled}
        return self.previous is not None and self.identity.prefilled not in own

    @property
    def unfilled(self) -> bool:
        """Return whether its tables are as they were sent out, and nothing else makes it a return."""
        if any(self._unread_cells()):
            return False
        filled = filled_open_cells(_open_cells(self.content))
        as_sent = open_cells_digest(_open_cells(self.content)) == self.identity.prefilled
        # a row may be gone, or emptied: what else is filled in was so beforehand
        as_made = not self._carried and filled <= filled_open_cells(open_cells(self.form))
        if as_sent or as_made:
            return not (self.prefilled and self._sent_back)
        if self.identity.prefilled is not None or self.previous is None or self._sent_back:
            return False
        return self._as_carried_over(self.previous)

    @property
    def _sent_back(self) -> bool:
        return any(not is_blank(cell) for name in _SENT_BACK if (cell := self.content.header.get(name)) is not None)

    def _unread_cells(self) -> Iterator[RawCell]:
        """Give the filled open cells of rows with a code that were not read: under a heading, an unknown or a second code."""
        for schema, key, rows in (
            (self.schemas.report, "task", self.content.report),
            (self.schemas.indicators, "indicator", self.content.indicators),
        ):
            table = self._table(schema)
            if table is None or key not in table.columns:
                continue
            read_rows = {row.row for row in rows}
            for row in table.rows:
                if row not in read_rows and not is_blank(raw_cell(table.sheet, row, table.columns[key])):
                    cells = (raw_cell(table.sheet, row, column) for column in table.open_positions.values())
                    yield from (cell for cell in cells if not is_blank(cell))

    def _as_carried_over(self, previous: Round) -> bool:
        """Return whether the rows hold what a form without a digest shows of the round before in its columns beside them.

        Such forms were filled in where that round had settled a task: with its status and result. What rows of lists were
        carried over they do not show.
        """
        table = self._table(self.schemas.report)
        titles = [comparable(title) for title in earlier_titles(previous)]
        columns = {} if table is None else _columns_above(table)
        if table is None or not all(title in columns for title in titles):
            return False
        status, result = (columns[title] for title in titles)
        others = (*self.content.indicators, *self.content.proposals)
        return all(
            _is_carried_over(row, _words(table, row, status), _words(table, row, result)) for row in self.content.report
        ) and not any(_texts(row) for row in others)

    def _table(self, schema: SheetSchema) -> LocatedTable | None:
        sheet = self.workbook.sheet(schema.sheet)
        return None if sheet is None else located_table(sheet, schema)


def _open_cells(content: RawReturn) -> Iterator[OpenCell]:
    for table, key, row in content.rows():
        for name, cell in row.cells.items():
            # a formula without a stored result was typed by somebody, whatever it would have said
            unknown = cell.formula is not None and cell.value is None and cell.error is None
            yield table, key, name, cell.formula if unknown else as_typed(cell)


def _columns_above(table: LocatedTable) -> dict[str, int]:
    """Return the columns beside the table by the comparable heading that stands in the row above its own."""
    (top, left), above = table.sheet.origin, table.header_row - 1
    values = enumerate(table.sheet.rows[above - top], start=left) if above >= top else ()
    ours = set(table.columns.values())
    return {comparable(value): column for column, value in values if isinstance(value, str) and column not in ours}


def _is_carried_over(row: RawRow, status: str, result: str) -> bool:
    """Return whether a row is as a form is filled in where the round before said this of its task."""
    texts = _texts(row)
    if not texts:
        return status != Status.DONE
    summary = texts.get("result") or f"Nguyên nhân: {texts.get('difficulties', '')}"
    same = texts.get("status") == status and summary.split() == result.split()
    return status in SETTLED and same and "proposals" not in texts


def _texts(row: RawRow) -> dict[str, str]:
    return {name: clean_text(typed_text(cell.value)) for name, cell in row.cells.items() if not is_blank(cell)}


def _words(table: LocatedTable, row: RawRow, column: int) -> str:
    return clean_text(typed_text(table.sheet.value(row.row, column)))
